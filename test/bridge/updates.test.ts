import { expect, test } from "vitest";
import { setUpBridge } from "./set-up-bridge.ts";

const updates = 20;

test("Twenty updates over itself: no process has to be killed, none is left, and each is over within 5 s.", async (context) => {
  const bridge = await setUpBridge(context);
  const took: number[] = [];
  for (let update = 0; update < updates; update += 1) {
    expect(await bridge.loader.call("echo", update)).toEqual({ ok: true, value: update });
    const before = [bridge.loader.pluginPid, bridge.loader.backendPid()];
    const { tookMs, killed } = await bridge.loader.manage("update");
    took.push(tookMs);
    expect(killed).toBe(0);
    expect(bridge.alive().filter((pid) => before.includes(pid))).toEqual([]);
  }
  // Of it the loader itself waits 1.1 s.
  expect(Math.max(...took)).toBeLessThan(5_000);
  await bridge.loader.stop();
  expect(bridge.alive()).toEqual([]);
}, 120_000);
