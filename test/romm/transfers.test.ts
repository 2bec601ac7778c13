import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import type { DeviceId, SaveId } from "../../backend/core/vocabulary.ts";
import { close, listen, originOf } from "./fault-server.ts";
import { chunksOf, saveJson, uploadRequest } from "./romm-calls.ts";
import { setupRomm, shortPatience } from "./setup-romm.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function setup(handler: Handler, options: Parameters<typeof setupRomm>[1] = {}) {
  const server = createServer(handler);
  await listen(server);
  const client = setupRomm(originOf(server), options);
  stops.push(
    () => client.http.close(),
    () => close(server),
  );
  return client.romm;
}

const never = new AbortController().signal;
const wanted = { saveId: 12 as SaveId, deviceId: "d" as DeviceId };

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of request) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Takes an upload apart with the platform's own parser, and answers with a plausible row. */
async function setupUploads() {
  const uploads: { url: URL; length: number; fileName: string; bytes: string }[] = [];
  const romm = await setup(async (request, response) => {
    const body = await readBody(request);
    const type = request.headers["content-type"] ?? "";
    const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
    const file = form.get("saveFile");
    if (!(file instanceof File)) throw new Error("No saveFile.");
    const url = new URL(request.url ?? "", "http://romm");
    uploads.push({ url, length: body.length, fileName: file.name, bytes: await file.text() });
    expect(request.headers["content-length"]).toBe(String(body.length));
    response.end(JSON.stringify(saveJson));
  });
  return { romm, uploads };
}

test("an upload carries every parameter, and its bytes in order", async () => {
  const { romm, uploads } = await setupUploads();
  const content = { sizeBytes: 10, chunks: chunksOf("hello", "", "world") };
  const row = await romm.saves.uploadSave({ ...uploadRequest, content }, never);
  expect(row).toMatchObject({ id: 12, slot: "autosave", updatedAtMs: Date.UTC(2026, 7, 22, 10, 15, 30) });
  expect(uploads).toMatchObject([{ fileName: "Alpha.srm", bytes: "helloworld" }]);
  expect(Object.fromEntries(uploads[0]?.url.searchParams ?? [])).toEqual({
    rom_id: "7",
    emulator: "snes9x",
    slot: "autosave",
    device_id: "0f0e0d0c-0b0a-4908-8706-050403020100",
    overwrite: "false",
    autocleanup: "true",
    autocleanup_limit: "10",
  });
});

test("without a limit no clean-up is asked for", async () => {
  const { romm, uploads } = await setupUploads();
  const content = { sizeBytes: 2, chunks: chunksOf("hi") };
  await romm.saves.uploadSave({ ...uploadRequest, autocleanupLimit: null, overwrite: true, content }, never);
  const query = uploads[0]?.url.searchParams;
  expect([query?.get("autocleanup"), query?.get("autocleanup_limit"), query?.get("overwrite")]).toEqual([
    "false",
    null,
    "true",
  ]);
});

test.each([
  { law: "unicode stays", sent: "Ünï ☃ 𝕏 (run2).srm", arrives: "Ünï ☃ 𝕏 (run2).srm" },
  { law: "quotes and line ends cannot leave the header", sent: 'a"b\r\nX: y\0.srm', arrives: "abX- y.srm" },
  { law: "folders become one name", sent: "..\\a/b:c|d.srm", arrives: "..-a-b-c-d.srm" },
  {
    law: "an over-long stem is cut, its extension kept",
    sent: `${"é".repeat(300)}.srm`,
    arrives: `${"é".repeat(114)}.srm`,
  },
  { law: "a name without extension stays one", sent: ".hidden", arrives: ".hidden" },
])("the name of an upload: $law", async ({ sent, arrives }) => {
  const { romm, uploads } = await setupUploads();
  const content = { sizeBytes: 2, chunks: chunksOf("hi") };
  await romm.saves.uploadSave({ ...uploadRequest, fileName: sent, content }, never);
  expect(uploads[0]?.fileName).toBe(arrives);
});

test.each([
  { law: "shorter", sizeBytes: 6 },
  { law: "longer", sizeBytes: 4 },
])("a save that turns out $law than announced is not stored, and says so", async ({ sizeBytes }) => {
  let isComplete = false;
  const romm = await setup(async (request, response) => {
    await readBody(request).then(
      () => {
        isComplete = true;
        response.end(JSON.stringify(saveJson));
      },
      () => undefined,
    );
  });
  const content = { sizeBytes, chunks: chunksOf("hello") };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, never)).rejects.toMatchObject({
    code: "rejected",
  });
  expect(isComplete).toBe(false);
});

