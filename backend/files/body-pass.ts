import { createHash } from "node:crypto";
import { inflateSync, zstdDecompressSync } from "node:zlib";
import type { Body, FileMeasure } from "../core/save-formats/body.ts";
import { ps2Magic } from "../core/save-formats/cards.ts";
import { clockBytesOf } from "../core/save-formats/clocks.ts";
import { isEmptySave } from "../core/save-formats/formats.ts";
import { dataBytesOf, hasAt } from "../core/save-formats/read-bytes.ts";
import { isRzip, readRzip } from "../core/save-formats/rzip.ts";
import type { Sha256 } from "../core/vocabulary.ts";

/** Saves with a directory to read are no larger; of a larger file only the bytes are looked at, as they pass. */
const smallBytes = 1024 * 1024 + 4096;
/** But for these, by how they begin. */
const largeBytes = 16 * 1024 * 1024;

/** What a file's bytes say of it, learnt as they pass. A chunk's memory is another's once `add` returns. */
export interface BodyPass {
  add(chunk: Uint8Array): void;
  end(): Body;
}

export function createBodyPass(expectedBytes: number): BodyPass {
  let kept: Uint8Array[] | null = expectedBytes <= largeBytes ? [] : null;
  let limitBytes = smallBytes;
  let [sizeBytes, dataBytes, isUnwritten] = [0, 0, true];
  return {
    add(chunk) {
      if (sizeBytes === 0 && (isRzip(chunk) || hasAt(chunk, 0, ps2Magic))) limitBytes = largeBytes;
      const filled = dataBytesOf(chunk);
      if (filled > 0) dataBytes = sizeBytes + filled;
      sizeBytes += chunk.byteLength;
      isUnwritten &&= isBlankChunk(chunk);
      if (sizeBytes > limitBytes) kept = null;
      kept?.push(chunk.slice());
    },
    end() {
      if (kept) return judgeFile(joinChunks(kept));
      return { ...(isUnwritten && { isEmpty: true }), measure: { "": { sizeBytes, dataBytes } } };
    },
  };
}

function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks);
}

/** Of a whole file. */
export function judgeFile(bytes: Uint8Array): Body {
  const unpacked = unpackRzip(bytes) ?? bytes;
  const clockBytes = clockBytesOf(unpacked.byteLength);
  const save = unpacked.subarray(0, unpacked.byteLength - clockBytes);
  const measured: FileMeasure = { sizeBytes: save.byteLength, dataBytes: dataBytesOf(save) };
  return {
    ...((unpacked !== bytes || clockBytes > 0) && {
      progress: createHash("sha256").update(save).digest("hex") as Sha256,
    }),
    ...(clockBytes > 0 && { hasClock: true }),
    ...(isEmptySave(save) && { isEmpty: true }),
    measure: { "": measured },
  };
}

/** Null: it is none, or it is damaged, and then a content of its own. */
function unpackRzip(bytes: Uint8Array): Uint8Array | null {
  const file = readRzip(bytes);
  if (file === null || file.sizeBytes > largeBytes) return null;
  const inflate = file.method === "deflate" ? inflateSync : zstdDecompressSync;
  try {
    const unpacked = Buffer.concat(
      file.chunks.map((chunk) => inflate(chunk, { maxOutputLength: file.sizeBytes + 1 })),
    );
    return unpacked.byteLength === file.sizeBytes ? unpacked : null;
  } catch {
    return null;
  }
}

/** Four bytes at a time, for the chunk begins where its memory does; one by one where a word is neither. */
export function isBlankChunk(chunk: Uint8Array): boolean {
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
