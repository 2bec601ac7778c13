import type { Context } from "../ground/context.ts";
import type { PlatformRow, RomFileRow, RomRow, RomUserRow } from "../ground/database.ts";
import { extensionsOf, nameWithoutExtension, withoutTags } from "../ground/text.ts";
import { isoTime, isoTimeOrNull } from "../ground/time.ts";
import { hash, type RomHashes } from "./rom-hashes.ts";

export type PlatformView = ReturnType<typeof viewPlatform>;
export type RomView = ReturnType<typeof viewRom>;
export type RomUserView = ReturnType<typeof viewRomUser>;

/** Section 2.3. */
export function viewPlatform({ database }: Context, platform: PlatformRow) {
  const roms = database.roms.filter((rom) => rom.platform_id === platform.id && !rom.is_hidden_by_admin);
  return {
    ...platform,
    display_name: platform.custom_name ?? platform.name,
    rom_count: roms.length,
    firmware: [],
    fs_size_bytes: roms.reduce((sum, rom) => sum + sizeOf(rom), 0),
    missing_from_fs: false,
    created_at: isoTime(platform.created_at),
    updated_at: isoTime(platform.updated_at),
  };
}

/** SimpleRom (section 2.4), with the caller's own row. */
export function viewRom(context: Context, rom: RomRow, userId: number, withFiles: boolean) {
  const { database, traits } = context;
  const platform = database.platforms.find((row) => row.id === rom.platform_id);
  const fs_path = `library/${platform?.fs_slug ?? ""}/roms`;
  const siblings = viewSiblings(context, rom, userId);
  const cover = (size: string) =>
    rom.path_cover === null
      ? ""
      : `/assets/romm/resources/${rom.path_cover}/${size}.png?ts=${isoTime(rom.updated_at).replace("T", " ")}`;
  return {
    id: rom.id,
    name: rom.name,
    alternative_names: rom.alternative_names,
    summary: rom.summary,
    slug: rom.slug,
    fs_name: rom.fs_name,
    fs_name_no_ext: nameWithoutExtension(rom.fs_name),
    fs_name_no_tags: withoutTags(rom.fs_name),
    fs_extension: extensionsOf(rom.fs_name),
    fs_path,
    fs_size_bytes: sizeOf(rom),
    full_path: `${fs_path}/${rom.fs_name}`,
    platform_id: rom.platform_id,
    platform_slug: platform?.slug ?? "",
    platform_fs_slug: platform?.fs_slug ?? "",
    platform_display_name: platform?.custom_name ?? platform?.name ?? "",
    ra_id: rom.ra_id,
    igdb_id: rom.igdb_id,
    ...hashesOf(context, rom),
    ra_hash: rom.ra_hash,
    path_cover_small: cover("small"),
    path_cover_large: cover("big"),
    url_cover: rom.url_cover,
    has_simple_single_file: !rom.is_multi_file,
    has_nested_single_file: rom.is_multi_file && rom.files.length === 1,
    has_multiple_files: rom.files.length > 1,
    files: withFiles ? rom.files.map((file) => viewFile(rom, file)) : [],
    ...(traits.namesSiblingRoms ? { sibling_roms: siblings } : { siblings }),
    rom_user: viewRomUser(
      database.romUsers.find((row) => row.rom_id === rom.id && row.user_id === userId) ?? null,
    ),
    ...rom.save_ids,
    regions: rom.regions,
    languages: [],
    tags: [],
    revision: null,
    missing_from_fs: rom.missing_from_fs,
    merged_ra_metadata: rom.merged_ra_metadata,
    created_at: isoTime(rom.created_at),
    updated_at: isoTime(rom.updated_at),
  };
}

/** Without a row of the user's: ids of -1 and no status. */
export function viewRomUser(row: RomUserRow | null) {
  if (row === null)
    return {
      id: -1,
      user_id: -1,
      rom_id: -1,
      last_played: null,
      is_main_sibling: false,
      backlogged: false,
      now_playing: false,
      hidden: false,
      rating: 0,
      difficulty: 0,
      completion: 0,
      status: null,
      created_at: isoTime(0),
      updated_at: isoTime(0),
    };
  return {
    ...row,
    last_played: isoTimeOrNull(row.last_played),
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
  };
}

function viewFile(rom: RomRow, file: RomFileRow) {
  return {
    id: file.id,
    rom_id: rom.id,
    file_name: file.file_name,
    file_path: file.path.slice(0, file.path.lastIndexOf("/")),
    full_path: file.path,
    file_size_bytes: file.file_size_bytes,
    is_top_level: file.is_top_level,
    category: file.category,
    crc_hash: file.crc_hash,
    md5_hash: file.md5_hash,
    sha1_hash: file.sha1_hash,
    ra_hash: null,
    archive_members: file.archive_members,
    last_modified: isoTime(rom.updated_at),
  };
}

function viewSiblings({ database }: Context, rom: RomRow, userId: number) {
  if (rom.sibling_group === null) return [];
  return database.roms
    .filter((row) => row.sibling_group === rom.sibling_group && row.id !== rom.id)
    .map((row) => ({
      id: row.id,
      name: row.name,
      fs_name_no_tags: withoutTags(row.fs_name),
      fs_name_no_ext: nameWithoutExtension(row.fs_name),
      is_main_sibling:
        database.romUsers.find((user) => user.rom_id === row.id && user.user_id === userId)
          ?.is_main_sibling ?? false,
    }));
}

function hashesOf({ files }: Context, rom: RomRow): RomHashes {
  const [first] = rom.files;
  if (!rom.is_multi_file && first) {
    const { crc_hash, md5_hash, sha1_hash } = first;
    return { crc_hash, md5_hash, sha1_hash };
  }
  return hash(
    rom.files.filter((file) => file.is_top_level).map((file) => files.read(file.path) ?? new Uint8Array(0)),
  );
}

function sizeOf(rom: RomRow): number {
  return rom.files.reduce((sum, file) => sum + file.file_size_bytes, 0);
}
