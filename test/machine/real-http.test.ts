import { createServer, type Server } from "node:http";
import * as net from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRealHttp, type RealHttp } from "../../backend/machine/real-http.ts";

let http: RealHttp;
const stops: (() => unknown)[] = [];
beforeEach(() => {
  http = createRealHttp({ userAgent: "Savepoint/1" });
});
afterEach(async () => {
  http.close();
  for (const stop of stops.splice(0)) await stop();
});

async function start(server: Server | net.Server, sockets = new Set<net.Socket>()): Promise<string> {
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`;
}

const never = new AbortController().signal;

function get(url: string, signal = never) {
  return http.send({ method: "GET", url, headers: {}, signal });
}

function post(url: string, chunks: AsyncIterable<Uint8Array>, sizeBytes: number, signal = never) {
  return http.send({ method: "POST", url, headers: {}, body: { sizeBytes, chunks }, signal });
}

async function* chunksOf(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of body) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

test("a connection is kept for the next request", async () => {
  const sockets = new Set<net.Socket>();
  const url = await start(
    createServer((_, response) => void response.end("ok")),
    sockets,
  );
  for (let round = 0; round < 3; round++) await readText((await get(url)).body);
  expect(sockets.size).toBe(1);
});

test("at most four connections are open to one server, and the other requests wait", async () => {
  const sockets = new Set<net.Socket>();
  let open = 0;
  let most = 0;
  const server = createServer((_, response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open -= 1;
      response.end("ok");
    }, 20);
  });
  const url = await start(server, sockets);
  const answers = await Promise.all(Array.from({ length: 12 }, async () => readText((await get(url)).body)));
  expect(answers).toEqual(Array.from({ length: 12 }, () => "ok"));
  expect([sockets.size, most]).toEqual([4, 4]);
});

/** Answers the first request of each connection, and resets it at the second. */
async function startForgetful() {
  const requests: string[] = [];
  const url = await start(
    net.createServer((socket) => {
      let count = 0;
      socket.on("data", (bytes) => {
        requests.push(bytes.toString().split(" ")[0] ?? "");
        count += 1;
        if (count === 1) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        else socket.resetAndDestroy();
      });
    }),
  );
  return { url, requests };
}

test("a read over a kept connection that the server has closed is sent again over a new one", async () => {
  const { url, requests } = await startForgetful();
  await readText((await get(url)).body);
  expect(await readText((await get(url)).body)).toBe("ok");
  expect(requests).toEqual(["GET", "GET", "GET"]);
});

test("when one kept connection turns out to be closed, none of the others is trusted", async () => {
  const { url } = await startForgetful();
  await Promise.all([get(url), get(url), get(url)].map(async (answer) => readText((await answer).body)));
  expect(await readText((await get(url)).body)).toBe("ok");
});

test("a write over a kept connection that the server has closed is not sent again", async () => {
  const { url, requests } = await startForgetful();
  await readText((await get(url)).body);
  await expect(post(url, chunksOf("hi"), 2)).rejects.toMatchObject({ code: "broken" });
  expect(requests).toEqual(["GET", "POST"]);
});

test("a write without a body is not sent again either", async () => {
  const { url, requests } = await startForgetful();
  await readText((await get(url)).body);
  const deleting = http.send({ method: "DELETE", url, headers: {}, signal: never });
  await expect(deleting).rejects.toMatchObject({ code: "broken" });
  expect(requests).toEqual(["GET", "DELETE"]);
});

test("a read over a new connection that breaks is not sent again", async () => {
  let count = 0;
  const url = await start(createServer((request) => void (++count && request.socket.destroy())));
  await expect(get(url)).rejects.toMatchObject({ code: "broken" });
  expect(count).toBe(1);
});

test("refused means that nothing can have arrived: a closed port, an unknown name, no TLS", async () => {
  const url = await start(createServer());
  await expect(get(url.replace("http:", "https:"))).rejects.toMatchObject({ code: "refused" });
  for (const stop of stops.splice(0)) await stop();
  await expect(get(url)).rejects.toMatchObject({ code: "refused" });
  await expect(post(url, chunksOf("hi"), 2)).rejects.toMatchObject({ code: "refused" });
});

/** Soon gives up to connect. */
function makeImpatient(): void {
  http = createRealHttp({ userAgent: "Savepoint/1", connectTimeoutMs: 1000 });
}

test("a TLS handshake that never ends is given up, and counts as refused", async () => {
  makeImpatient();
  const url = await start(net.createServer());
  await expect(get(url.replace("http:", "https:"))).rejects.toMatchObject({ code: "refused" });
});

test("a slow answer over a kept connection, or one that had to be waited for, is not taken for no connection", async () => {
  makeImpatient();
  const url = await start(createServer((_, response) => void setTimeout(() => response.end("ok"), 1300)));
  const send = async () => readText((await post(url, chunksOf("hi"), 2)).body);
  expect(new Set(await Promise.all(Array.from({ length: 8 }, send)))).toEqual(new Set(["ok"]));
});

test("a redirect is an answer, and is not followed", async () => {
  let count = 0;
  const url = await start(
    createServer((_, response) => void (++count && response.writeHead(302, { location: "/b" }).end())),
  );
  expect(await get(url)).toMatchObject({ status: 302, headers: { location: "/b" } });
  expect(count).toBe(1);
});

test("gzip is asked for and unpacked, and its length is not told as the body's", async () => {
  const url = await start(
    createServer((request, response) => {
      const packed = gzipSync(`took ${request.headers["accept-encoding"]}`);
      response.writeHead(200, { "content-encoding": "gzip", "content-length": packed.length }).end(packed);
    }),
  );
  const { headers, body } = await get(url);
  expect(await readText(body)).toBe("took gzip");
  expect(headers).not.toHaveProperty("content-length");
  expect(headers).not.toHaveProperty("content-encoding");
});

test("an upload is not buffered: the next chunk is asked for only when the one before has left", async () => {
  const url = await start(createServer((request) => void request.pause()));
  let asked = 0;
  async function* endless() {
    for (;;) {
      asked += 1;
      yield Buffer.alloc(1024 * 1024);
    }
  }
  const controller = new AbortController();
  const sending = post(url, endless(), 1e12, controller.signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  controller.abort();
  await expect(sending).rejects.toMatchObject({ code: "aborted" });
  expect(asked).toBeLessThan(30);
});

test("the memory of a chunk can be filled again when the next one is asked for", async () => {
  const url = await start(
    createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const chunk of request) parts.push(chunk);
      response.end(Buffer.concat(parts).every((byte, at) => byte === (at >> 16) % 251) ? "whole" : "mixed");
    }),
  );
  async function* reusing() {
    const buffer = Buffer.alloc(65_536);
    for (let round = 0; round < 100; round++) yield buffer.fill(round % 251);
  }
  expect(await readText((await post(url, reusing(), 100 * 65_536)).body)).toBe("whole");
});

test.each(["before it is sent", "before the headers", "in the body"])(
  "an abort %s ends the request",
  async (when) => {
    const controller = new AbortController();
    const url = await start(
      createServer((_, response) => {
        if (when === "in the body") response.writeHead(200).write("hello");
        setTimeout(() => controller.abort(new Error("enough")), 20);
      }),
    );
    if (when === "before it is sent") controller.abort(new Error("enough"));
    const reading = get(url, controller.signal).then(({ body }) => readText(body));
    await expect(reading).rejects.toMatchObject({
      code: "aborted",
      cause: expect.objectContaining({ message: "enough" }),
    });
  },
);

test("an abort after the answer was read does no harm", async () => {
  const url = await start(createServer((_, response) => void response.end("ok")));
  const controller = new AbortController();
  await readText((await get(url, controller.signal)).body);
  controller.abort();
  expect(await readText((await get(url)).body)).toBe("ok");
});
