import { afterAll, beforeAll, expect, test } from "vitest";
import { createDemoWorld, type DemoWorld } from "../world/demo/demo-world.ts";
import { startSite } from "../world/demo/site/site.ts";
import type { WorldView } from "../world/demo/site/world-view.ts";

const stops: (() => Promise<unknown>)[] = [];
let world: DemoWorld;

beforeAll(async () => {
  world = await createDemoWorld({ faults: [] });
  stops.push(world.stop);
});

afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

test("the demo ends by itself after its last page was closed, not while one is open or before one was", async () => {
  const idle = Promise.withResolvers<string>();
  const { url } = await setupSite({ idleMs: 300, onIdle: () => idle.resolve("idle") });
  expect(await Promise.race([idle.promise, pause(400)])).toBe("pause");
  const first = await openPage(url);
  const second = await openPage(url);
  first.close();
  expect(await Promise.race([idle.promise, pause(600)])).toBe("pause");
  second.close();
  expect(await idle.promise).toBe("idle");
});

test("a page sees the network switch that another page has turned, and the Deck's connections end", async () => {
  const { url } = await setupSite({ idleMs: 60_000, onIdle: () => {} });
  const page = await openPage(url);
  expect((await page.next()).decks.map(({ network }) => network)).toEqual(["open", "open"]);
  await fetch(`${url}/network/b`, { method: "POST", body: "off" });
  expect((await page.next()).decks.map(({ network }) => network)).toEqual(["open", "refused"]);
  await expect(fetch(`${world.deck("b").network.origin}/api/heartbeat`)).rejects.toThrow();
  await fetch(`${url}/network/b`, { method: "POST", body: "on" });
  expect((await fetch(`${world.deck("b").network.origin}/api/heartbeat`)).status).toBe(200);
  page.close();
});

test("a page of another site can neither look at the Decks nor steer them", async () => {
  const { url } = await setupSite({ idleMs: 60_000, onIdle: () => {} });
  const headers = { origin: "https://example.org" };
  expect((await fetch(`${url}/network/a`, { method: "POST", body: "off", headers })).status).toBe(403);
  expect((await fetch(`${url}/world`, { headers })).status).toBe(403);
  expect(world.deck("a").network.state()).toBe("open");
});

async function setupSite(options: { idleMs: number; onIdle: () => void }) {
  const site = await startSite(world, options);
  stops.push(site.stop);
  return site;
}

/** An open page: what the demo tells it, one view after the other. */
async function openPage(url: string) {
  const abort = new AbortController();
  const answer = await fetch(`${url}/world`, { signal: abort.signal });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error("The page got no stream.");
  let text = "";
  return {
    close: () => abort.abort(),
    next: async (): Promise<WorldView> => {
      while (!text.includes("\n\n")) text += (await reader.read()).value ?? "";
      const [event = "", ...rest] = text.split("\n\n");
      text = rest.join("\n\n");
      return JSON.parse(event.slice("data: ".length));
    },
  };
}

function pause(ms: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve("pause"), ms));
}
