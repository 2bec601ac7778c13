import { findDevice } from "../accounts/devices.ts";
import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { nextId, type SaveRecord, type SyncRow, type SyncSessionRow } from "../ground/database.ts";
import { isoTime } from "../ground/time.ts";
import { findSync, latestOf, markSynced } from "../saves/save-rows.ts";
import { currentOf, findChannel, labelOf, mayLoad } from "../snapshots/channels.ts";

export interface ClientSave {
  romId: number;
  fileName: string;
  slot: string | null;
  emulator: string | null;
  contentHash: string | null;
  updatedAtMs: number;
}

type Action = "upload" | "download" | "conflict" | "no_op" | "delete";

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
  /** Since 5.4. */
  total_delete?: number;
}

export interface Negotiate {
  deviceId?: string;
  saves: ClientSave[];
  /** Since 5.3: only these, and those that the saves are of. */
  romIds?: number[];
  /** Since 5.4: offers also what this device once held and does not tell of. */
  restoresUnlisted?: boolean;
  /** Since 5.4: what is written by others is not offered. */
  emulators?: string[];
  /** Since 5.5. */
  cores?: string[];
}

/** POST /sync/negotiate (section 6.1). */
export function negotiate(context: Context, caller: Caller, request: Negotiate): Answer<Negotiation> {
  const { traits } = context;
  const deviceId = request.deviceId ?? (traits.negotiateInfersDevice ? caller.deviceId : null);
  if (deviceId === null)
    return traits.negotiateInfersDevice
      ? refuse(400, "device_id is required")
      : refuse(422, [{ type: "missing", loc: ["body", "device_id"], msg: "Field required", input: null }]);
  const device = findDevice(context, caller, deviceId);
  if (!device.ok) return device;
  if (!device.value.sync_enabled) return refuse(400, "Sync is disabled for this device");
  device.value.last_seen = storedNow(context);
  const operations = plan(context, caller, deviceId, request);
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
    ...(traits.remembersLosses && { total_delete: count("delete") }),
  });
}

function plan(context: Context, caller: Caller, deviceId: string, request: Negotiate): Operation[] {
  const { saves } = request;
  const key = (romId: number, slot: string | null) => JSON.stringify([romId, slot]);
  const slotted = context.database.saves.filter((row) => row.user_id === caller.userId && row.slot !== null);
  const heads = new Map(
    [...Map.groupBy(slotted, (row) => key(row.rom_id, row.slot))].map(([name, rows]) => [
      name,
      latestOf(rows),
    ]),
  );
  for (const [name, current] of currentsOf(context, caller, request)) heads.set(name, current);
  const isAskedFor = askedFor(context, request);
  const mentioned = new Set<string>();
  const operations = saves.map((save) => {
    const name = key(save.romId, save.slot);
    const head = save.slot === null ? undefined : heads.get(name);
    mentioned.add(name);
    if (head === undefined) return isLost(context, caller, save) ? deleteOf(save) : uploadOf(save);
    if (isLost(context, caller, save) && save.contentHash !== head.content_hash)
      return operationOn(head, "download", "Client holds a version removed on the server");
    const [action, reason] = compare(save, head, findSync(context, head.id, deviceId));
    if (reason === identical && context.traits.remembersLosses)
      markSynced(context, head, deviceId, save.contentHash);
    return operationOn(head, action, reason);
  });
  for (const [name, head] of heads) {
    const sync = findSync(context, head.id, deviceId);
    const isHeld = sync !== undefined && head.updated_at <= sync.last_synced_at;
    const isSettled =
      sync?.is_untracked || (isHeld && !(context.traits.remembersLosses && request.restoresUnlisted));
    if (!mentioned.has(name) && !isSettled && isAskedFor(head))
      operations.push(operationOn(head, "download", "Server has a save that the client lacks"));
  }
  return operations;
}

const identical = "Content is identical";

/** Since 5.3 by rom, since 5.4 by who wrote it. */
function askedFor({ traits }: Context, { romIds, saves, emulators = [] }: Negotiate) {
  const scope =
    traits.negotiatesByRoms && romIds ? new Set([...romIds, ...saves.map((save) => save.romId)]) : null;
  const names = traits.remembersLosses ? emulators.map((name) => name.toLowerCase()) : [];
  return (head: SaveRecord) =>
    (scope === null || scope.has(head.rom_id)) &&
    (names.length === 0 || head.emulator === null || names.includes(head.emulator.toLowerCase()));
}

/** Since 5.5 a channel's native current stands for the slot, by the name that the client has for that. */
function currentsOf(context: Context, caller: Caller, request: Negotiate): [string, SaveRecord][] {
  if (!context.traits.hasChannels) return [];
  const { cores = [], emulators = [] } = request;
  const writers = [...cores.map((core) => ({ core })), ...emulators.map((emulator) => ({ emulator }))];
  return request.saves.flatMap(({ romId, slot }): [string, SaveRecord][] => {
    const channel =
      slot === null ? undefined : findChannel(context, caller, { romId, label: labelOf(slot) ?? "" });
    const save = currentOf(context, channel)?.save;
    const isFitting = save && (writers.length === 0 || writers.some((writer) => mayLoad(save, writer)));
    return save && isFitting && save.format !== "neutral" ? [[JSON.stringify([romId, slot]), save]] : [];
  });
}

/** Since 5.4: the client has what the slot lost, and has not touched it since. */
function isLost({ database, traits }: Context, caller: Caller, save: ClientSave): boolean {
  if (!traits.remembersLosses) return false;
  return database.losses.some(
    (loss) =>
      loss.user_id === caller.userId &&
      loss.rom_id === save.romId &&
      loss.slot === save.slot &&
      loss.content_hash === save.contentHash &&
      save.updatedAtMs <= loss.lost_at,
  );
}

function deleteOf(save: ClientSave): Operation {
  return { ...uploadOf(save), action: "delete", reason: "Save was deleted on the server" };
}

function compare(save: ClientSave, head: SaveRecord, sync: SyncRow | undefined): [Action, string] {
  if (sync?.is_untracked) return ["no_op", "Save is untracked"];
  const bothHashed = save.contentHash !== null && head.content_hash !== null;
  if (bothHashed && save.contentHash === head.content_hash) return ["no_op", identical];
  if (sync === undefined) return compareTimes(save, head);
  const clientChanged = save.updatedAtMs > sync.last_synced_at;
  const serverChanged = head.updated_at > sync.last_synced_at;
  if (clientChanged && serverChanged) {
    // Since 5.4 a recorded hash can only take a conflict away.
    if (sync.client_hash !== null && sync.client_hash === save.contentHash)
      return ["download", "Server changed since the last sync"];
    if (sync.server_hash !== null && sync.client_hash !== null && sync.server_hash === head.content_hash)
      return ["upload", "Client changed since the last sync"];
    return ["conflict", "Both changed since the last sync"];
  }
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

/** Opens a session for a device and, until 5.3, ends the one it had (section 6.1). */
function openSession(context: Context, deviceId: string, userId: number, planned: number): SyncSessionRow {
  const now = storedNow(context);
  for (const row of context.database.syncSessions)
    if (
      !context.traits.keepsSyncSessions &&
      row.device_id === deviceId &&
      (row.status === "PENDING" || row.status === "IN_PROGRESS")
    )
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
