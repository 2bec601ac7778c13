import * as v from "valibot";
import type { LibraryFile, LibraryRom } from "../core/match/library.ts";
import { romId, textOrNull } from "./decode.ts";

const hash = v.fallback(
  v.pipe(
    textOrNull,
    v.transform((text) => text?.toLowerCase() || null),
  ),
  null,
);

const bytes = v.fallback(v.pipe(v.number(), v.minValue(0)), 0);
const flag = v.fallback(v.optional(v.boolean(), false), false);
const many = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.fallback(v.nullish(v.array(v.unknown()), []), []),
    v.transform((list) =>
      (list ?? []).flatMap((one) => {
        const read = v.safeParse(schema, one);
        return read.success ? [read.output] : [];
      }),
    ),
  );

const member = v.object({ name: v.string(), size: bytes, md5_hash: hash });

/** A file, and what it holds if it is an archive (`archive_members`, since 4.9). */
const file: v.GenericSchema<unknown, LibraryFile[]> = v.pipe(
  v.object({
    file_name: v.string(),
    file_size_bytes: bytes,
    md5_hash: hash,
    archive_members: many(member),
  }),
  v.transform((found) => [
    { name: found.file_name, sizeBytes: found.file_size_bytes, md5: found.md5_hash, isPacked: false },
    ...found.archive_members.map(({ name, size, md5_hash }) => {
      return { name, sizeBytes: size, md5: md5_hash, isPacked: true };
    }),
  ]),
);

/** RomM's `SimpleRom`, 4.7 to 5.2, as far as matching needs it: what only helps may be missing or odd. */
const row = v.object({
  id: romId,
  name: textOrNull,
  alternative_names: many(v.string()),
  fs_name: v.pipe(v.string(), v.nonEmpty()),
  fs_name_no_ext: v.fallback(textOrNull, null),
  fs_size_bytes: bytes,
  platform_slug: v.pipe(v.string(), v.nonEmpty()),
  platform_fs_slug: v.fallback(textOrNull, null),
  platform_display_name: v.fallback(textOrNull, null),
  crc_hash: hash,
  md5_hash: hash,
  sha1_hash: hash,
  has_simple_single_file: v.fallback(v.nullish(v.boolean(), null), null),
  has_nested_single_file: flag,
  has_multiple_files: flag,
  missing_from_fs: flag,
  /** Entries for a shelf, without a file (RomM's branch for physical games; 5.2 has none). */
  is_physical: flag,
  files: v.fallback(v.nullish(v.array(v.unknown()), null), null),
  /** What the game's own file says that its save is called (RomM 5.3). */
  title_id: v.fallback(textOrNull, null),
  save_target: v.fallback(textOrNull, null),
});

const files = many(file);

/**
 * Null: it has no file that could be played, so no shortcut can start it. Undefined: it cannot be read. `withFiles`
 * false: the list was asked for without files, and an empty list of them says nothing.
 */
export function readLibraryRow(json: unknown, withFiles: boolean): LibraryRom | null | undefined {
  const read = v.safeParse(row, json);
  if (!read.success) return undefined;
  const found = read.output;
  if (found.missing_from_fs || found.is_physical) return null;
  const inside = v.parse(files, found.files).flat();
  return {
    romId: found.id,
    name: found.name || null,
    otherNames: found.alternative_names,
    fsName: found.fs_name,
    ...(found.fs_name_no_ext && { stem: found.fs_name_no_ext }),
    isFolder:
      found.has_multiple_files || found.has_nested_single_file || found.has_simple_single_file === false,
    sizeBytes: found.fs_size_bytes,
    platformSlug: found.platform_slug,
    platformFolder: found.platform_fs_slug || null,
    platformName: found.platform_display_name || found.platform_slug,
    hashes: { crc: found.crc_hash, md5: found.md5_hash, sha1: found.sha1_hash },
    files: withFiles || inside.length > 0 ? inside : null,
    saveIds: [found.title_id, found.save_target].flatMap((id) => id || []),
  };
}
