import type { IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Answer, grant, refuse } from "../rules/ground/answer.ts";
import type { RommContext } from "./app.ts";

export interface FilePart {
  fileName: string;
  bytes: Uint8Array;
}

/** Reads the whole multipart body and hands out its file parts by field name. Text fields are ignored. */
export async function readFileParts(c: RommContext): Promise<Answer<Map<string, FilePart>>> {
  const type = c.req.header("content-type") ?? "";
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(type);
  if (!type.toLowerCase().startsWith("multipart/form-data") || boundary === null) {
    await readBody(c);
    return grant(new Map());
  }
  const body = await readBody(c);
  const { readsEncodedFileNames } = c.get("rules").traits;
  const parts = splitParts(body, (boundary[1] ?? boundary[2] ?? "").trim(), readsEncodedFileNames);
  return parts === null ? refuse(400, "There was an error parsing the body") : grant(parts);
}

/** The client went away before its body had come. */
class BrokenOff extends Error {
  override readonly name = "BrokenOff";
}

export function isBrokenOff(error: Error): boolean {
  return error instanceof BrokenOff || ("code" in error && error.code === "ECONNRESET");
}

/** The body, with the hold of a fault half-way. Rejects if the client breaks off. */
async function readBody(c: RommContext): Promise<Buffer> {
  const hold = c.get("holdAtHalf");
  const incoming = c.env?.incoming;
  if (incoming === undefined) return Buffer.from(await c.req.arrayBuffer());
  const sizeBytes = Number(incoming.headers["content-length"] ?? Number.NaN);
  return Number.isNaN(sizeBytes)
    ? readChunked(incoming)
    : readSized(incoming as IncomingMessage, sizeBytes, hold);
}

/** One buffer of the announced size: half a gigabyte is then held once, not twice. */
async function readSized(
  incoming: IncomingMessage,
  sizeBytes: number,
  hold: (() => Promise<void>) | undefined,
): Promise<Buffer> {
  const body = Buffer.allocUnsafe(sizeBytes);
  let at = 0;
  let isHeld = false;
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) throw new Error("The body is text.");
    at += chunk.copy(body, at);
    if (hold !== undefined && !isHeld && at * 2 >= sizeBytes) {
      isHeld = true;
      await hold();
      // A client that went away before the release is seen to be gone now.
      await wait(10);
      if (incoming.socket.destroyed || incoming.socket.readableEnded) throw new BrokenOff();
    }
  }
  if (at !== sizeBytes) throw new BrokenOff();
  return body;
}

async function readChunked(incoming: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function splitParts(body: Buffer, boundary: string, readsEncoded: boolean): Map<string, FilePart> | null {
  const parts = new Map<string, FilePart>();
  const delimiter = Buffer.from(`--${boundary}`);
  let at = body.indexOf(delimiter);
  if (at < 0) return null;
  for (;;) {
    at += delimiter.length;
    if (body.subarray(at, at + 2).toString("latin1") === "--") return parts;
    const headEnd = body.indexOf("\r\n\r\n", at);
    const next = body.indexOf(Buffer.from(`\r\n--${boundary}`), headEnd);
    if (headEnd < 0 || next < 0) return null;
    const head = body.subarray(at + 2, headEnd).toString("utf8");
    const part = readHead(head, readsEncoded);
    if (part !== null)
      parts.set(part.field, { fileName: part.fileName, bytes: body.subarray(headEnd + 4, next) });
    at = next + 2;
  }
}

/** Null: a text field. A name told by `filename*=` alone is none to RomM's parser. */
function readHead(head: string, readsEncoded: boolean): { field: string; fileName: string } | null {
  const disposition = /content-disposition:\s*form-data([^\r\n]*)/i.exec(head)?.[1] ?? "";
  const field = /;\s*name="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  const encoded = readsEncoded ? /;\s*filename\*=UTF-8''([^;\r\n]+)/i.exec(disposition)?.[1] : undefined;
  const fileName = /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1] ?? encoded;
  if (field === undefined || fileName === undefined) return null;
  return { field, fileName: unquote(fileName) };
}

/** Both spellings of a quote in a name: a backslash before it, or the browsers' percent code. */
function unquote(name: string): string {
  return name.replace(/\\(["\\])/g, "$1").replaceAll("%22", '"');
}
