/** The server's tables as plain data. Columns have RomM's names; times are milliseconds. */
export interface Database {
  users: UserRow[];
  tokens: TokenRow[];
  devices: DeviceRow[];
  platforms: PlatformRow[];
  roms: RomRow[];
  romUsers: RomUserRow[];
  saves: SaveRecord[];
  syncs: SyncRow[];
  syncSessions: SyncSessionRow[];
  playSessions: PlaySessionRow[];
  screenshots: ScreenshotRow[];
  /** What slots lost (5.4): newest last. */
  losses: LossRow[];
  /** 5.5. */
  channels: ChannelRow[];
  snapshots: SnapshotRow[];
  holds: HoldRow[];
  /** Saves whose rom was removed, with the hash by which its file is found again. */
  detached: { save: SaveRecord; romHash: string }[];
  /** Last id given out, per table; a restored database gives the same ids again. */
  lastIds: Record<string, number>;
}

export interface UserRow {
  id: number;
  username: string;
  password: string;
  email: string | null;
  enabled: boolean;
  role: "user" | "admin";
  scopes: string[];
  ra_username: string | null;
  ra_progression: unknown;
  /** What RetroAchievements would say at the next refresh. */
  next_ra_progression: unknown;
  last_login: number | null;
  last_active: number | null;
  created_at: number;
  updated_at: number;
}

export interface TokenRow {
  id: number;
  user_id: number;
  raw: string;
  name: string;
  scopes: string[];
  device_id: string | null;
  expires_at: number | null;
  last_used_at: number | null;
  created_at: number;
}

export interface DeviceFields {
  name: string | null;
  platform: string | null;
  client: string | null;
  client_version: string | null;
  ip_address: string | null;
  mac_address: string | null;
  hostname: string | null;
  sync_mode: string;
  sync_enabled: boolean;
  sync_config: Record<string, unknown> | null;
}

export interface DeviceRow extends DeviceFields {
  id: string;
  user_id: number;
  client_device_identifier: string | null;
  capabilities: Record<string, boolean>;
  last_seen: number | null;
  created_at: number;
  updated_at: number;
}

export interface PlatformRow {
  id: number;
  slug: string;
  fs_slug: string;
  name: string;
  custom_name: string | null;
  igdb_id: number | null;
  ra_id: number | null;
  created_at: number;
  updated_at: number;
}

export interface RomFileRow {
  id: number;
  file_name: string;
  file_size_bytes: number;
  crc_hash: string;
  md5_hash: string;
  sha1_hash: string;
  /** What an archive holds, with checksums of each; null: it is none. */
  archive_members: unknown[] | null;
  /** Path in `RommFiles`. */
  path: string;
  category: string | null;
  is_top_level: boolean;
}

export interface RomRow {
  id: number;
  platform_id: number;
  fs_name: string;
  name: string | null;
  slug: string | null;
  igdb_id: number | null;
  ra_id: number | null;
  ra_hash: string | null;
  merged_ra_metadata: unknown;
  path_cover: string | null;
  url_cover: string | null;
  regions: string[];
  alternative_names: string[];
  /** What RomM fetched about the game: most of a row's weight. */
  summary: string | null;
  files: RomFileRow[];
  is_multi_file: boolean;
  save_ids?: { title_id: string; save_target?: string };
  /** Roms of one group are siblings. */
  sibling_group: string | null;
  is_hidden_by_admin: boolean;
  missing_from_fs: boolean;
  created_at: number;
  updated_at: number;
}

export interface RomUserRow {
  id: number;
  user_id: number;
  rom_id: number;
  last_played: number | null;
  is_main_sibling: boolean;
  backlogged: boolean;
  now_playing: boolean;
  hidden: boolean;
  rating: number;
  difficulty: number;
  completion: number;
  status: string | null;
  created_at: number;
  updated_at: number;
}

export interface SaveRecord {
  id: number;
  rom_id: number;
  user_id: number;
  file_name: string;
  file_path: string;
  file_size_bytes: number;
  emulator: string | null;
  slot: string | null;
  content_hash: string | null;
  is_public: boolean;
  origin_device_id: string | null;
  is_favorite: boolean;
  labels: string[];
  /** The libretro core that wrote it, where one was told (5.5). */
  core: string | null;
  channel_id: string | null;
  format: "native" | "neutral" | null;
  created_at: number;
  updated_at: number;
}

/** A content that a slot had, and has no more. */
export interface LossRow {
  user_id: number;
  rom_id: number;
  slot: string;
  content_hash: string;
  lost_at: number;
}

/** A line of play of one rom's file: which snapshot is its current one. */
export interface ChannelRow {
  id: string;
  user_id: number;
  rom_id: number | null;
  rom_file_id: number | null;
  label: string;
  is_public: boolean;
  is_hardcore: boolean;
  current_snapshot_id: number | null;
  created_at: number;
  updated_at: number;
}

export interface SnapshotRow {
  id: number;
  channel_id: string;
  /** A branch lost the race for its place on the line. */
  kind: "channel" | "branch";
  parent_snapshot_id: number | null;
  save_id: number | null;
  device_id: string | null;
  emulator: string | null;
  is_hardcore: boolean;
  is_pinned: boolean;
  created_at: number;
}

/** The snapshot of a channel that a device holds. */
export interface HoldRow {
  device_id: string;
  channel_id: string;
  snapshot_id: number;
  synced_at: number;
}

export interface SyncRow {
  device_id: string;
  save_id: number;
  /** The save's `updated_at` when they were last in step: a version, not a wall clock. */
  last_synced_at: number;
  is_untracked: boolean;
  /** Since 5.4: what the device said that it holds, and what it was served; null: not known. */
  client_hash: string | null;
  server_hash: string | null;
}

export interface SyncSessionRow {
  id: number;
  device_id: string;
  user_id: number;
  status: "PENDING" | "IN_PROGRESS" | "COMPLETED" | "FAILED" | "CANCELLED";
  initiated_at: number;
  completed_at: number | null;
  operations_planned: number;
  operations_completed: number;
  operations_failed: number;
  error_message: string | null;
  created_at: number;
  updated_at: number;
}

export interface PlaySessionRow {
  id: number;
  user_id: number;
  device_id: string | null;
  rom_id: number | null;
  sync_session_id: number | null;
  save_slot: string | null;
  start_time: number;
  end_time: number;
  duration_ms: number;
  created_at: number;
  updated_at: number;
}

interface ScreenshotRow {
  id: number;
  rom_id: number;
  user_id: number;
  file_name: string;
  file_path: string;
  file_size_bytes: number;
  created_at: number;
  updated_at: number;
}

export function createDatabase(): Database {
  return {
    users: [],
    tokens: [],
    devices: [],
    platforms: [],
    roms: [],
    romUsers: [],
    saves: [],
    syncs: [],
    syncSessions: [],
    playSessions: [],
    screenshots: [],
    losses: [],
    channels: [],
    snapshots: [],
    holds: [],
    detached: [],
    lastIds: {},
  };
}

/** The next value of a table's auto-increment. */
export function nextId(database: Database, table: string): number {
  const id = (database.lastIds[table] ?? 0) + 1;
  database.lastIds[table] = id;
  return id;
}
