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

// A start takes some 100 ms, of which the backend's process is made in a few.
test.concurrent("A plugin that is stopped at any of 12 moments of its start leaves nothing behind, and nobody has to kill it.", async (context) => {
  const bridge = await setUpBridge(context, { backend: "stubborn" });
  await bridge.loader.manage("stop");
  for (let delayMs = 0; delayMs < 144; delayMs += 12) {
    await bridge.loader.manage("start");
    await wait(delayMs);
    expect(await bridge.loader.manage("stop")).toMatchObject({ killed: 0 });
    expect(bridge.alive()).toEqual([bridge.loader.pid]);
  }
});

test.concurrent("A plugin that is stopped while it waits to start its backend again leaves nothing behind.", async (context) => {
  const bridge = await setUpBridge(context);
  const backend = bridge.loader.backendPid();
  await bridge.loader.call("crash", {});
  await bridge.loader.stop();
  expect(backend !== null && isAlive(backend)).toBe(false);
  expect(bridge.alive()).toEqual([]);
});
