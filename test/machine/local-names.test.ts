import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { type Answer, decode, encode } from "dns-packet";
import { afterEach, expect, test } from "vitest";
import { createLookup } from "../../backend/machine/local-names.ts";
import { createRealHttp } from "../../backend/machine/real-http.ts";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A machine of the home that hears questions about names, and answers those about its own. */
async function startResponder(answers: Answer[], p: { missesFirst?: boolean } = {}) {
  const socket = createSocket("udp4");
  const questions: string[] = [];
  socket.on("message", (message, from) => {
    const { questions: asked = [] } = decode(message);
    questions.push(...asked.map(({ name, type }) => `${type} ${name}`));
    if (p.missesFirst && questions.length <= asked.length) return;
    socket.send(Buffer.from("no packet"), from.port, from.address);
    socket.send(encode({ type: "response", id: 0, answers }), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  stops.push(() => socket.close());
  return { whom: { address: "127.0.0.1", port: socket.address().port }, questions };
}

/** A system that knows no name. */
const unknowing: LookupFunction = (name, _options, answer) =>
  answer(Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" }), "", 4);

async function resolve(lookup: LookupFunction, name: string): Promise<unknown> {
  return await new Promise((answer, fail) =>
    lookup(name, { all: true }, (error, addresses) => (error ? fail(error) : answer(addresses))),
  );
}

test("a `.local` name that the system does not know is asked of the network, in both families", async () => {
  const { whom, questions } = await startResponder([
    { type: "A", name: "ROMM.local", data: "192.168.1.7" },
    { type: "AAAA", name: "romm.local", data: "fd00::7" },
    { type: "AAAA", name: "romm.local", data: "fe80::7" },
    { type: "A", name: "other.local", data: "192.168.1.66" },
  ]);
  expect(await resolve(createLookup(whom, unknowing), "romm.local")).toEqual([
    { address: "192.168.1.7", family: 4 },
    { address: "fd00::7", family: 6 },
  ]);
  expect(questions).toEqual(["A romm.local", "AAAA romm.local"]);
});

test("a question that got lost is asked again", async () => {
  const answer: Answer = { type: "A", name: "romm.local", data: "192.168.1.7" };
  const { whom } = await startResponder([answer], { missesFirst: true });
  expect(await resolve(createLookup(whom, unknowing), "romm.local")).toHaveLength(1);
});

test("what nobody answers to is what the system said, and other names are not asked about", async () => {
  const { whom, questions } = await startResponder([
    { type: "A", name: "other.local", data: "192.168.1.66" },
  ]);
  await expect(resolve(createLookup(whom, unknowing), "romm.local")).rejects.toThrow("ENOTFOUND");
  questions.length = 0;
  await expect(resolve(createLookup(whom, unknowing), "romm.example")).rejects.toThrow("ENOTFOUND");
  expect(questions).toEqual([]);
});

test("a server that only an IPv6 address behind a `.local` name reaches is reached", async () => {
  const server = createServer((_, response) => response.end("ok"));
  server.listen(0, "::1");
  await once(server, "listening");
  const { whom } = await startResponder([{ type: "AAAA", name: "romm.local", data: "::1" }]);
  const http = createRealHttp({ userAgent: "Savepoint/1", lookup: createLookup(whom, unknowing) });
  stops.push(http.close, () => server.close());
  const url = `http://romm.local:${(server.address() as AddressInfo).port}/`;
  const answer = await http.send({ method: "GET", url, headers: {}, signal: AbortSignal.timeout(20_000) });
  const parts: Uint8Array[] = [];
  for await (const chunk of answer.body) parts.push(chunk);
  expect(Buffer.concat(parts).toString()).toBe("ok");
});
