import * as v from "valibot";
import type { DeviceSync, SaveRow } from "../core/save-row.ts";
import { sayRow } from "./blank-rows.ts";
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

/** RomM's `SaveSchema`, 4.7 to 5.5; what came later than 4.7 may be missing. */
export const saveRow = v.pipe(
  v.object({
    id: saveId,
    rom_id: romId,
    slot: slotOrArchive,
    file_name: v.pipe(v.string(), v.nonEmpty()),
    file_path: textOrNull,
    emulator: textOrNull,
    file_size_bytes: sizeBytes,
    // What is no hash tells nothing, like none.
    content_hash: v.fallback(contentHash, null),
    created_at: time,
    updated_at: time,
    origin_device_id: v.nullish(deviceId, null),
    missing_from_fs: v.optional(v.boolean(), false),
    channel_id: v.fallback(v.optional(v.nullable(v.string())), undefined),
    device_syncs: v.nullish(v.array(deviceSync), []),
  }),
  v.transform(
    (row): SaveRow =>
      withWord({
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
        ...(row.channel_id !== undefined && { channelId: row.channel_id }),
        deviceSyncs: row.device_syncs,
      }),
  ),
);

function withWord(row: SaveRow): SaveRow {
  const says = sayRow(row);
  return says === undefined ? row : { ...row, says };
}

/** Of a row that cannot be read otherwise; `slot` undefined: not even that. */
const strangeRow = v.object({
  id: saveId,
  rom_id: romId,
  slot: v.fallback(v.optional(v.union([v.string(), v.null()])), undefined),
});

/**
 * One row by itself: a strange one does not make the others unreadable. Throws where not even its id can be read, since
 * then nobody knows whose it is.
 */
export function readRow(json: unknown): SaveRow {
  const read = v.safeParse(saveRow, json);
  if (read.success) return read.output;
  const { id, rom_id, slot } = v.parse(strangeRow, json);
  return {
    ...{ id, romId: rom_id, slot: (slot || null) as SaveRow["slot"], fileName: "", emulator: null },
    ...{ sizeBytes: 0, contentHash: null, createdAtMs: 0, updatedAtMs: 0, originDeviceId: null },
    ...{ isMissingOnDisk: false, deviceSyncs: [] },
    strange: slot === undefined ? "slot" : "content",
  };
}
