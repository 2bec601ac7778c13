import { afterEach, expect, test } from "vitest";
import type { Conditions } from "../../backend/contract/conditions.ts";
import { onConditions } from "../../src/steam/conditions.ts";
import { tellConditions } from "../../src/stores/tell-conditions.ts";
import { settle } from "./fake-clock.ts";

/** How the machine stands, from what Steam and its browser tell, in whatever shape. */

afterEach(() => {
  Reflect.deleteProperty(globalThis, "SteamClient");
  Reflect.deleteProperty(globalThis.navigator, "connection");
});

function setupBattery() {
  const listeners = new Set<(state: unknown) => void>();
  const register = (listener: (state: unknown) => void) => {
    listeners.add(listener);
    return { unregister: () => listeners.delete(listener) };
  };
  Object.assign(globalThis, { SteamClient: { System: { RegisterForBatteryStateChanges: register } } });
  const told: Conditions[] = [];
  const stop = onConditions((conditions) => told.push(conditions));
  const tell = (state: unknown) => {
    for (const listener of listeners) listener(state);
  };
  return { told, stop, tell, listeners };
}

const calm = { isOnBattery: false, isMetered: false };

test("Without Steam's functions nothing is said to hold, once", () => {
  const told: Conditions[] = [];
  onConditions((conditions) => told.push(conditions))();
  expect(told).toEqual([calm]);
});

test("A charger that comes and goes is told, each change once, until one stops listening", () => {
  const { told, tell, stop, listeners } = setupBattery();
  for (const eACState of [2, 1, 1, 3, 0, 1]) tell({ bHasBattery: true, eACState });
  expect(told.map(({ isOnBattery }) => isOnBattery)).toEqual([false, true, false, true]);
  stop();
  expect(listeners.size).toBe(0);
});

test.each([
  null,
  "1",
  {},
  { eACState: "1" },
  { eACState: 0, bHasBattery: true },
  { eACState: 1, bHasBattery: false },
])("%j is no battery without a charger", (state) => {
  const { told, tell } = setupBattery();
  tell(state);
  expect(told).toEqual([calm]);
});

test("A network that costs is told where the browser knows it, and when it changes", () => {
  const connection = Object.assign(new EventTarget(), { type: "cellular" });
  Object.defineProperty(globalThis.navigator, "connection", { value: connection, configurable: true });
  const { told } = setupBattery();
  connection.type = "wifi";
  connection.dispatchEvent(new Event("change"));
  expect(told.map(({ isMetered }) => isMetered)).toEqual([true, false]);
});

test("A backend that was restarted, or did not hear it, is told again", async () => {
  const calls: Conditions[] = [];
  let isHeard = false;
  let snapshot = { isFresh: true, restartedAtMs: null as number | null };
  let changed = () => {};
  const show = async (change: Partial<typeof snapshot>) => {
    snapshot = { ...snapshot, ...change };
    changed();
    await settle();
  };
  tellConditions({
    backend: {
      setConditions: async (conditions) => {
        calls.push(conditions);
        if (!isHeard) throw new Error("backend-stopped");
      },
    },
    overview: {
      read: () => ({ overview: null, asOfMs: null, trouble: null, ...snapshot }),
      subscribe: (listener) => {
        changed = listener;
        return () => {};
      },
    },
    follow: (listener) => {
      listener(calm);
      return () => {};
    },
  });
  await settle();
  await show({ isFresh: false });
  expect(calls.length).toBe(1);
  isHeard = true;
  await show({ isFresh: true });
  await show({ isFresh: true });
  expect(calls.length).toBe(2);
  await show({ restartedAtMs: 5 });
  await show({ isFresh: true });
  expect(calls).toEqual([calm, calm, calm]);
});
