import type { ReadHandle } from "../../machine/disk.ts";
import { decodeCp437 } from "./cp437.ts";

/**
 * Law: a file is a zip exactly where python's `zipfile.is_zipfile` says so, since that is what RomM asks (5.2), and
 * its entries are those that python lists. Where python versions differ, the archive is unreadable: unknown is safe.
 */

/** Where an archive's directory stands; `bad-zip`: RomM takes the file for a zip and then cannot read it. */
export type ZipEnd = { kind: "raw" } | { kind: "bad-zip" } | ZipDirectoryPlace;

export interface ZipDirectoryPlace {
  kind: "zip";
  start: number;
  sizeBytes: number;
  /** Bytes in front of the archive shift every offset in it. */
  shift: number;
}

export interface ZipEntry {
  /** Without what follows a NUL, as python lists it. */
  name: string;
  /** As it stands in the directory, to compare with the entry's own header. */
  fullName: string;
  flags: number;
  method: number;
  crc: number;
  packedBytes: number;
  sizeBytes: number;
  headerAt: number;
  /** File type and permissions, where a Unix made the archive; else 0. */
  unixMode: number;
}

/** The archive breaks a rule of python's reader, or of ours. */
export class UnreadableZip extends Error {
  override readonly name = "UnreadableZip";
}

const endBytes = 22;
const longestComment = 0x10000;
const endSignature = Buffer.from("PK\x05\x06", "latin1");
const locatorBytes = 20;
const end64Bytes = 56;
const longestDirectory = 64 * 1024 * 1024;

/** Reads the last 64 KiB: a record without comment at the very end, else the last signature there is. */
export async function findZipEnd(file: ReadHandle, sizeBytes: number): Promise<ZipEnd> {
  const tailAt = Math.max(0, sizeBytes - endBytes - longestComment);
  const tail = await readExactly(file, tailAt, sizeBytes - tailAt);
  if (tail === null || tail.length < endBytes) return { kind: "raw" };
  const at = findEndRecord(tail);
  if (at === null) return { kind: "raw" };
  const end = { sizeBytes: tail.readUInt32LE(at + 12), start: tail.readUInt32LE(at + 16), at: tailAt + at };
  const end64 = await readEnd64(file, end.at);
  if (end64 === "several-disks") return { kind: "bad-zip" };
  const { sizeBytes: directoryBytes, start, at: directoryEnd } = end64 ?? end;
  const shift = directoryEnd - directoryBytes - start;
  const isPlaced = start + shift >= 0 && directoryBytes <= longestDirectory;
  return isPlaced
    ? { kind: "zip", start: start + shift, sizeBytes: directoryBytes, shift }
    : { kind: "bad-zip" };
}

function findEndRecord(tail: Buffer): number | null {
  const last = tail.length - endBytes;
  const hasNoComment = tail.readUInt16LE(last + 20) === 0;
  if (hasNoComment && tail.subarray(last, last + 4).equals(endSignature)) return last;
  const found = tail.lastIndexOf(endSignature);
  // A signature too near the end to be a record hides every earlier one.
  return found >= 0 && found <= last ? found : null;
}

type End64 = { sizeBytes: number; start: number; at: number };

/** The record for archives beyond 4 GiB stands right before its locator, which stands right before the end record. */
async function readEnd64(file: ReadHandle, endAt: number): Promise<End64 | "several-disks" | null> {
  const locator = await readExactly(file, endAt - locatorBytes, locatorBytes);
  if (locator === null || locator.readUInt32LE(0) !== 0x07064b50) return null;
  if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) return "several-disks";
  const at = endAt - locatorBytes - end64Bytes;
  const record = await readExactly(file, at, end64Bytes);
  if (record === null || record.readUInt32LE(0) !== 0x06064b50) return null;
  return { sizeBytes: Number(record.readBigUInt64LE(40)), start: Number(record.readBigUInt64LE(48)), at };
}

