import * as v from "valibot";

/** Only what the checks read: what a behaviour is about is checked by that behaviour. */
const deviceSyncShape = v.object({
  device_id: v.string(),
  last_synced_at: v.string(),
  is_untracked: v.boolean(),
  is_current: v.boolean(),
});

export const saveShape = v.object({
  id: v.number(),
  rom_id: v.number(),
  file_name: v.string(),
  file_path: v.string(),
  file_size_bytes: v.number(),
  created_at: v.string(),
  updated_at: v.string(),
  emulator: v.nullable(v.string()),
  slot: v.nullable(v.string()),
  content_hash: v.nullable(v.string()),
  origin_device_id: v.optional(v.nullable(v.string())),
  missing_from_fs: v.boolean(),
  screenshot: v.nullable(v.object({ file_name: v.string() })),
  device_syncs: v.array(deviceSyncShape),
});

export const savesShape = v.array(saveShape);

export const summaryShape = v.object({
  total_count: v.number(),
  slots: v.array(v.object({ slot: v.nullable(v.string()), count: v.number(), latest: saveShape })),
});

export const registeredShape = v.object({ device_id: v.string() });

export const deviceShape = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  client: v.nullable(v.string()),
  client_version: v.nullable(v.string()),
  hostname: v.nullable(v.string()),
  last_seen: v.nullable(v.string()),
  created_at: v.string(),
});

export const userShape = v.object({
  id: v.number(),
  oauth_scopes: v.array(v.string()),
  ra_progression: v.unknown(),
  current_device_id: v.optional(v.nullable(v.string())),
});

export const romUserShape = v.object({
  id: v.number(),
  status: v.nullable(v.string()),
  last_played: v.nullable(v.string()),
  is_main_sibling: v.boolean(),
  backlogged: v.boolean(),
  now_playing: v.boolean(),
  completion: v.number(),
});

export const romShape = v.object({
  id: v.number(),
  fs_name: v.string(),
  platform_id: v.number(),
  path_cover_small: v.string(),
  files: v.array(v.object({ id: v.number(), file_name: v.string() })),
  rom_user: romUserShape,
});

export const romPageShape = v.object({ items: v.array(romShape) });

export const operationsShape = v.object({
  session_id: v.number(),
  total_upload: v.number(),
  total_download: v.number(),
  total_conflict: v.number(),
  operations: v.array(
    v.object({
      action: v.string(),
      rom_id: v.number(),
      save_id: v.nullable(v.number()),
      slot: v.nullable(v.string()),
    }),
  ),
});

export const sessionShape = v.object({
  id: v.number(),
  status: v.string(),
  operations_completed: v.number(),
  operations_planned: v.number(),
});

export const ingestShape = v.object({
  results: v.array(v.object({ index: v.number(), status: v.string(), id: v.nullable(v.number()) })),
});

export const playSessionShape = v.object({
  id: v.number(),
  rom_id: v.nullable(v.number()),
  device_id: v.nullable(v.string()),
  start_time: v.string(),
});

export type Save = v.InferOutput<typeof saveShape>;
