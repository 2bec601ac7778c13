import { joinPath, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { textOf, uint32 } from "./bytes.ts";

/** A piece of a disc's own data, wherever it lies in the file; null: it cannot be had. */
export type Disc = (position: number, length: number) => Promise<Uint8Array | null>;

/** Undoes deflate; null: the bytes are none, or more than `most` come of them. */
export type Inflate = (bytes: Uint8Array, p: { isRaw: boolean; most: number }) => Uint8Array | null;

export interface ImageReading {
  files: DeckFiles;
  inflate: Inflate;
}

/**
 * The disc in a file: as it is, with sectors of 2352 bytes, behind a playlist or a cue sheet, or packed in a form that
 * keeps the beginning in plain or in deflated blocks (CSO, GCZ, CISO, WIA, RVZ, WBFS). Of others, such as CHD, null.
 */
export async function openImage(reading: ImageReading, path: string): Promise<Disc | null> {
  const image = await imageBehind(reading.files, path, 0);
  if (image === null || /\.(?:chd|7z|zip|rar|zst|cdi)$/i.test(image)) return null;
  const raw: Disc = (position, length) => reading.files.bytes(image, position, length);
  const head = await raw(0, 0x100);
  if (head === null || head.byteLength < 0x60) return null;
  const magic = textOf(head, 0, 4);
  if (magic === "CISO")
    return uint32(head, 4) > 0x1000 ? shifted(raw, 0x8000) : deflatedBlocks(reading, raw, head);
  if (magic === "WBFS") return shifted(raw, 1 << Math.min(head[8] ?? 9, 16));
  if (magic === "RVZ\x01" || magic === "WIA\x01") return withinFirst(shifted(raw, 0x58), 0x80);
  if (uint32(head, 0) === 0xb10bc001) return gczBlocks(reading, raw, head);
  const isRawSector = head[0] === 0 && head.subarray(1, 11).every((byte) => byte === 0xff) && head[11] === 0;
  return isRawSector ? rawSectors(raw, head[15] === 2 ? 24 : 16) : raw;
}

/** A playlist names its first disc, a sheet its first track. */
async function imageBehind(files: DeckFiles, path: string, depth: number): Promise<string | null> {
  const extension = /\.(m3u8?|cue|gdi|ccd)$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined) return path;
  if (depth >= 3) return null;
  const text = await files.text(path);
  if (text.kind !== "text") return null;
  const named = firstFileIn(text.text, extension);
  if (named === null) return null;
  const inner = named.startsWith("/") ? named : joinPath(parentOf(path), named.replace(/^\.\//, ""));
  return inner.split("/").includes("..") ? null : await imageBehind(files, inner, depth + 1);
}

function firstFileIn(text: string, extension: string): string | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (extension === "cue")
    return /^FILE\s+"([^"]+)"/im.exec(text)?.[1] ?? /^FILE\s+(\S+)/im.exec(text)?.[1] ?? null;
  if (extension === "gdi") {
    // The third track holds the game: `3 45000 4 2352 track03.bin 0`.
    const track = lines.find((line) => /^3\s/.test(line));
    return (
      /^3\s+\d+\s+\d+\s+\d+\s+(?:"([^"]+)"|(\S+))/
        .exec(track ?? "")
        ?.slice(1)
        .find(Boolean) ?? null
    );
  }
  if (extension === "ccd") return null;
  return lines.find((line) => line !== "" && !line.startsWith("#")) ?? null;
}

const shifted =
  (raw: Disc, by: number): Disc =>
  (position, length) =>
    raw(position + by, length);

const withinFirst =
  (disc: Disc, most: number): Disc =>
  async (position, length) =>
    position + length <= most ? await disc(position, length) : null;

/** Sectors as they stand on a CD, of which 2048 bytes are the data. */
function rawSectors(raw: Disc, offset: number): Disc {
  return async (position, length) => {
    const pieces: Uint8Array[] = [];
    for (let at = position; at < position + length; ) {
      const inSector = at % 2048;
      const take = Math.min(2048 - inSector, position + length - at);
      const piece = await raw(Math.floor(at / 2048) * 2352 + offset + inSector, take);
      if (piece === null || piece.byteLength < take) return null;
      pieces.push(piece);
      at += take;
    }
    return joined(pieces);
  };
}

/** CSO: an index of blocks, of which those with the highest bit stand there in plain. */
function deflatedBlocks({ inflate }: ImageReading, raw: Disc, head: Uint8Array): Disc | null {
  const size = uint32(head, 16);
  const align = head[21] ?? 0;
  if (size < 512 || size > 1 << 20 || align > 16) return null;
  return byBlocks(size, async (index) => {
    const entries = await raw(24 + index * 4, 8);
    if (entries?.byteLength !== 8) return null;
    const [from, to] = [uint32(entries, 0), uint32(entries, 4)];
    const at = (from & 0x7fffffff) * 2 ** align;
    const length = (to & 0x7fffffff) * 2 ** align - at;
    const packed = length > 0 && length <= size * 2 ? await raw(at, length) : null;
    if (packed === null || from >>> 31 === 1) return packed;
    return inflate(packed, { isRaw: true, most: size });
  });
}

/** GCZ: 64-bit offsets of blocks, checksums, then zlib's streams. */
function gczBlocks({ inflate }: ImageReading, raw: Disc, head: Uint8Array): Disc | null {
  const [size, count] = [uint32(head, 24), uint32(head, 28)];
  if (size < 512 || size > 1 << 22 || count === 0 || count > 1 << 24) return null;
  const data = 32 + count * 12;
  return byBlocks(size, async (index) => {
    const entries = await raw(32 + index * 8, 16);
    if (entries?.byteLength !== 16 || index >= count) return null;
    const isPlain = uint32(entries, 4) >>> 31 === 1;
    const at = uint32(entries, 0) + (uint32(entries, 4) & 0x7fffffff) * 2 ** 32;
    const packed = await raw(data + at, size + 64);
    if (packed === null) return null;
    return isPlain ? packed.subarray(0, size) : inflate(packed, { isRaw: false, most: size });
  });
}

function byBlocks(size: number, block: (index: number) => Promise<Uint8Array | null>): Disc {
  return async (position, length) => {
    const pieces: Uint8Array[] = [];
    for (let at = position; at < position + length; ) {
      const whole = await block(Math.floor(at / size));
      const inBlock = at % size;
      const piece = whole?.subarray(inBlock, Math.min(size, inBlock + position + length - at));
      if (!piece || piece.byteLength === 0) return null;
      pieces.push(piece);
      at += piece.byteLength;
    }
    return joined(pieces);
  };
}

function joined(pieces: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
