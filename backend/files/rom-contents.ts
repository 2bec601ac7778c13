import type { LocalFile } from "../core/match/library.ts";
import { type Disk, FileError, type ReadHandle } from "../machine/disk.ts";
import { md5File } from "./hash-file.ts";
import { findZipEnd, readDirectory, UnreadableZip, type ZipEntry } from "./zip/zip-directory.ts";

/** What the files of shortcuts tell about themselves. What cannot be read tells nothing: null. */
export function createRomContents(disk: Disk) {
  return {
    /** Of an archive its directory, which knows what RomM's checksum of the content is. Reads little. */
    measure: (path: string) => orNull(() => measure(disk, path)),
    md5: (path: string, signal: AbortSignal) => orNull(() => md5File(disk, path, signal)),
  };
}

async function measure(disk: Disk, path: string): Promise<LocalFile | null> {
  if ((await disk.stat(path))?.kind !== "file") return null;
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    const { sizeBytes } = await file.stat();
    const entries = /\.zip$/i.test(path) ? await readEntries(file, sizeBytes) : [];
    const [only, another] = entries;
    const crc = only && !another ? only.crc.toString(16).padStart(8, "0") : null;
    return { sizeBytes, crc, md5: null, entries: entries.map(({ name }) => name) };
  } finally {
    await file.close();
  }
}

async function readEntries(file: ReadHandle, sizeBytes: number): Promise<ZipEntry[]> {
  const end = await findZipEnd(file, sizeBytes);
  if (end.kind !== "zip") return [];
  return (await readDirectory(file, end)).filter(({ name }) => !name.endsWith("/"));
}

async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FileError || error instanceof UnreadableZip) return null;
    throw error;
  }
}
