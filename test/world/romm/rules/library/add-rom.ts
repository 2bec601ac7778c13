import type { Context } from "../ground/context.ts";
import { storedNow } from "../ground/context.ts";
import { nextId, type PlatformRow, type RomFileRow, type RomRow } from "../ground/database.ts";
import { nameWithoutExtension } from "../ground/text.ts";
import { hashRomFile } from "./rom-hashes.ts";

export interface NewRom {
  /** RomM's canonical platform slug, such as `snes`; the platform is made if missing. */
  platform: string;
  /** The platform's folder on the server; the slug if not given. */
  fsSlug?: string;
  fsName: string;
  name?: string;
  otherNames?: string[];
  summary?: string;
  raId?: number | null;
  /** One content, or several files by name. */
  content?: Uint8Array | Record<string, Uint8Array>;
  /** Served without a token, as the web server in front of RomM does. */
  cover?: Uint8Array;
  siblingGroup?: string;
  /** What RomM 5.3 reads from the game's file; older ones have no such fields. */
  saveIds?: { title_id: string; save_target?: string };
  isHiddenByAdmin?: boolean;
  /** Asks for a given id, as after a restore. */
  id?: number;
}

/** Puts a rom into the library as a scan would. */
export function addRom(context: Context, rom: NewRom): RomRow {
  const platform = findPlatform(context, rom);
  const now = storedNow(context);
  const { database } = context;
  const id = rom.id ?? nextId(database, "roms");
  database.lastIds.roms = Math.max(database.lastIds.roms ?? 0, id);
  const { content = new Uint8Array(0) } = rom;
  const isMultiFile = !(content instanceof Uint8Array);
  const folder = `library/${platform.fs_slug}/roms`;
  const parts = isMultiFile
    ? Object.entries(content).map(([name, bytes]) => ({
        name,
        bytes,
        path: `${folder}/${rom.fsName}/${name}`,
      }))
    : [{ name: rom.fsName, bytes: content, path: `${folder}/${rom.fsName}` }];
  const path_cover = rom.cover === undefined ? null : `roms/${platform.id}/${id}/cover`;
  for (const size of ["small", "big"])
    if (rom.cover !== undefined) context.files.write(`resources/${path_cover}/${size}.png`, rom.cover);
  const files = parts.map(({ name, bytes, path }): RomFileRow => {
    context.files.write(path, bytes);
    const { hashes, members } = hashRomFile(name, bytes, context.traits.listsArchiveMembers);
    return {
      id: nextId(database, "romFiles"),
      file_name: name,
      file_size_bytes: bytes.length,
      ...hashes,
      archive_members: members,
      path,
      category: null,
      is_top_level: true,
    };
  });
  const row: RomRow = {
    id,
    platform_id: platform.id,
    fs_name: rom.fsName,
    name: rom.name ?? nameWithoutExtension(rom.fsName),
    slug: null,
    igdb_id: null,
    ra_id: rom.raId ?? null,
    ra_hash: null,
    merged_ra_metadata: null,
    path_cover,
    url_cover: null,
    regions: [],
    alternative_names: rom.otherNames ?? [],
    summary: rom.summary ?? null,
    files,
    is_multi_file: isMultiFile,
    sibling_group: rom.siblingGroup ?? null,
    ...(rom.saveIds && { save_ids: rom.saveIds }),
    is_hidden_by_admin: rom.isHiddenByAdmin ?? false,
    missing_from_fs: false,
    created_at: now,
    updated_at: now,
  };
  database.roms.push(row);
  takeBackSaves(context, row);
  return row;
}

/** Since 5.5 saves of a removed rom come back with its file: under the new id, and where they lay. */
function takeBackSaves({ database }: Context, rom: RomRow): void {
  const romHash = rom.files[0]?.sha1_hash ?? "";
  const own = database.detached.filter((one) => romHash !== "" && one.romHash === romHash);
  database.detached = database.detached.filter((one) => !own.includes(one));
  for (const { save } of own) database.saves.push({ ...save, rom_id: rom.id });
  const ids = new Set(own.map(({ save }) => save.channel_id));
  for (const channel of database.channels)
    if (ids.has(channel.id))
      Object.assign(channel, { rom_id: rom.id, rom_file_id: rom.files[0]?.id ?? null });
}

/** Under another name, the same rom to RomM. */
export function renameRom(
  context: Context,
  romId: number,
  names: { fsName?: string; platform?: string },
): void {
  const rom = context.database.roms.find(({ id }) => id === romId);
  if (rom === undefined) return;
  rom.fs_name = names.fsName ?? rom.fs_name;
  if (names.platform !== undefined)
    rom.platform_id = findPlatform(context, { fsName: rom.fs_name, platform: names.platform }).id;
  rom.updated_at = storedNow(context);
}

/** Of all its roms: the folder's name, or RomM's own word for the platform. */
export function renamePlatform(
  { database }: Context,
  slug: string,
  names: { slug?: string; fsSlug?: string },
): void {
  for (const row of database.platforms) {
    if (row.slug !== slug) continue;
    row.slug = names.slug ?? row.slug;
    row.fs_slug = names.fsSlug ?? row.fs_slug;
  }
}

/** Deletes a rom as an administrator would: its saves go with it; since 5.5 they wait, listed nowhere. */
export function removeRom(context: Context, romId: number): void {
  const { database } = context;
  const romHash = database.roms.find(({ id }) => id === romId)?.files[0]?.sha1_hash ?? "";
  const own = database.saves.filter((row) => row.rom_id === romId);
  if (context.traits.keepsSavesOfRemovedRoms)
    database.detached.push(...own.map((save) => ({ save, romHash })));
  for (const channel of database.channels)
    if (channel.rom_id === romId) Object.assign(channel, { rom_id: null, rom_file_id: null });
  const saveIds = database.saves.filter((row) => row.rom_id === romId).map((row) => row.id);
  database.saves = database.saves.filter((row) => row.rom_id !== romId);
  database.syncs = database.syncs.filter((row) => !saveIds.includes(row.save_id));
  database.romUsers = database.romUsers.filter((row) => row.rom_id !== romId);
  database.roms = database.roms.filter((row) => row.id !== romId);
  for (const row of database.playSessions) if (row.rom_id === romId) row.rom_id = null;
}

function findPlatform(context: Context, rom: NewRom): PlatformRow {
  const { database } = context;
  const { fsSlug } = rom;
  // A platform is a folder: two of them may share a slug.
  const known = database.platforms.find((row) =>
    fsSlug === undefined ? row.slug === rom.platform : row.fs_slug === fsSlug,
  );
  if (known !== undefined) return known;
  const now = storedNow(context);
  const row: PlatformRow = {
    id: nextId(database, "platforms"),
    slug: rom.platform,
    fs_slug: rom.fsSlug ?? rom.platform,
    name: rom.platform.toUpperCase(),
    custom_name: null,
    igdb_id: null,
    ra_id: null,
    created_at: now,
    updated_at: now,
  };
  database.platforms.push(row);
  return row;
}
