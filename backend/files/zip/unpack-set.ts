import { crc32 } from "node:zlib";
import { parentOf } from "../../core/paths.ts";
import { RefusedArchive } from "../../core/refused-archive.ts";
import { type Disk, FileError, type ReadHandle } from "../../machine/disk.ts";
import { longestSetBytes } from "./set-archive.ts";
import { findZipEnd, readDirectory, UnreadableZip, type ZipEntry } from "./zip-directory.ts";
import { readEntry } from "./zip-entry.ts";

const mostEntries = 100_000;

/**
 * Unpacks the files of an archive to new files, durably; `placeFor` names where each goes. An archive's folders (their
 * names end in a slash) are made where it names a place for them, and are passed over where it does not.
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
    await refuseIfFull(disk, parentOf(archive), entries);
    const made = new Set<string>();
    for (const { entry, endAt } of entries) {
      const to = places.get(entry.name);
      if (to === undefined && isFolder(entry)) continue;
      if (to === undefined) throw new RefusedArchive(`Not a part of the save: ${entry.name}`);
      await makeFolders(disk, isFolder(entry) ? to : parentOf(to), made);
      if (!isFolder(entry)) await orRefused(() => unpackFile(disk, file, { entry, endAt, to }, signal));
    }
    for (const folder of made) await disk.syncFolder(folder);
  } finally {
    await file.close();
  }
}

/** Before the first file: what travelled packed may be a hundred times as large. */
async function refuseIfFull(disk: Disk, folder: string, entries: { entry: ZipEntry }[]): Promise<void> {
  const needed = entries.reduce((sum, { entry }) => sum + entry.sizeBytes, 0);
  const free = (await disk.fileSystem(folder))?.freeBytes ?? Number.POSITIVE_INFINITY;
  if (needed <= free) return;
  throw new FileError("no-space", folder, `${needed} bytes are needed, ${free} are free.`);
}

const isFolder = ({ name }: ZipEntry) => name.endsWith("/");

/** Those that are missing, and in each that got one of them, the name is to be synced as well. */
async function makeFolders(disk: Disk, folder: string, made: Set<string>): Promise<void> {
  if (made.has(folder) || (await disk.stat(folder)) !== null) return;
  const above = parentOf(folder);
  await makeFolders(disk, above, made);
  await disk.makeFolder(folder);
  made.add(folder).add(above);
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
  for (const entry of entries) refuseIfUnsafe(entry);
  // A file and a folder of one name are two of one name too.
  const folded = entries.map(({ name }) => name.replace(/\/$/, "").normalize("NFC").toLowerCase());
  if (new Set(folded).size < entries.length)
    throw new RefusedArchive("Two files of one name in the archive.");
  return entries.map((entry) => ({ entry, endAt: end.start }));
}

const linkMode = 0o120000;
const typeBits = 0o170000;

function refuseIfUnsafe({ name, unixMode }: ZipEntry): void {
  const parts = name.split(/[/\\]/);
  if (name.includes("//")) throw new RefusedArchive(`A folder without a name: ${name}`);
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
