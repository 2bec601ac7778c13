import type { RommContext } from "./app.ts";

/** Bytes as a file, whole or the one range that was asked for. */
export function sendFile(c: RommContext, bytes: Uint8Array, headers: Record<string, string>): Response {
  const range = readRange(c.req.header("range"), bytes.length);
  const part = range === null ? bytes : bytes.subarray(range.first, range.last + 1);
  const common = { ...headers, "accept-ranges": "bytes", "content-length": String(part.length) };
  const body = new Uint8Array(part.buffer as ArrayBuffer, part.byteOffset, part.byteLength);
  if (range === null) return c.body(body, 200, common);
  const contentRange = `bytes ${range.first}-${range.last}/${bytes.length}`;
  return c.body(body, 206, { ...common, "content-range": contentRange });
}

function readRange(header: string | undefined, sizeBytes: number): { first: number; last: number } | null {
  const parts = /^bytes=(\d+)-(\d*)$/.exec(header ?? "");
  if (parts === null) return null;
  const first = Number(parts[1]);
  const last = parts[2] === "" ? sizeBytes - 1 : Math.min(Number(parts[2]), sizeBytes - 1);
  return first > last ? null : { first, last };
}
