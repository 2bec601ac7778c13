import * as v from "valibot";
import type { DeviceSync, SaveRow } from "../core/save-row.ts";
import {
  contentHash,
  deviceId,
  romId,
  saveId,
  sizeBytes,
  slotOrArchive,
  textOrNull,
  time,
} from "./decode.ts";

const deviceSync = v.pipe(
  v.object({
    device_id: deviceId,
    device_name: textOrNull,
    is_untracked: v.boolean(),
    is_current: v.boolean(),
  }),
  v.transform(
    (sync): DeviceSync => ({
      deviceId: sync.device_id,
      deviceName: sync.device_name,
      isUntracked: sync.is_untracked,
      isCurrent: sync.is_current,
    }),
  ),
);

/** RomM's `SaveSchema`, 4.7 to 5.2; what came later than 4.7 may be missing. */
export const saveRow = v.pipe(
  v.object({
    id: saveId,
    rom_id: romId,
    slot: slotOrArchive,
    file_name: v.pipe(v.string(), v.nonEmpty()),
    file_path: textOrNull,
    emulator: textOrNull,
    file_size_bytes: sizeBytes,
    content_hash: contentHash,
    created_at: time,
    updated_at: time,
    origin_device_id: v.nullish(deviceId, null),
    missing_from_fs: v.optional(v.boolean(), false),
    device_syncs: v.optional(v.array(deviceSync), []),
  }),
  v.transform(
    (row): SaveRow => ({
      id: row.id,
      romId: row.rom_id,
      slot: row.slot,
      fileName: row.file_name,
      filePath: row.file_path,
      emulator: row.emulator,
      sizeBytes: row.file_size_bytes,
      contentHash: row.content_hash,
      createdAtMs: row.created_at,
      updatedAtMs: row.updated_at,
      originDeviceId: row.origin_device_id,
      isMissingOnDisk: row.missing_from_fs,
      deviceSyncs: row.device_syncs,
    }),
  ),
);

/** RomM's answer to `/api/saves/summary`. */
export const saveSummary = v.object({
  slots: v.array(v.object({ slot: slotOrArchive, count: v.pipe(v.number(), v.integer()), latest: saveRow })),
});
