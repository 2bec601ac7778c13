import { inflateRawSync, inflateSync } from "node:zlib";

/** Undoes deflate in one piece, for blocks of some kilobytes; null: the bytes are none, or more than `most` come of them. */
export function inflate(
  bytes: Uint8Array,
  { isRaw, most }: { isRaw: boolean; most: number },
): Uint8Array | null {
  try {
    return (isRaw ? inflateRawSync : inflateSync)(bytes, { maxOutputLength: most });
  } catch {
    return null;
  }
}