/** Bytes of a place; null where the file does not reach so far. */
export async function readExactly(file: ReadHandle, position: number, count: number): Promise<Buffer | null> {
  if (position < 0) return null;
  const buffer = Buffer.allocUnsafe(count);
  return (await file.readAt(buffer, position)) === count ? buffer : null;
}

/** All entries in the directory's order. Throws `UnreadableZip`. */
export async function readDirectory(file: ReadHandle, place: ZipDirectoryPlace): Promise<ZipEntry[]> {
  const directory = await readExactly(file, place.start, place.sizeBytes);
  if (directory === null) throw new UnreadableZip("The directory is cut.");
  const entries: ZipEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    const { entry, nextAt } = readEntry(directory, at, place.shift);
    entries.push(entry);
    at = nextAt;
  }
  return entries;
}

const entryBytes = 46;
/** Python's reader knows archives up to version 6.3. */
const newestVersion = 63;
const unixOrigin = 3;

function readEntry(directory: Buffer, at: number, shift: number): { entry: ZipEntry; nextAt: number } {
  const isWhole = at + entryBytes <= directory.length;
  if (!isWhole || directory.readUInt32LE(at) !== 0x02014b50)
    throw new UnreadableZip("Not a directory entry.");
  if (directory.readUInt8(at + 6) > newestVersion) throw new UnreadableZip("Made for a newer reader.");
  const nameAt = at + entryBytes;
  const extraAt = nameAt + directory.readUInt16LE(at + 28);
  const commentAt = extraAt + directory.readUInt16LE(at + 30);
  const nextAt = commentAt + directory.readUInt16LE(at + 32);
  if (nextAt > directory.length) throw new UnreadableZip("The directory is cut.");
  const flags = directory.readUInt16LE(at + 8);
  const fullName = decodeName(directory.subarray(nameAt, extraAt), flags);
  const entry: ZipEntry = {
    name: cutAtNul(fullName),
    fullName,
    flags,
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packedBytes: directory.readUInt32LE(at + 20),
    sizeBytes: directory.readUInt32LE(at + 24),
    headerAt: directory.readUInt32LE(at + 42),
    unixMode: directory.readUInt8(at + 5) === unixOrigin ? directory.readUInt16LE(at + 40) : 0,
  };
  readExtra(entry, directory.subarray(extraAt, commentAt));
  return { entry: { ...entry, headerAt: entry.headerAt + shift }, nextAt };
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 with flag 11, else code page 437. */
export function decodeName(bytes: Uint8Array, flags: number): string {
  if ((flags & 0x800) === 0) return decodeCp437(bytes);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadableZip("A name is not UTF-8.");
  }
}

function cutAtNul(name: string): string {
  const nul = name.indexOf("\0");
  return nul < 0 ? name : name.slice(0, nul);
}

/** Changes the entry by its extra fields: the 64-bit numbers are the only ones that are understood. */
function readExtra(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const nextAt = at + 4 + extra.readUInt16LE(at + 2);
    if (nextAt > extra.length) throw new UnreadableZip("An extra field is cut.");
    const id = extra.readUInt16LE(at);
    // Newer pythons take another name from this field, older ones do not.
    if (id === 0x7075) throw new UnreadableZip("A name of its own in an extra field.");
    if (id === 0x0001) readLongNumbers(entry, extra.subarray(at + 4, nextAt));
    at = nextAt;
  }
}

/** Only the numbers that did not fit are there, in this order. */
function readLongNumbers(entry: ZipEntry, field: Buffer): void {
  let at = 0;
  for (const key of ["sizeBytes", "packedBytes", "headerAt"] as const) {
    if (entry[key] !== 0xffffffff) continue;
    if (at + 8 > field.length) throw new UnreadableZip("A 64-bit number is missing.");
    entry[key] = Number(field.readBigUInt64LE(at));
    at += 8;
  }
}
