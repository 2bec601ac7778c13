import type { Context } from "../ground/context.ts";
import type { SaveRecord } from "../ground/database.ts";
import { extensionsOf, nameWithoutExtension, splitName, withoutTags } from "../ground/text.ts";
import { isoTime } from "../ground/time.ts";

export interface DeviceSyncView {
  device_id: string;
  device_name: string | null;
  last_synced_at: string;
  is_untracked: boolean;
  is_current: boolean;
}

export type SaveView = ReturnType<typeof viewSave>;

/** SaveSchema (section 5). `inMemory`: what the answer to a POST tells finer than the database keeps it. */
export function viewSave(
  context: Context,
  save: SaveRecord,
  deviceId: string | null,
  inMemory: Partial<Pick<SaveRecord, "created_at" | "updated_at">> = {},
) {
  const { traits } = context;
  const { created_at, updated_at: updatedAtMs } = { ...save, ...inMemory };
  const full_path = `${save.file_path}/${save.file_name}`;
  const timestamp = isoTime(updatedAtMs).replace("T", " ");
  return {
    id: save.id,
    rom_id: save.rom_id,
    user_id: save.user_id,
    file_name: save.file_name,
    file_name_no_tags: withoutTags(save.file_name),
    file_name_no_ext: nameWithoutExtension(save.file_name),
    file_extension: extensionsOf(save.file_name),
    file_path: save.file_path,
    full_path,
    file_size_bytes: save.file_size_bytes,
    download_path: traits.downloadsByContentRoute
      ? `/api/saves/${save.id}/content?timestamp=${timestamp}`
      : `/api/raw/assets/${full_path}?timestamp=${timestamp}`,
    missing_from_fs: false,
    created_at: isoTime(created_at),
    updated_at: isoTime(updatedAtMs),
    emulator: save.emulator,
    slot: save.slot,
    content_hash: save.content_hash,
    ...(traits.hasVisibility && { is_public: save.is_public }),
    ...(traits.hasAnnotations && { is_favorite: save.is_favorite, labels: save.labels }),
    ...(traits.hasChannels && { channel_id: save.channel_id, core: save.core }),
    screenshot: viewScreenshot(context, save),
    ...(traits.hasOriginDevice && { origin_device_id: save.origin_device_id }),
    device_syncs: deviceId === null ? [] : viewSyncs(context, save, deviceId, updatedAtMs),
  };
}

/** The caller's entry first, made up if it has none; the others' since 4.9. */
function viewSyncs(
  context: Context,
  save: SaveRecord,
  deviceId: string,
  updatedAtMs: number,
): DeviceSyncView[] {
  const { database, traits } = context;
  const nameOf = (id: string) => database.devices.find((row) => row.id === id)?.name ?? null;
  const entries = database.syncs
    .filter((row) => row.save_id === save.id)
    .map((row) => ({
      device_id: row.device_id,
      device_name: nameOf(row.device_id),
      last_synced_at: isoTime(row.last_synced_at),
      is_untracked: row.is_untracked,
      is_current: row.last_synced_at >= updatedAtMs,
    }));
  const own = entries.find((entry) => entry.device_id === deviceId) ?? {
    device_id: deviceId,
    device_name: nameOf(deviceId),
    last_synced_at: isoTime(updatedAtMs),
    is_untracked: false,
    is_current: false,
  };
  const others = entries.filter((entry) => entry.device_id !== deviceId);
  return traits.listsAllDeviceSyncs ? [own, ...others] : [own];
}

/** Section 8: a screenshot belongs to the asset whose file name or stem equals its own name or stem. */
function viewScreenshot({ database }: Context, save: SaveRecord) {
  const names = [save.file_name, splitName(save.file_name).stem];
  const shot = database.screenshots.find(
    (row) =>
      row.user_id === save.user_id &&
      row.rom_id === save.rom_id &&
      (names.includes(row.file_name) || names.includes(splitName(row.file_name).stem)),
  );
  if (shot === undefined) return null;
  return { ...shot, created_at: isoTime(shot.created_at), updated_at: isoTime(shot.updated_at) };
}
