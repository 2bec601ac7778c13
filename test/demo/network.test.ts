import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { createNetworkProxy } from "../world/network/proxy.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

test("an open network passes requests to the server and counts them", async () => {
  const { ask, proxy } = await setupNetwork();
  expect(await ask("/one")).toBe("GET /one");
  expect(await ask("/two")).toBe("GET /two");
  expect(proxy.requestCount()).toBe(2);
});

test("a refused network gives no connection, and a restored one has the same address", async () => {
  const { ask, proxy } = await setupNetwork();
  await ask("/");
  await proxy.refuse();
  await expect(ask("/")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  await proxy.restore();
  expect(await ask("/again")).toBe("GET /again");
});

test("a held network answers nothing until it is restored, then goes on where it stood", async () => {
  const { ask, proxy, arrived, answerSlow } = await setupNetwork();
  const underWay = ask("/slow");
  await arrived("/slow");
  proxy.hold();
  const begunLater = ask("/held");
  answerSlow();
  expect(await Promise.race([underWay, begunLater, wait(150, "silence")])).toBe("silence");
  await proxy.restore();
  expect(await underWay).toBe("GET /slow");
  expect(await begunLater).toBe("GET /held");
});

test("a cut breaks the requests of the moment and lets the next ones pass", async () => {
  const { ask, proxy, arrived } = await setupNetwork();
  const broken = expect(ask("/slow")).rejects.toThrow();
  await arrived("/slow");
  proxy.cut();
  await broken;
  expect(await ask("/next")).toBe("GET /next");
});

/** A server that answers with what it was asked, `/slow` only when told. */
async function setupNetwork() {
  const paths: string[] = [];
  const slow = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    paths.push(request.url ?? "");
    if (request.url === "/slow") await slow.promise;
    response.end(`${request.method} ${request.url}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  const proxy = await createNetworkProxy(`http://127.0.0.1:${address.port}`);
  stops.push(proxy.stop);
  return {
    proxy,
    answerSlow: slow.resolve,
    ask: async (path: string) => (await fetch(`${proxy.origin}${path}`)).text(),
    arrived: async (path: string) => {
      while (!paths.includes(path)) await wait(10);
    },
  };
}
