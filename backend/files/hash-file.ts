import { createHash } from "node:crypto";
import type { ContentHash, Sha256 } from "../core/vocabulary.ts";
import type { Disk, ReadHandle } from "../machine/disk.ts";
import { hashZip } from "./content-hash.ts";
import { findZipEnd } from "./zip-directory.ts";

/** A file's bytes, as this device and as RomM tell contents apart. */
export interface FileHashes {
  sha256: Sha256;
  /** As RomM computes `content_hash` (4.9 and later); null: a zip that RomM, or we, cannot read. */
  contentHash: ContentHash | null;
  /** RomM reads these bytes as a zip, whatever they are. */
  isZip: boolean;
  sizeBytes: number;
  /** Every byte 0x00 or 0xFF, or none at all. */
  isBlank: boolean;
}

/** One pass over the bytes (a zip's entries are read again). Null: no such file. Aborted: throws the signal's reason. */
export async function hashFile(disk: Disk, path: string, signal: AbortSignal): Promise<FileHashes | null> {
  const file = await disk.openRead(path);
  if (file === null) return null;
  try {
    const { sizeBytes } = await file.stat();
    const end = await findZipEnd(file, sizeBytes);
    const { md5, ...bytes } = await hashBytes(file, { needsMd5: end.kind === "raw", sizeBytes, signal });
    if (end.kind === "raw") return { ...bytes, contentHash: md5, isZip: false };
    const contentHash = end.kind === "zip" ? await hashZip(file, end, signal) : null;
    return { ...bytes, contentHash, isZip: true };
  } finally {
    await file.close();
  }
}

/** Each read is a trip through the thread pool: smaller ones cost more of them, larger ones leave the cache. */
const chunkBytes = 1024 * 1024;

interface Bytes {
  sha256: Sha256;
  md5: ContentHash | null;
  sizeBytes: number;
  isBlank: boolean;
}

/** Two buffers in turn: the next chunk is read while this one is hashed. */
async function hashBytes(
  file: ReadHandle,
  p: { needsMd5: boolean; sizeBytes: number; signal: AbortSignal },
): Promise<Bytes> {
  const sha256 = createHash("sha256");
  const md5 = p.needsMd5 ? createHash("md5") : null;
  const bufferBytes = Math.min(chunkBytes, p.sizeBytes + 1);
  let [current, next] = [Buffer.allocUnsafeSlow(bufferBytes), Buffer.allocUnsafeSlow(bufferBytes)];
  let sizeBytes = 0;
  let isBlank = true;
  for (let count = await file.read(current); count > 0; ) {
    p.signal.throwIfAborted();
    // Nothing below throws before it is awaited.
    const reading = file.read(next);
    const chunk = current.subarray(0, count);
    sha256.update(chunk);
    md5?.update(chunk);
    isBlank &&= isBlankChunk(chunk);
    sizeBytes += count;
    count = await reading;
    [current, next] = [next, current];
  }
  return {
    sha256: sha256.digest("hex") as Sha256,
    md5: (md5?.digest("hex") as ContentHash | undefined) ?? null,
    sizeBytes,
    isBlank,
  };
}

/** Four bytes at a time, for the chunk begins where its memory does; one by one where a word is neither. */
function isBlankChunk(chunk: Uint8Array): boolean {
  const wordCount = chunk.byteLength >> 2;
  const words = new Int32Array(chunk.buffer, chunk.byteOffset, wordCount);
  for (let at = 0; at < wordCount; at++) {
    const word = words[at];
    if (word !== 0 && word !== -1) return areBlank(chunk.subarray(4 * at));
  }
  return areBlank(chunk.subarray(4 * wordCount));
}

function areBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x00 || byte === 0xff);
}
