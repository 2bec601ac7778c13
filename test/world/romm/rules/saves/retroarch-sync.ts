import { guarded } from "../accounts/access.ts";
import { addDevice } from "../accounts/devices.ts";
import { type Answer, grant, refuse } from "../ground/answer.ts";
import type { Caller, Context } from "../ground/context.ts";
import type { SaveRecord } from "../ground/database.ts";
import { nameWithoutExtension, sameText, splitName } from "../ground/text.ts";
import { dropSave, ownSaves } from "./save-rows.ts";
import { upload } from "./upload.ts";

/**
 * RetroArch's own Cloud Sync as RomM 5.4 serves it (section 5.10). Paths are RetroArch's: `saves/<core's folder>/<file>`.
 * Save states are left out.
 */
export function createRetroarchSync(context: Context) {
  return {
    manifest: guarded(context, ["assets.read"], manifest),
    read: guarded(context, ["assets.read"], read),
    write: guarded(context, ["assets.write", "devices.write"], write),
    remove: guarded(context, ["assets.write"], remove),
  };
}

function manifest(context: Context, caller: Caller): Answer<{ path: string; hash: string | null }[]> {
  return grant(visible(context, caller).map((save) => ({ path: pathOf(save), hash: save.content_hash })));
}

function read(context: Context, caller: Caller, path: string): Answer<Uint8Array> {
  const save = visible(context, caller).find((row) => pathOf(row) === path);
  const bytes = save && context.files.read(`${save.file_path}/${save.file_name}`);
  return bytes ? grant(bytes) : refuse(404, "Not Found");
}

function write(context: Context, caller: Caller, path: string, bytes: Uint8Array): Answer<null> {
  const [top, ...folders] = path.split("/");
  const fileName = folders.pop() ?? "";
  const rom = context.database.roms.find(
    ({ fs_name, is_hidden_by_admin }) =>
      !is_hidden_by_admin &&
      sameText(context.traits, nameWithoutExtension(fs_name), splitName(fileName).stem),
  );
  if (top !== "saves" || rom === undefined) return refuse(409, "No game of that name");
  const [emulator] = folders;
  const written = upload(context, caller, {
    ...{ romId: rom.id, fileName, bytes, deviceId: sharedDevice(context, caller), overwrite: true },
    ...(emulator !== undefined && { emulator }),
  });
  return written.ok ? grant(null, 204) : written;
}

function remove(context: Context, caller: Caller, path: string): Answer<null> {
  const save = visible(context, caller).find((row) => pathOf(row) === path);
  if (save === undefined) return refuse(404, "Not Found");
  dropSave(context, save);
  return grant(null, 204);
}

/** It knows no slots, and sees nothing that lies in one. That it does not see a channel's rows (5.5) is a guess. */
function visible(context: Context, caller: Caller): SaveRecord[] {
  return ownSaves(context, caller).filter((save) => save.slot === null && save.channel_id === null);
}

function pathOf({ emulator, file_name }: SaveRecord): string {
  return ["saves", ...(emulator === null ? [] : [emulator]), file_name].join("/");
}

/** One for all of the player's RetroArchs: nothing tells them apart. */
function sharedDevice(context: Context, { userId }: Caller): string {
  const name = "RetroArch";
  const known = context.database.devices.find((row) => row.user_id === userId && row.name === name);
  return (known ?? addDevice(context, userId, { name })).id;
}
