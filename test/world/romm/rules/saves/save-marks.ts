import { findDevice } from "../accounts/devices.ts";
import { type Answer, grant } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import type { SaveRecord } from "../ground/database.ts";
import { findSave, findSync, markSynced, writeSync } from "./save-rows.ts";
import { type SaveView, viewSave } from "./save-view.ts";

function withSave(
  context: Context,
  caller: Caller,
  saveId: number,
  deviceId: string,
  change: (save: SaveRecord) => void,
): Answer<SaveView> {
  const device = findDevice(context, caller, deviceId);
  if (!device.ok) return device;
  const save = findSave(context, caller, saveId);
  if (!save.ok) return save;
  change(save.value);
  return grant(viewSave(context, save.value, deviceId));
}

/** POST /saves/{id}/downloaded: the device holds the save as it is now. */
export function confirmDownloaded(
  context: Context,
  caller: Caller,
  saveId: number,
  deviceId: string,
  contentHash: string | null = null,
) {
  return withSave(context, caller, saveId, deviceId, (save) => {
    const served = findSync(context, save.id, deviceId);
    if (!context.traits.remembersHashes) markSynced(context, save, deviceId);
    else if (served?.server_hash && !served.client_hash)
      // What it was served is remembered, and so is when: the row may have moved since.
      writeSync(context, {
        ...{ saveId, deviceId, clientHash: contentHash, serverHash: served.server_hash },
        syncedAtMs: served.last_synced_at,
      });
    else {
      const isProven = contentHash === save.content_hash;
      const hash = isProven ? contentHash : null;
      writeSync(context, {
        ...{ saveId, deviceId, clientHash: hash, serverHash: hash },
        syncedAtMs: save.updated_at,
      });
    }
    const device = context.database.devices.find(({ id }) => id === deviceId);
    if (device !== undefined) device.last_seen = storedNow(context);
  });
}

/** POST /saves/{id}/track: without a row of the device's there is nothing to do. */
export function track(context: Context, caller: Caller, saveId: number, deviceId: string) {
  return withSave(context, caller, saveId, deviceId, (save) => {
    const row = findSync(context, save.id, deviceId);
    if (row !== undefined) Object.assign(row, { is_untracked: false, ...unknownHashes });
  });
}

/** POST /saves/{id}/untrack: a row made for it says "synced now", which the 409 check believes. */
export function untrack(context: Context, caller: Caller, saveId: number, deviceId: string) {
  return withSave(context, caller, saveId, deviceId, (save) => {
    const row = findSync(context, save.id, deviceId);
    if (row !== undefined) Object.assign(row, { is_untracked: true, ...unknownHashes });
    else
      context.database.syncs.push({
        device_id: deviceId,
        save_id: save.id,
        last_synced_at: storedNow(context),
        is_untracked: true,
        ...unknownHashes,
      });
  });
}

const unknownHashes = { client_hash: null, server_hash: null };
