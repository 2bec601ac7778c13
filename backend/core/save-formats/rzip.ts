import { hasAt, viewOf } from "./read-bytes.ts";

/**
 * RetroArch's `save_file_compression` (libretro-common, `rzip_stream.c`): `#RZIPv`, a version, `#`, the size of a chunk and of
 * all of them unpacked, then each chunk behind its packed size.
 */
const magic = "#RZIPv";
const headerBytes = 20;

export type RzipMethod = "deflate" | "zstd";

export interface RzipFile {
  method: RzipMethod;
  sizeBytes: number;
  chunks: Uint8Array[];
}

export function isRzip(bytes: Uint8Array): boolean {
  return hasAt(bytes, 0, magic) && hasAt(bytes, 7, "#") && methodOf(bytes) !== null;
}

/** Null: it is none, or is cut short. */
export function readRzip(bytes: Uint8Array): RzipFile | null {
  const method = methodOf(bytes);
  if (!isRzip(bytes) || method === null || bytes.byteLength < headerBytes) return null;
  const view = viewOf(bytes);
  const chunks: Uint8Array[] = [];
  for (let at = headerBytes; at < bytes.byteLength; ) {
    if (at + 4 > bytes.byteLength) return null;
    const end = at + 4 + view.getUint32(at, true);
    if (end > bytes.byteLength) return null;
    chunks.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return { method, sizeBytes: Number(view.getBigUint64(12, true)), chunks };
}

function methodOf(bytes: Uint8Array): RzipMethod | null {
  if (bytes[6] === 1) return "deflate";
  return bytes[6] === 2 ? "zstd" : null;
}