test("an error of the disk while a save is read reaches the caller as it is", async () => {
  const romm = await setup(() => undefined);
  const broken = new Error("the card was pulled");
  async function* chunks() {
    yield Buffer.from("he");
    throw broken;
  }
  const content = { sizeBytes: 5, chunks: chunks() };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, never)).rejects.toBe(broken);
});

test("an upload whose answer is lost is not sent again", async () => {
  let count = 0;
  const romm = await setup((request) => {
    count += 1;
    request.resume().on("end", () => request.socket.destroy());
  });
  const content = { sizeBytes: 5, chunks: chunksOf("hello") };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, never)).rejects.toMatchObject({
    code: "offline",
    didArrive: true,
  });
  expect(count).toBe(1);
});

async function* endless(onEnd: () => void) {
  try {
    for (;;) yield Buffer.alloc(64 * 1024);
  } finally {
    onEnd();
  }
}

test("an upload that the server stops reading ends at its deadline, and lets go of the file", async () => {
  const romm = await setup((request) => void request.pause(), { patience: shortPatience });
  const left = Promise.withResolvers<void>();
  const content = { sizeBytes: 1e9, chunks: endless(left.resolve) };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, never)).rejects.toMatchObject({
    code: "timeout",
  });
  await left.promise;
});

test("an upload is stopped by its caller in the middle, and lets go of the file", async () => {
  const controller = new AbortController();
  const romm = await setup((request) => void request.once("data", () => controller.abort()));
  const left = Promise.withResolvers<void>();
  const content = { sizeBytes: 1e9, chunks: endless(left.resolve) };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, controller.signal)).rejects.toMatchObject(
    {
      code: "timeout",
    },
  );
  await left.promise;
});

test("a refusal that comes before the whole save was sent is understood", async () => {
  const romm = await setup((_, response) => {
    response.writeHead(413, { "content-type": "application/json" });
    response.end('{"detail":"Request body exceeds 5 bytes"}');
  });
  const content = { sizeBytes: 1e9, chunks: endless(() => undefined) };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, never)).rejects.toMatchObject({
    code: "too-large",
  });
});

test("a download says its length beforehand, marks nothing on the server, and takes no compression", async () => {
  let seen: IncomingMessage | null = null;
  const romm = await setup((request, response) => {
    seen = request;
    response.writeHead(200, { "content-length": 5 });
    response.end("hello");
  });
  const source = await romm.saves.downloadSave(wanted, never);
  expect(source.sizeBytes).toBe(5);
  expect(await readText(source.chunks)).toBe("hello");
  expect(seen).toMatchObject({
    url: "/api/saves/12/content?device_id=d&optimistic=false",
    headers: { "accept-encoding": "identity" },
  });
});

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

test("a download that is compressed all the same is unpacked, and of unknown length", async () => {
  const romm = await setup((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    response.end(gzipSync("hello"));
  });
  const source = await romm.saves.downloadSave(wanted, never);
  expect(source.sizeBytes).toBeNull();
  expect(await readText(source.chunks)).toBe("hello");
});

test("a download that trickles ends at its deadline although bytes keep coming", async () => {
  const romm = await setup(
    (_, response) => {
      response.writeHead(200, { "content-length": 1000 });
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    },
    { patience: shortPatience },
  );
  const reading = romm.saves.downloadSave(wanted, never).then((source) => readText(source.chunks));
  await expect(reading).rejects.toMatchObject({ code: "timeout" });
});

test("a download that is left in the middle closes its connection", async () => {
  const closed = Promise.withResolvers<void>();
  const romm = await setup((_, response) => {
    response.writeHead(200, { "content-length": 1e9 });
    response.write("hello");
    response.on("close", closed.resolve);
  });
  const source = await romm.saves.downloadSave(wanted, never);
  for await (const _ of source.chunks) break;
  await closed.promise;
});

test("a download that nobody reads ends by itself", async () => {
  const closed = Promise.withResolvers<void>();
  const romm = await setup(
    (_, response) => {
      response.writeHead(200, { "content-length": 1e9 });
      response.write("hello");
      response.on("close", closed.resolve);
    },
    { patience: { transfer: 2000 } },
  );
  await romm.saves.downloadSave(wanted, never);
  await closed.promise;
});

test("a download is stopped by its caller in the middle", async () => {
  const controller = new AbortController();
  const romm = await setup((_, response) => {
    response.writeHead(200, { "content-length": 1e9 });
    response.write("hello");
  });
  const source = await romm.saves.downloadSave(wanted, controller.signal);
  const reading = (async () => {
    for await (const _ of source.chunks) controller.abort();
  })();
  await expect(reading).rejects.toMatchObject({ code: "timeout" });
});
