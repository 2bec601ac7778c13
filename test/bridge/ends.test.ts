import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { isAlive } from "../world/deck/loader/process-table.ts";
import { setUpBridge, waitUntil } from "./set-up-bridge.ts";

test.concurrent("3 s after the loader was killed nothing of ours is alive, not even what ignores the end of stdin.", async (context) => {
  const bridge = await setUpBridge(context, { backend: "stubborn" });
  await bridge.loader.call("anything", {});
  expect(bridge.alive()).toHaveLength(4); // Loader, plugin, backend, and the backend's child.
  await bridge.loader.kill();
  await waitUntil(() => bridge.alive().length === 0, 3_000);
});

test.concurrent("5 s after SIGTERM to the loader a backend that ignores the end of stdin is gone, with its children.", async (context) => {
  const bridge = await setUpBridge(context, { backend: "stubborn" });
  await bridge.loader.call("anything", {});
  const stop = bridge.loader.stop();
  await waitUntil(() => bridge.alive().length === 0, 5_000);
  await stop;
});

test.concurrent("On SIGTERM a backend has time to end by itself.", async (context) => {
  const bridge = await setUpBridge(context);
  const path = join(bridge.home, "note");
  await bridge.loader.call("leaveNote", { path, afterMs: 1_000 });
  await bridge.loader.stop();
  expect(readFileSync(path, "utf8")).toBe("ended by itself");
  expect(bridge.alive()).toEqual([]);
});

for (const delayMs of [0, 20, 60]) {
  test.concurrent(`A plugin that is stopped ${delayMs} ms after its start leaves nothing behind.`, async (context) => {
    const bridge = await setUpBridge(context, { backend: "stubborn" });
    await wait(delayMs);
    await bridge.loader.stop();
    expect(bridge.alive()).toEqual([]);
  });
}

test.concurrent("A plugin that is stopped while it waits to start its backend again leaves nothing behind.", async (context) => {
  const bridge = await setUpBridge(context);
  const backend = bridge.loader.backendPid();
  await bridge.loader.call("crash", {});
  await bridge.loader.stop();
  expect(backend !== null && isAlive(backend)).toBe(false);
  expect(bridge.alive()).toEqual([]);
});
