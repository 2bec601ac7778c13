import { createServer, type ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { RommError } from "../../backend/core/romm-error.ts";
import type { RommErrorCode } from "../../backend/core/vocabulary.ts";
import type { Call } from "../../backend/romm/wire/call.ts";
import { judgeRetry } from "../../backend/romm/wire/retry.ts";
import { close, listen, originOf } from "./fault-server.ts";
import { calls, chunksOf, uploadRequest } from "./romm-calls.ts";
import { setupRomm } from "./setup-romm.ts";

const never = new AbortController().signal;
const get: Call = { task: "read", method: "GET", path: "/" };
const post: Call = { task: "write", method: "POST", path: "/" };
const confirm: Call = { ...post, isRepeatable: true };

type Facts = ConstructorParameters<typeof RommError>[2];
const table: [Call, RommErrorCode, Facts, ReturnType<typeof judgeRetry>][] = [
  [get, "offline", {}, { kind: "now" }],
  [confirm, "offline", {}, { kind: "now" }],
  [post, "offline", {}, { kind: "never" }],
  // Offline must be told at once, and the next sync comes by itself.
  [get, "offline", { didArrive: false }, { kind: "never" }],
  [get, "server-error", { status: 502 }, { kind: "later", afterMs: 1000 }],
  [get, "server-error", { status: 503 }, { kind: "later", afterMs: 1000 }],
  [get, "server-error", { status: 504 }, { kind: "later", afterMs: 1000 }],
  [post, "server-error", { status: 502 }, { kind: "never" }],
  // RomM's own failure would come again.
  [get, "server-error", { status: 500 }, { kind: "never" }],
  [get, "busy", { status: 429, retryAfterMs: 2000 }, { kind: "later", afterMs: 2000 }],
  [get, "busy", { status: 429 }, { kind: "later", afterMs: 1000 }],
  [get, "busy", { status: 429, retryAfterMs: 60_000 }, { kind: "never" }],
  [get, "timeout", {}, { kind: "never" }],
  [get, "unauthorized", { status: 401 }, { kind: "never" }],
  [get, "malformed", {}, { kind: "never" }],
];

test.each(table)("%o after %s %o is repeated: %o", (call, code, facts, verdict) => {
  expect(judgeRetry(call, new RommError(code, "", facts))).toEqual(verdict);
});

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Fails as told for the first requests, then answers `body`. */
async function setup(
  fail: (response: ServerResponse) => void,
  p: { failures: number; body: unknown; onWait?: () => void },
) {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      count += 1;
      if (count <= p.failures) fail(response);
      else response.end(JSON.stringify(p.body));
    });
  });
  await listen(server);
  const waits: number[] = [];
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    wait: (ms: number, signal?: AbortSignal) => {
      // The limits of a call are never reached here; what is left are the pauses before a repeat.
      if (ms > 10_000)
        return new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve()));
      waits.push(ms);
      p.onWait?.();
      return Promise.resolve();
    },
  };
  const patience = { quick: 15_000, listing: 15_000, transfer: 15_000 };
  const { romm, http } = setupRomm(originOf(server), { clock, patience });
  stops.push(
    () => http.close(),
    () => close(server),
  );
  return { romm, waits, count: () => count };
}

const breakOff = (response: ServerResponse) => void response.socket?.destroy();
const badGateway = (response: ServerResponse) => void response.writeHead(502).end("<html>");

test("a read whose answer broke off is asked once more, at once", async () => {
  const { romm, count, waits } = await setup(breakOff, { failures: 1, body: calls["users.me"].happy.body });
  expect(await romm.users.me(never)).toMatchObject({ username: "player" });
  expect([count(), waits]).toEqual([2, []]);
});

test("a read is asked twice at most", async () => {
  const { romm, count } = await setup(badGateway, { failures: 9, body: null });
  await expect(romm.users.me(never)).rejects.toMatchObject({ code: "server-error", status: 502 });
  expect(count()).toBe(2);
});

test("a proxy whose server is away for a moment is asked again a second later", async () => {
  const { romm, count, waits } = await setup(badGateway, { failures: 1, body: calls["users.me"].happy.body });
  await romm.users.me(never);
  expect([count(), waits]).toEqual([2, [1000]]);
});

test("a registration is never repeated: each one could make a device", async () => {
  const { romm, count } = await setup(badGateway, { failures: 9, body: null });
  await expect(calls["devices.register"].run(romm, never)).rejects.toMatchObject({ code: "server-error" });
  expect(count()).toBe(1);
});

test("an upload is never repeated: each one could make a row", async () => {
  const { romm, count } = await setup(breakOff, { failures: 9, body: null });
  const content = { sizeBytes: 2, chunks: chunksOf("hi") };
  await expect(romm.saves.uploadSave({ ...uploadRequest, content }, never)).rejects.toMatchObject({
    code: "offline",
  });
  expect(count()).toBe(1);
});

test("a confirmation is repeated: twice leaves what once does", async () => {
  const { romm, count } = await setup(badGateway, {
    failures: 1,
    body: calls["saves.confirmDownload"].happy.body,
  });
  await calls["saves.confirmDownload"].run(romm, never);
  expect(count()).toBe(2);
});

test("a caller who gives up while a repeat is waited for gets the failure, and no second request goes out", async () => {
  const controller = new AbortController();
  const { romm, count } = await setup(badGateway, {
    failures: 9,
    body: null,
    onWait: () => controller.abort(),
  });
  await expect(romm.users.me(controller.signal)).rejects.toMatchObject({ code: "server-error" });
  expect(count()).toBe(1);
});
