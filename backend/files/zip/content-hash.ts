import { createHash } from "node:crypto";
import type { ContentHash } from "../../core/vocabulary.ts";
import type { ReadHandle } from "../../machine/disk.ts";
import { readDirectory, UnreadableZip, type ZipDirectoryPlace, type ZipEntry } from "./zip-directory.ts";
import { hashEntry } from "./zip-entry.ts";

/**
 * RomM's `content_hash` of a zip (4.9 and later): MD5 over the lines `name:md5` of its files, in the order of the
 * names' code points. Null where RomM, or we, cannot read the archive: then it equals nothing.
 */
export async function hashZip(
  file: ReadHandle,
  place: ZipDirectoryPlace,
  signal: AbortSignal,
): Promise<ContentHash | null> {
  try {
    const entries = await readDirectory(file, place);
    const lines: string[] = [];
    for (const { entry, endAt } of inOrder(entries, place)) {
      signal.throwIfAborted();
      lines.push(`${entry.name}:${await hashEntry(file, entry, endAt)}`);
    }
    return createHash("md5").update(lines.join("\n")).digest("hex") as ContentHash;
  } catch (error) {
    if (error instanceof UnreadableZip) return null;
    throw error;
  }
}

interface Placed {
  entry: ZipEntry;
  /** Where the next entry, or the directory, begins: no entry reaches over it. */
  endAt: number;
}

const longestContentBytes = 4 * 1024 ** 3;

/** Files only. Of several entries with one name each counts, with the bytes of the last, as python reads them. */
function inOrder(entries: ZipEntry[], place: ZipDirectoryPlace): Placed[] {
  const lastByName = new Map(entries.map((entry) => [entry.name, entry]));
  const files = entries
    .filter(({ name }) => !name.endsWith("/"))
    .map(({ name }) => ({ order: Buffer.from(name), entry: lastByName.get(name) }))
    // The order of UTF-8 bytes is that of code points; the order of UTF-16 is not, beyond U+FFFF.
    .sort((a, b) => Buffer.compare(a.order, b.order))
    .flatMap(({ entry }) => (entry ? [entry] : []));
  const contentBytes = files.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (contentBytes > longestContentBytes) throw new UnreadableZip("Too much content.");
  const ends = findEnds(entries, place);
  return files.map((entry) => ({ entry, endAt: ends.get(entry) ?? place.start }));
}

function findEnds(entries: ZipEntry[], place: ZipDirectoryPlace): Map<ZipEntry, number> {
  const ends = new Map<ZipEntry, number>();
  let endAt = place.start;
  for (const entry of entries.toSorted((a, b) => b.headerAt - a.headerAt)) {
    ends.set(entry, endAt);
    endAt = entry.headerAt;
  }
  return ends;
}
