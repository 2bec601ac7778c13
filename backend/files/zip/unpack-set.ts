import { crc32 } from "node:zlib";
import { RefusedArchive } from "../../core/refused-archive.ts";
import type { Disk, ReadHandle } from "../../machine/disk.ts";
import { longestSetBytes } from "./set-archive.ts";
import { findZipEnd, readDirectory, UnreadableZip, type ZipEntry } from "./zip-directory.ts";
import { readEntry } from "./zip-entry.ts";

const mostEntries = 100_000;

/**
 * Unpacks the files of an archive to new files, durably; `placeFor` names where each goes.
 * Nothing is unpacked of an archive that leaves its folder, holds links or two files of one name (case folded), or more
 * than 2 GiB or 100,000 entries. Throws `RefusedArchive`; what was written until then is the caller's to remove.
 */
export async function unpackSet(
  disk: Disk,
  archive: string,
  placeFor: (names: string[]) => Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const file = await disk.openRead(archive);
  if (file === null) throw new RefusedArchive("The archive vanished.");
  try {
    const entries = await orRefused(() => listFiles(file));
    const places = placeFor(entries.map(({ entry }) => entry.name));
    for (const { entry, endAt } of entries) {
      const to = places.get(entry.name);
      if (to === undefined) throw new RefusedArchive(`Not a part of the save: ${entry.name}`);
      await orRefused(() => unpackFile(disk, file, { entry, endAt, to }, signal));
    }
  } finally {
    await file.close();
  }
}

async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnreadableZip) throw new RefusedArchive(`The archive is damaged: ${error.message}`);
    throw error;
  }
}

async function listFiles(file: ReadHandle): Promise<{ entry: ZipEntry; endAt: number }[]> {
  const { sizeBytes } = await file.stat();
  const end = await findZipEnd(file, sizeBytes);
  if (end.kind !== "zip") throw new RefusedArchive("Not a zip archive.");
  const entries = await readDirectory(file, end);
  if (entries.length > mostEntries) throw new RefusedArchive("Too many files in the archive.");
  const total = entries.reduce((sum, entry) => sum + entry.sizeBytes, 0);
  if (total > longestSetBytes) throw new RefusedArchive("More than 2 GiB in the archive.");
  const files = entries.filter(({ name }) => !name.endsWith("/"));
  for (const entry of entries) refuseIfUnsafe(entry);
  const names = new Set(files.map(({ name }) => name.normalize("NFC").toLowerCase()));
  if (names.size < files.length) throw new RefusedArchive("Two files of one name in the archive.");
  return files.map((entry) => ({ entry, endAt: end.start }));
}

const linkMode = 0o120000;
const typeBits = 0o170000;

function refuseIfUnsafe({ name, unixMode }: ZipEntry): void {
  const parts = name.split(/[/\\]/);
  const leaves = name.startsWith("/") || /^[a-z]:/i.test(name) || parts.includes("..") || parts.includes(".");
  if (leaves) throw new RefusedArchive(`A path that leaves the folder: ${name}`);
  if ((unixMode & typeBits) === linkMode) throw new RefusedArchive(`A link: ${name}`);
}

async function unpackFile(
  disk: Disk,
  file: ReadHandle,
  { entry, endAt, to }: { entry: ZipEntry; endAt: number; to: string },
  signal: AbortSignal,
): Promise<void> {
  const target = await disk.create(to);
  try {
    let [crc, leftBytes] = [0, entry.sizeBytes];
    for await (const chunk of readEntry(file, entry, endAt)) {
      signal.throwIfAborted();
      leftBytes -= chunk.byteLength;
      if (leftBytes < 0) throw new UnreadableZip(`${entry.name} is longer than announced.`);
      crc = crc32(chunk, crc);
      await target.write(chunk);
    }
    if (leftBytes !== 0 || crc !== entry.crc) throw new UnreadableZip(`${entry.name} has a wrong checksum.`);
    await target.sync();
  } finally {
    await target.close();
  }
}
