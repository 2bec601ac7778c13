import type { BigIntStats, Dirent, StatsFs } from "node:fs";
import * as fs from "node:fs/promises";
import type {
  Disk,
  FileErrorCode,
  FileStat,
  FileSystem,
  FolderEntry,
  ReadHandle,
  WriteHandle,
} from "./disk.ts";
import { FileError } from "./disk.ts";

/** The machine's file system. */
export function createRealDisk(): Disk {
  return {
    stat: (path) => orNull(path, async () => toFileStat(await fs.stat(path, { bigint: true }))),
    list: (path) => orNull(path, () => fs.readdir(path)),
    entries: (path) =>
      orNull(path, async () => (await fs.readdir(path, { withFileTypes: true })).map(toEntry)),
    realPath: (path) => orNull(path, () => fs.realpath(path)),
    read: (path) => orNull(path, () => readWhole(path)),
    openRead: (path) => orNull(path, async () => toReadHandle(path, await fs.open(path, "r"))),
    create: (path, { mode = 0o644 } = {}) =>
      orThrow(path, async () => toWriteHandle(path, await fs.open(path, "wx", mode))),
    append: (path, bytes) => orThrow(path, () => fs.appendFile(path, bytes)),
    makeFolder: (path, { mode = 0o755 } = {}) =>
      orThrow(path, async () => void (await fs.mkdir(path, { recursive: true, mode }))),
    setMode: (path, mode) => orThrow(path, () => fs.chmod(path, mode)),
    rename: (from, to) => orThrow(to, () => fs.rename(from, to)),
    link: (from, to) => orThrow(to, () => fs.link(from, to), linkCodes),
    remove: (path) => orThrow(path, () => fs.rm(path, { force: true })),
    removeTree: (path) => orThrow(path, () => fs.rm(path, { force: true, recursive: true })),
    fileSystem: (path) => orNull(path, async () => toFileSystem(await fs.statfs(path))),
    syncFolder: (path) =>
      orThrow(path, async () => {
        const folder = await fs.open(path, "r");
        try {
          await folder.sync();
        } finally {
          await folder.close();
        }
      }),
  };
}

function toEntry(entry: Dirent): FolderEntry {
  const kind = entry.isFile()
    ? "file"
    : entry.isDirectory()
      ? "folder"
      : entry.isSymbolicLink()
        ? "link"
        : "other";
  return { name: entry.name, kind };
}

/** Linux' `statfs(2)` and `linux/magic.h`: MSDOS and exFAT; NFS, SMB, CIFS, SMB2, 9P and FUSE, which may be either. */
const fatTypes = new Set([0x4d44, 0x2011bab0]);
const networkTypes = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546]);

function toFileSystem({ type, bavail, bsize }: StatsFs): FileSystem {
  const magic = type >>> 0;
  const kind = fatTypes.has(magic) ? "fat" : networkTypes.has(magic) ? "network" : "other";
  return { kind, freeBytes: bavail * bsize };
}

function toReadHandle(path: string, file: fs.FileHandle): ReadHandle {
  return {
    stat: () => orThrow(path, async () => toFileStat(await file.stat({ bigint: true }))),
    read: (buffer) => orThrow(path, async () => (await file.read(buffer)).bytesRead),
    readAt: (buffer, position) => orThrow(path, () => readFully(file, buffer, position)),
    close: () => orThrow(path, () => file.close()),
  };
}

/** In one piece: `readFile` and `writeFile` of Node go through the thread pool once per half a megabyte. */
async function readWhole(path: string): Promise<Uint8Array> {
  const file = await fs.open(path, "r");
  try {
    const { size } = await file.stat();
    if (size === 0) return await file.readFile(); // The files of /proc say 0.
    const buffer = Buffer.allocUnsafe(size);
    return buffer.subarray(0, await readFully(file, buffer, 0));
  } finally {
    await file.close();
  }
}

async function writeFully(file: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  let count = 0;
  while (count < bytes.byteLength) {
    count += (await file.write(bytes, count, bytes.byteLength - count)).bytesWritten;
  }
}

async function readFully(file: fs.FileHandle, buffer: Uint8Array, position: number): Promise<number> {
  let count = 0;
  while (count < buffer.byteLength) {
    const { bytesRead } = await file.read(buffer, count, buffer.byteLength - count, position + count);
    if (bytesRead === 0) break;
    count += bytesRead;
  }
  return count;
}

function toWriteHandle(path: string, file: fs.FileHandle): WriteHandle {
  return {
    write: (bytes) => orThrow(path, () => writeFully(file, bytes)),
    sync: () => orThrow(path, () => file.sync()),
    close: () => orThrow(path, () => file.close()),
  };
}

function toFileStat(stats: BigIntStats): FileStat {
  return {
    kind: stats.isFile() ? "file" : stats.isDirectory() ? "folder" : "other",
    sizeBytes: Number(stats.size),
    modifiedAtMs: Number(stats.mtimeNs) / 1e6,
    changedAtMs: Number(stats.ctimeNs) / 1e6,
    device: String(stats.dev),
    inode: String(stats.ino),
  };
}

async function orThrow<T>(path: string, work: () => Promise<T>, words = codes): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toFileError(path, error, words);
  }
}

async function orNull<T>(path: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw toFileError(path, error);
  }
}

const codes: Record<string, FileErrorCode> = {
  ENOSPC: "no-space",
  EDQUOT: "no-space",
  EFBIG: "no-space",
  EACCES: "denied",
  EPERM: "denied",
  EROFS: "denied",
  EEXIST: "exists",
  ENOTSUP: "unsupported",
  EXDEV: "unsupported",
  EMLINK: "unsupported",
};

// Linux: link(2) answers EPERM on file systems without hard links (FAT, exFAT), and for another user's file.
const linkCodes: Record<string, FileErrorCode> = { ...codes, EPERM: "unsupported", ENOSYS: "unsupported" };

/** The one place where errno becomes a word of ours. */
function toFileError(path: string, cause: unknown, words = codes): FileError {
  return new FileError(words[(cause as NodeJS.ErrnoException).code ?? ""] ?? "io", path, cause);
}
