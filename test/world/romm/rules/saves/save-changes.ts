import { type Answer, grant, type Refusal, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import type { SaveRecord } from "../ground/database.ts";
import { touchRom } from "../ground/rom-user.ts";
import { sanitiseFileName } from "../ground/text.ts";
import { refuseFrozen } from "../snapshots/channels.ts";
import { checkDevice, dropSave, findSave, markSynced, noteLoss } from "./save-rows.ts";
import { hashOf, putScreenshot, type Screenshot } from "./save-store.ts";
import { type SaveView, viewSave } from "./save-view.ts";

/** POST /saves/delete: one after the other; those before an unknown id are gone. */
export function removeSaves(context: Context, caller: Caller, saveIds: number[]): Answer<number[]> {
  if (saveIds.length === 0) return refuse(400, "No saves were provided");
  for (const saveId of saveIds) {
    const save = findSave(context, caller, saveId);
    if (!save.ok) return save;
    const frozen = refuseFrozen(context, save.value);
    if (frozen !== null) return frozen;
    dropSave(context, save.value);
  }
  return grant(saveIds);
}

/** PUT /saves/{id} (section 5.3): no conflict check, no dedup, no tag. */
export function replaceSave(
  context: Context,
  caller: Caller,
  saveId: number,
  change: {
    bytes?: Uint8Array;
    screenshot?: Screenshot;
    deviceId?: string;
    contentHash?: string;
    /** What the file was called that was sent. */
    fileName?: string;
  },
): Answer<SaveView> {
  const deviceId = context.traits.putTakesDevice ? change.deviceId : undefined;
  const device = checkDevice(context, caller, deviceId, "devices.write");
  if (!device.ok) return device;
  const save = findSave(context, caller, saveId);
  if (!save.ok) return save;
  const row = save.value;
  if (change.bytes !== undefined) {
    const frozen = refuseFrozen(context, row);
    if (frozen !== null) return frozen;
    noteLoss(context, row);
    // 4.7 wrote beside the row's file where the upload was called otherwise; only the size followed.
    const sentName = context.traits.putFollowsUploadName ? change.fileName : undefined;
    context.files.write(`${row.file_path}/${sentName ?? row.file_name}`, change.bytes);
    row.file_size_bytes = change.bytes.length;
    // Before 4.9 the hash of the old bytes stayed.
    if (context.traits.putTakesDevice) row.content_hash = hashOf(context, change.bytes);
    row.updated_at = storedNow(context);
  }
  if (change.screenshot !== undefined) putScreenshot(context, row, change.screenshot);
  if (deviceId !== undefined)
    markSynced(context, row, deviceId, change.bytes === undefined ? null : (change.contentHash ?? null));
  touchRom(context, caller.userId, row.rom_id);
  return grant(viewSave(context, row, deviceId ?? null));
}

/** PUT /saves/{id}/visibility: until 5.3 it re-dates the save. */
export function setVisibility(
  context: Context,
  caller: Caller,
  saveId: number,
  isPublic: boolean,
): Answer<SaveView> {
  const save = findSave(context, caller, saveId);
  if (!save.ok) return save;
  const frozen = refuseFrozen(context, save.value);
  if (frozen !== null) return frozen;
  save.value.is_public = isPublic;
  if (!context.traits.hasAnnotations) save.value.updated_at = storedNow(context);
  return grant(viewSave(context, save.value, null));
}

/** PUT /saves/{id}/favorite, /labels and /file-name (5.4): none of them dates the row anew. */
export function annotate(
  context: Context,
  caller: Caller,
  saveId: number,
  change: { is_favorite?: boolean; labels?: string[]; file_name?: string },
): Answer<SaveView> {
  const save = findSave(context, caller, saveId);
  if (!save.ok) return save;
  const { file_name, ...marks } = change;
  if (file_name !== undefined) {
    const refusal = rename(context, save.value, file_name);
    if (refusal !== null) return refusal;
  }
  Object.assign(save.value, marks);
  return grant(viewSave(context, save.value, null));
}

function rename(context: Context, save: SaveRecord, fileName: string): Refusal | null {
  const name = sanitiseFileName(fileName);
  if (name === "" || name.startsWith("."))
    return refuse(400, "Invalid filename: it needs a name before the extension");
  if (name === save.file_name) return null;
  const isTaken = context.database.saves.some(
    (row) => row !== save && row.rom_id === save.rom_id && row.file_name.toLowerCase() === name.toLowerCase(),
  );
  if (isTaken) return refuse(409, `${name} already exists`);
  const bytes = context.files.read(`${save.file_path}/${save.file_name}`);
  if (bytes === null) return refuse(404, `${save.file_name} not found on disk`);
  context.files.remove(`${save.file_path}/${save.file_name}`);
  context.files.write(`${save.file_path}/${name}`, bytes);
  save.file_name = name;
  return null;
}

/** The maintenance task (section 9.4): rows whose hash is not that of their bytes get it, and the time of now. */
export function recomputeHashes(context: Context): void {
  const { rehashRedatesAll, hasAnnotations } = context.traits;
  for (const save of context.database.saves) {
    const bytes = context.files.read(`${save.file_path}/${save.file_name}`);
    const hash = bytes === null ? null : hashOf(context, bytes);
    if (hash === null || (hash === save.content_hash && !rehashRedatesAll)) continue;
    save.content_hash = hash;
    if (!hasAnnotations) save.updated_at = storedNow(context);
  }
}

/** RomM's start: since 4.9 a row without a hash sets the task off, which looks at all of them. */
export function hashAtStart(context: Context): void {
  const { saves } = context.database;
  if (context.traits.rehashesAtStart && saves.some((save) => save.content_hash === null))
    recomputeHashes(context);
}
