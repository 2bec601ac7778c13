import { createHash } from "node:crypto";
import { crc32, inflateRawSync } from "node:zlib";

/**
 * RomM's `content_hash` (4.9 and later): lower-case hex MD5 of the bytes, or of the sorted entry list of a zip.
 * Null where RomM's reader gives up. Written apart from the product's, so that the two can disagree.
 */
export function contentHash(bytes: Uint8Array): string | null {
  const end = findEndRecord(bytes);
  if (end === null) return md5(bytes);
  try {
    return hashEntries(bytes, readDirectory(bytes, end));
  } catch (error) {
    if (error instanceof UnreadableZip || error instanceof RangeError || isZlibError(error)) return null;
    throw error;
  }
}

/** What a zip holds, in the order of its entries' names; null: it is none, or RomM's reader gives up. */
export function readZip(bytes: Uint8Array): { name: string; content: Uint8Array }[] | null {
  const end = findEndRecord(bytes);
  if (end === null) return null;
  try {
    return readDirectory(bytes, end)
      .filter((entry) => !entry.name.endsWith("/"))
      .map((entry) => ({ name: entry.name, content: readContent(bytes, entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof UnreadableZip || error instanceof RangeError || isZlibError(error)) return null;
    throw error;
  }
}

/** The names in what RomM takes for a zip; null: it takes it for none. Throws nothing: `unreadable` where its reader gives up. */
export function readEntryNames(bytes: Uint8Array): string[] | "unreadable" | null {
  const end = findEndRecord(bytes);
  if (end === null) return null;
  try {
    return readDirectory(bytes, end).map(({ name }) => name);
  } catch (error) {
    if (error instanceof UnreadableZip || error instanceof RangeError) return "unreadable";
    throw error;
  }
}

/** What RomM takes for a zip: by its bytes, whatever its name. Not all of those can be read. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return findEndRecord(bytes) !== null;
}

/** Of the bytes as they are. */
export function plainHash(bytes: Uint8Array): string {
  return md5(bytes);
}

class UnreadableZip extends Error {}

interface Entry {
  name: string;
  rawName: Uint8Array;
  flags: number;
  method: number;
  crc: number;
  packedBytes: number;
  sizeBytes: number;
  headerAt: number;
}

const endSignature = 0x06054b50;
const endRecordBytes = 22;
const searchedBytes = 65_536;

function md5(bytes: Uint8Array | string): string {
  return createHash("md5").update(bytes).digest("hex");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * As python's zipfile looks for it: a record without comment exactly at the end, else the last signature within
 * 64 KiB + 22. If that one stands too near the end to be a whole record, the file is no zip.
 */
function findEndRecord(bytes: Uint8Array): number | null {
  const view = viewOf(bytes);
  const last = bytes.length - endRecordBytes;
  if (last < 0) return null;
  if (view.getUint32(last, true) === endSignature && view.getUint16(last + 20, true) === 0) return last;
  const lowest = Math.max(0, last - searchedBytes);
  for (let at = bytes.length - 4; at >= lowest; at--)
    if (view.getUint32(at, true) === endSignature) return at <= last ? at : null;
  return null;
}

function readDirectory(bytes: Uint8Array, endAt: number): Entry[] {
  const view = viewOf(bytes);
  let size = view.getUint32(endAt + 12, true);
  let offset = view.getUint32(endAt + 16, true);
  let directoryEnd = endAt;
  const locatorAt = endAt - 20;
  if (locatorAt >= 56 && view.getUint32(locatorAt, true) === 0x07064b50) {
    const recordAt = locatorAt - 56;
    if (view.getUint32(recordAt, true) === 0x06064b50) {
      size = Number(view.getBigUint64(recordAt + 40, true));
      offset = Number(view.getBigUint64(recordAt + 48, true));
      directoryEnd = recordAt;
    }
  }
  // Bytes in front of the archive shift every offset by the same amount.
  const shift = directoryEnd - size - offset;
  const start = offset + shift;
  if (start < 0) throw new UnreadableZip("The directory lies before the file.");
  const entries: Entry[] = [];
  for (let at = start; at < start + size; ) {
    const { entry, next } = readEntry(bytes, at, shift);
    entries.push(entry);
    at = next;
  }
  return entries;
}

function readEntry(bytes: Uint8Array, at: number, shift: number): { entry: Entry; next: number } {
  const view = viewOf(bytes);
  if (view.getUint32(at, true) !== 0x02014b50) throw new UnreadableZip("Bad magic number for an entry.");
  const nameBytes = view.getUint16(at + 28, true);
  const extraBytes = view.getUint16(at + 30, true);
  const next = at + 46 + nameBytes + extraBytes + view.getUint16(at + 32, true);
  if (next > bytes.length) throw new UnreadableZip("The directory is cut.");
  const rawName = bytes.subarray(at + 46, at + 46 + nameBytes);
  const flags = view.getUint16(at + 8, true);
  const entry = {
    name: cutAtNul(decodeName(rawName, flags)),
    rawName,
    flags,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    sizeBytes: view.getUint32(at + 24, true),
    headerAt: view.getUint32(at + 42, true),
  };
  readLongSizes(entry, bytes.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes));
  entry.headerAt += shift;
  return { entry, next };
}

/** The zip64 extra field holds only those numbers that did not fit, in this order. */
function readLongSizes(entry: Entry, extra: Uint8Array): void {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    for (const key of ["sizeBytes", "packedBytes", "headerAt"] as const) {
      if (entry[key] !== 0xffffffff) continue;
      entry[key] = Number(view.getBigUint64(field, true));
      field += 8;
    }
  }
}

function hashEntries(bytes: Uint8Array, entries: Entry[]): string {
  const lastByName = new Map(entries.map((entry) => [entry.name, entry]));
  const lines = entries
    .filter((entry) => !entry.name.endsWith("/"))
    .map((entry) => ({ name: entry.name, order: Buffer.from(entry.name, "utf8") }))
    // The order of UTF-8 bytes is the order of code points; that of UTF-16 is not.
    .sort((a, b) => Buffer.compare(a.order, b.order))
    .map(({ name }) => `${name}:${md5(readContent(bytes, lastByName.get(name)))}`);
  return md5(lines.join("\n"));
}

function readContent(bytes: Uint8Array, entry: Entry | undefined): Uint8Array {
  if (entry === undefined) throw new UnreadableZip("No such entry.");
  const view = viewOf(bytes);
  if (view.getUint32(entry.headerAt, true) !== 0x04034b50) throw new UnreadableZip("Bad local header.");
  if ((entry.flags & 0x1) !== 0) throw new UnreadableZip("The entry is encrypted.");
  if ((entry.flags & 0x60) !== 0) throw new UnreadableZip("Patched data or strong encryption.");
  const nameBytes = view.getUint16(entry.headerAt + 26, true);
  const nameAt = entry.headerAt + 30;
  if (Buffer.compare(bytes.subarray(nameAt, nameAt + nameBytes), entry.rawName) !== 0)
    throw new UnreadableZip("The names in header and directory differ.");
  const dataAt = nameAt + nameBytes + view.getUint16(entry.headerAt + 28, true);
  if (dataAt + entry.packedBytes > bytes.length) throw new UnreadableZip("The entry is cut.");
  const packed = bytes.subarray(dataAt, dataAt + entry.packedBytes);
  const content = unpack(packed, entry.method);
  if (content.length !== entry.sizeBytes || crc32(content) !== entry.crc)
    throw new UnreadableZip("Bad checksum.");
  return content;
}

function unpack(packed: Uint8Array, method: number): Uint8Array {
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new UnreadableZip(`Method ${method} is not supported.`);
}

const cp437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

function decodeName(raw: Uint8Array, flags: number): string {
  if ((flags & 0x800) === 0)
    return Array.from(raw, (byte) => (byte < 128 ? String.fromCharCode(byte) : cp437[byte - 128])).join("");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new UnreadableZip("The name is not UTF-8.");
  }
}

function cutAtNul(name: string): string {
  const nul = name.indexOf("\0");
  return nul < 0 ? name : name.slice(0, nul);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("Z_");
}
