import { type Answer, grant, refuse } from "../ground/answer.ts";
import { type Caller, type Context, storedNow } from "../ground/context.ts";
import { touchRom } from "../ground/rom-user.ts";
import { checkDevice, dropSave, findSave, markSynced } from "./save-rows.ts";
import { hashOf, putScreenshot, type Screenshot } from "./save-store.ts";
import { type SaveView, viewSave } from "./save-view.ts";

/** POST /saves/delete: one after the other; those before an unknown id are gone. */
export function removeSaves(context: Context, caller: Caller, saveIds: number[]): Answer<number[]> {
  if (saveIds.length === 0) return refuse(400, "No saves were provided");
  for (const saveId of saveIds) {
    const save = findSave(context, caller, saveId);
    if (!save.ok) return save;
    dropSave(context, save.value);
  }
  return grant(saveIds);
}

/** PUT /saves/{id} (section 5.3): no conflict check, no dedup, no tag. */
export function replaceSave(
  context: Context,
  caller: Caller,
  saveId: number,
  change: { bytes?: Uint8Array; screenshot?: Screenshot; deviceId?: string },
): Answer<SaveView> {
  const deviceId = context.traits.putTakesDevice ? change.deviceId : undefined;
  const device = checkDevice(context, caller, deviceId, "devices.write");
  if (!device.ok) return device;
  const save = findSave(context, caller, saveId);
  if (!save.ok) return save;
  const row = save.value;
  if (change.bytes !== undefined) {
    context.files.write(`${row.file_path}/${row.file_name}`, change.bytes);
    row.file_size_bytes = change.bytes.length;
    // Before 4.9 the hash of the old bytes stayed.
    if (context.traits.putTakesDevice) row.content_hash = hashOf(context, change.bytes);
    row.updated_at = storedNow(context);
  }
  if (change.screenshot !== undefined) putScreenshot(context, row, change.screenshot);
  if (deviceId !== undefined) markSynced(context, row, deviceId);
  touchRom(context, caller.userId, row.rom_id);
  return grant(viewSave(context, row, deviceId ?? null));
}

/** PUT /saves/{id}/visibility: re-dates the save. */
export function setVisibility(
  context: Context,
  caller: Caller,
  saveId: number,
  isPublic: boolean,
): Answer<SaveView> {
  const save = findSave(context, caller, saveId);
  if (!save.ok) return save;
  save.value.is_public = isPublic;
  save.value.updated_at = storedNow(context);
  return grant(viewSave(context, save.value, null));
}

/** The maintenance task (section 9.4): every row gets the hash of its bytes and the time of now. */
export function recomputeHashes(context: Context): void {
  for (const save of context.database.saves) {
    const bytes = context.files.read(`${save.file_path}/${save.file_name}`);
    if (bytes === null) continue;
    save.content_hash = hashOf(context, bytes);
    if (context.traits.rehashRedates) save.updated_at = storedNow(context);
  }
}
