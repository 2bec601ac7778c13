import * as v from "valibot";
import type { RomId } from "../core/vocabulary.ts";
import { romId, sizeBytes, textOrNull } from "./decode.ts";

/** A library entry of RomM, with what matching, naming and play status need. */
export interface Rom {
  romId: RomId;
  /** The title; null where RomM has none. */
  name: string | null;
  /** The file's or folder's name in RomM's library. */
  fsName: string;
  fsNameNoExt: string;
  sizeBytes: number;
  platformSlug: string;
  /** The platform's folder in RomM's library; null: not told. */
  platformFolder: string | null;
  platformName: string;
  /** RetroAchievements' id of the game; several roms may share one. */
  raId: number | null;
  /** Lower-case hex; null where RomM has not hashed the file. */
  hashes: { crc: string | null; md5: string | null; sha1: string | null };
  hasSeveralFiles: boolean;
  isMissingOnDisk: boolean;
  /** Origin-relative, may hold raw spaces; null: no cover. */
  coverPath: string | null;
  /** RomM's word for the play status of the signed-in user; null: none set. */
  status: string | null;
}

const hash = v.pipe(
  textOrNull,
  v.transform((text) => text?.toLowerCase() || null),
);

/** RomM's `SimpleRom`, 4.7 to 5.2, and the longer answer for one rom. */
export const rom = v.pipe(
  v.object({
    id: romId,
    name: textOrNull,
    fs_name: v.pipe(v.string(), v.nonEmpty()),
    fs_name_no_ext: v.string(),
    fs_size_bytes: sizeBytes,
    platform_slug: v.pipe(v.string(), v.nonEmpty()),
    platform_fs_slug: textOrNull,
    platform_display_name: textOrNull,
    ra_id: v.nullish(v.pipe(v.number(), v.safeInteger()), null),
    crc_hash: hash,
    md5_hash: hash,
    sha1_hash: hash,
    has_multiple_files: v.optional(v.boolean(), false),
    missing_from_fs: v.optional(v.boolean(), false),
    path_cover_large: textOrNull,
    rom_user: v.object({ status: v.nullable(v.string()) }),
  }),
  v.transform(
    (found): Rom => ({
      romId: found.id,
      name: found.name,
      fsName: found.fs_name,
      fsNameNoExt: found.fs_name_no_ext,
      sizeBytes: found.fs_size_bytes,
      platformSlug: found.platform_slug,
      platformFolder: found.platform_fs_slug || null,
      platformName: found.platform_display_name || found.platform_slug,
      raId: found.ra_id,
      hashes: { crc: found.crc_hash, md5: found.md5_hash, sha1: found.sha1_hash },
      hasSeveralFiles: found.has_multiple_files,
      isMissingOnDisk: found.missing_from_fs,
      coverPath: found.path_cover_large || null,
      status: found.rom_user.status,
    }),
  ),
);
