import { findDevice } from "../accounts/devices.ts";
import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { nextId, type SaveRecord, type SyncRow, type SyncSessionRow } from "../ground/database.ts";
import { isoTime } from "../ground/time.ts";
import { findSync, latestOf } from "../saves/save-rows.ts";

export interface ClientSave {
  romId: number;
  fileName: string;
  slot: string | null;
  emulator: string | null;
  contentHash: string | null;
  updatedAtMs: number;
}

type Action = "upload" | "download" | "conflict" | "no_op";

interface Operation {
  action: Action;
  rom_id: number;
  save_id: number | null;
  file_name: string;
  slot: string | null;
  emulator: string | null;
  reason: string;
  server_updated_at: string | null;
  server_content_hash: string | null;
}

export interface Negotiation {
  session_id: number;
  operations: Operation[];
  total_upload: number;
  total_download: number;
  total_conflict: number;
  total_no_op: number;
}

/** POST /sync/negotiate (section 6.1). */
export function negotiate(
  context: Context,
  caller: Caller,
  request: { deviceId?: string; saves: ClientSave[] },
): Answer<Negotiation> {
  const deviceId = request.deviceId ?? caller.deviceId;
  if (deviceId === null) return refuse(400, "device_id is required");
  const device = findDevice(context, caller, deviceId);
  if (!device.ok) return device;
  if (!device.value.sync_enabled) return refuse(400, "Sync is disabled for this device");
  device.value.last_seen = storedNow(context);
  const operations = plan(context, caller, deviceId, request.saves);
  const count = (action: Action) => operations.filter((operation) => operation.action === action).length;
  const total_no_op = count("no_op");
  const session = openSession(context, deviceId, caller.userId, operations.length - total_no_op);
  return grant({
    session_id: session.id,
    operations,
    total_upload: count("upload"),
    total_download: count("download"),
    total_conflict: count("conflict"),
    total_no_op,
  });
}

function plan(context: Context, caller: Caller, deviceId: string, saves: ClientSave[]): Operation[] {
  const key = (romId: number, slot: string | null) => JSON.stringify([romId, slot]);
  const slotted = context.database.saves.filter((row) => row.user_id === caller.userId && row.slot !== null);
  const heads = new Map(
    [...Map.groupBy(slotted, (row) => key(row.rom_id, row.slot))].map(([name, rows]) => [
      name,
      latestOf(rows),
    ]),
  );
  const mentioned = new Set<string>();
  const operations = saves.map((save) => {
    const name = key(save.romId, save.slot);
    const head = save.slot === null ? undefined : heads.get(name);
    mentioned.add(name);
    if (head === undefined) return uploadOf(save);
    const [action, reason] = compare(save, head, findSync(context, head.id, deviceId));
    return operationOn(head, action, reason);
  });
  for (const [name, head] of heads) {
    const sync = findSync(context, head.id, deviceId);
    const isSettled = sync !== undefined && (sync.is_untracked || head.updated_at <= sync.last_synced_at);
    if (!mentioned.has(name) && !isSettled)
      operations.push(operationOn(head, "download", "Server has a save that the client lacks"));
  }
  return operations;
}

function compare(save: ClientSave, head: SaveRecord, sync: SyncRow | undefined): [Action, string] {
  if (sync?.is_untracked) return ["no_op", "Save is untracked"];
  const bothHashed = save.contentHash !== null && head.content_hash !== null;
  if (bothHashed && save.contentHash === head.content_hash) return ["no_op", "Content is identical"];
  if (sync === undefined) return compareTimes(save, head);
  const clientChanged = save.updatedAtMs > sync.last_synced_at;
  const serverChanged = head.updated_at > sync.last_synced_at;
  if (clientChanged && serverChanged) return ["conflict", "Both changed since the last sync"];
  if (clientChanged) return ["upload", "Client changed since the last sync"];
  if (serverChanged) return ["download", "Server changed since the last sync"];
  return ["no_op", "Nothing changed since the last sync"];
}

function compareTimes(save: ClientSave, head: SaveRecord): [Action, string] {
  if (save.updatedAtMs > head.updated_at) return ["upload", "Client is newer"];
  if (save.updatedAtMs < head.updated_at) return ["download", "Server is newer"];
  if (save.contentHash !== head.content_hash) return ["conflict", "Same time, other content"];
  return ["no_op", "Same time"];
}

function uploadOf(save: ClientSave): Operation {
  return {
    action: "upload",
    rom_id: save.romId,
    save_id: null,
    file_name: save.fileName,
    slot: save.slot,
    emulator: save.emulator,
    reason: "Server has no such save",
    server_updated_at: null,
    server_content_hash: null,
  };
}

function operationOn(head: SaveRecord, action: Action, reason: string): Operation {
  return {
    action,
    rom_id: head.rom_id,
    save_id: head.id,
    file_name: head.file_name,
    slot: head.slot,
    emulator: head.emulator,
    reason,
    server_updated_at: isoTime(head.updated_at),
    server_content_hash: head.content_hash,
  };
}

/** Opens a session for a device and ends the one it had (section 6.1). */
function openSession(context: Context, deviceId: string, userId: number, planned: number): SyncSessionRow {
  const now = storedNow(context);
  for (const row of context.database.syncSessions)
    if (row.device_id === deviceId && (row.status === "PENDING" || row.status === "IN_PROGRESS"))
      Object.assign(row, { status: "CANCELLED", completed_at: now, updated_at: now });
  const session: SyncSessionRow = {
    id: nextId(context.database, "syncSessions"),
    device_id: deviceId,
    user_id: userId,
    status: "IN_PROGRESS",
    initiated_at: now,
    completed_at: null,
    operations_planned: planned,
    operations_completed: 0,
    operations_failed: 0,
    error_message: null,
    created_at: now,
    updated_at: now,
  };
  context.database.syncSessions.push(session);
  return session;
}
