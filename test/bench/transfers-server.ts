import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as v from "valibot";

/*
 * The other end of a measured transfer: RomM's two routes for a save's bytes, as thin as a server of Node can be, so
 * that the client is what is measured. Uploads are counted and dropped; a download is one random block over and over,
 * and a save's id says how many blocks. The listing gives the hashes. The only line out is `{origin}`.
 */

const block = randomBytes(1024 * 1024);
const sizesMib = [64, 512];

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
  answer(`${request.method} ${pathname}`, request, response).catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => {
  const { port } = v.parse(v.object({ port: v.number() }), server.address());
  process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${port}` })}\n`);
});
process.stdin.on("end", () => process.exit(0)).resume();

async function answer(route: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sizeMib = /^GET \/api\/saves\/(\d+)\/content$/.exec(route)?.[1];
  if (sizeMib !== undefined) return await pour(response, Number(sizeMib));
  if (route === "POST /api/saves") return sendJson(response, rowOf(1, await count(request)));
  if (route === "GET /api/saves") return sendJson(response, sizesMib.map(rowOfBlocks));
  response.writeHead(404).end();
}

/** Reads the body to its end. A file part has what lies between the end of its head and the last boundary. */
async function count(request: IncomingMessage): Promise<number> {
  const boundary = /boundary=(.+)$/.exec(request.headers["content-type"] ?? "")?.[1] ?? "";
  let [head, headBytes, receivedBytes] = ["", -1, 0];
  request.on("data", (chunk: Buffer) => {
    receivedBytes += chunk.byteLength;
    if (headBytes >= 0) return;
    head += chunk.toString("latin1");
    const end = head.indexOf("\r\n\r\n");
    if (end >= 0) headBytes = end + 4;
  });
  await once(request, "end");
  return receivedBytes - headBytes - `\r\n--${boundary}--\r\n`.length;
}

async function pour(response: ServerResponse, sizeMib: number): Promise<void> {
  response.writeHead(200, {
    "content-type": "application/octet-stream",
    "content-disposition": 'attachment; filename="Game.srm"',
    "content-length": sizeMib * block.byteLength,
  });
  for (let sent = 0; sent < sizeMib; sent++) if (!response.write(block)) await once(response, "drain");
  response.end();
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(value));
}

function rowOfBlocks(sizeMib: number) {
  const md5 = createHash("md5");
  for (let at = 0; at < sizeMib; at++) md5.update(block);
  return { ...rowOf(sizeMib, sizeMib * block.byteLength), content_hash: md5.digest("hex") };
}

function rowOf(id: number, sizeBytes: number) {
  const time = "2026-01-01T00:00:00Z";
  return {
    ...{ id, rom_id: 1, slot: "autosave", file_name: "Game.srm", emulator: "retroarch" },
    ...{ file_size_bytes: sizeBytes, content_hash: null, created_at: time, updated_at: time },
  };
}
