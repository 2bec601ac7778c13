import { findDevice } from "../accounts/devices.ts";
import { type Answer, grant, type Refusal, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import type { SaveRecord, SyncRow } from "../ground/database.ts";

/**
 * The device now holds this version of the save: the watermark is the save's own time. `clientHash`: what the device
 * said of it.
 */
export function markSynced(
  context: Context,
  save: SaveRecord,
  deviceId: string,
  clientHash: string | null = null,
): void {
  const { content_hash, updated_at } = save;
  writeSync(context, {
    saveId: save.id,
    deviceId,
    syncedAtMs: updated_at,
    clientHash,
    serverHash: content_hash,
  });
}

export interface Synced {
  saveId: number;
  deviceId: string;
  syncedAtMs: number;
  clientHash: string | null;
  serverHash: string | null;
}

/** A hash that is longer than one is not known. */
export function writeSync(context: Context, { saveId, deviceId, ...synced }: Synced): void {
  const known = (hash: string | null) =>
    hash === null || hash.length > 32 || !context.traits.remembersHashes ? null : hash;
  const fields = {
    last_synced_at: synced.syncedAtMs,
    is_untracked: false,
    client_hash: known(synced.clientHash),
    server_hash: known(synced.serverHash),
  };
  const row = findSync(context, saveId, deviceId);
  if (row === undefined) context.database.syncs.push({ device_id: deviceId, save_id: saveId, ...fields });
  else Object.assign(row, fields);
  const device = context.database.devices.find(({ id }) => id === deviceId);
  if (device !== undefined) device.last_seen = storedNow(context);
}

export function findSync(context: Context, saveId: number, deviceId: string): SyncRow | undefined {
  return context.database.syncs.find((row) => row.save_id === saveId && row.device_id === deviceId);
}

/** Adds one to the session's counter; an unknown session is no error. */
export function countOperation(context: Context, sessionId: number): void {
  const session = context.database.syncSessions.find((row) => row.id === sessionId);
  if (context.traits.countsSyncSessions && session !== undefined) session.operations_completed += 1;
}

/** Removes the row, its sync rows and its file. */
export function dropSave(context: Context, save: SaveRecord): void {
  const { database, files } = context;
  noteLoss(context, save);
  database.saves = database.saves.filter((row) => row !== save);
  database.syncs = database.syncs.filter((row) => row.save_id !== save.id);
  files.remove(`${save.file_path}/${save.file_name}`);
}

/** The device must be told of and be the caller's; null where none was told. */
export function checkDevice(
  context: Context,
  caller: Caller,
  deviceId: string | undefined,
  scope: string,
): Answer<null> {
  if (deviceId === undefined) return grant(null);
  if (!caller.scopes.includes(scope)) return refuse(403, "Forbidden");
  const device = findDevice(context, caller, deviceId);
  return device.ok ? grant(null) : device;
}

/** The first of those with the greatest `updated_at`: on a tie it is not the newest id. */
export function latestOf(saves: SaveRecord[]): SaveRecord {
  return saves.reduce((best, save) => (save.updated_at > best.updated_at ? save : best));
}

/** The caller's own save. */
export function findSave(context: Context, caller: Caller, saveId: number): Answer<SaveRecord> {
  const save = context.database.saves.find((row) => row.id === saveId && row.user_id === caller.userId);
  return save === undefined ? unknownSave(saveId) : grant(save);
}

export function unknownSave(saveId: number): Refusal {
  return refuse(404, `Save with ID ${saveId} not found`);
}

/** Of all roms, every slot. */
export function ownSaves(context: Context, caller: Caller): SaveRecord[] {
  return context.database.saves.filter((save) => save.user_id === caller.userId);
}

const lossesKept = 100;

/** Since 5.4 a slot remembers what it lost, the oldest no longer than a hundred others. */
export function noteLoss(context: Context, { user_id, rom_id, slot, content_hash }: SaveRecord): void {
  const { database, traits } = context;
  if (!traits.remembersLosses || slot === null || content_hash === null) return;
  const isHere = (row: { user_id: number; rom_id: number; slot: string }) =>
    row.user_id === user_id && row.rom_id === rom_id && row.slot === slot;
  const others = database.losses.filter((row) => !isHere(row));
  const own = database.losses.filter((row) => isHere(row) && row.content_hash !== content_hash);
  const lost = { user_id, rom_id, slot, content_hash, lost_at: storedNow(context) };
  database.losses = [...others, ...[...own, lost].slice(-lossesKept)];
}
