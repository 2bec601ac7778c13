import { randomUUID } from "node:crypto";
import { RommError } from "../../core/romm-error.ts";
import type { ByteSource } from "../../ports/save-server.ts";
import type { CallBody } from "./call.ts";

/**
 * One file as `multipart/form-data`, streamed, its length known beforehand. RomM's parser needs a plain `filename=`
 * and answers 422 to `filename*=` alone (RomM 5.2); raw UTF-8 is what it decodes.
 */
export function toMultipart(
  field: string,
  fileName: string,
  content: ByteSource & { sizeBytes: number },
): CallBody {
  const boundary = `savepoint-${randomUUID()}`;
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${fileName}"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n",
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    kind: "stream",
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: head.byteLength + content.sizeBytes + tail.byteLength,
    chunks: join(head, content, tail),
  };
}

async function* join(head: Uint8Array, content: ByteSource & { sizeBytes: number }, tail: Uint8Array) {
  yield head;
  let leftBytes = content.sizeBytes;
  for await (const chunk of content.chunks) {
    leftBytes -= chunk.byteLength;
    if (leftBytes < 0) break;
    yield chunk;
  }
  // Without its tail the server takes the request for broken off, and stores nothing.
  if (leftBytes !== 0) {
    throw new RommError(
      "rejected",
      "The save changed its length while it was sent, so nothing was stored. Savepoint sends it again at the next sync.",
    );
  }
  yield tail;
}

const longestNameBytes = 233; // 255 of the server's file system, less the 22 of the datetime tag.

/**
 * The name as RomM would store it, without what would end the header's quotes: RomM strikes quotes and control
 * characters, turns `\ / : |` to `-`, and fails with 500 on names that its file system cannot hold.
 */
export function toUploadName(fileName: string): string {
  const name = fileName
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not get into a header.
    .replace(/[\u0000-\u001f\u007f"*?<>+]/g, "")
    .replace(/[\\/:|]/g, "-")
    .trim()
    .toWellFormed();
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 ? name.slice(dot) : "";
  const stem = dot > 0 ? name.slice(0, dot) : name;
  return `${cutToBytes(stem, longestNameBytes - Buffer.byteLength(extension))}${extension}`;
}

function cutToBytes(text: string, limitBytes: number): string {
  let sizeBytes = 0;
  let kept = "";
  for (const character of text) {
    sizeBytes += Buffer.byteLength(character);
    if (sizeBytes > limitBytes) break;
    kept += character;
  }
  return kept;
}
