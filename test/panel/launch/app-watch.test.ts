import { expect, test } from "vitest";
import { startAppWatch } from "../../../src/launch/app-watch.ts";
import { settle } from "../fake-clock.ts";
import { appId } from "../overviews.ts";

const id = 0x80000002;
const tobu = { appId: appId(id), name: "Tobu" };

function setupWatch() {
  const log: string[] = [];
  const world: { runningApps: number[] | null } = { runningApps: null };
  const exits: (() => Promise<void>)[] = [];
  let tell = (_: { appId: number; isRunning: boolean }) => {};
  const watch = startAppWatch({
    backend: {
      appStarted: async () => void log.push("started"),
      appExited: () =>
        new Promise((resolve) => {
          log.push("exited");
          exits.push(() => {
            resolve({ ok: false, error: { kind: "running" } });
            return settle();
          });
        }),
    },
    onAppLifetime: (listener) => {
      tell = listener;
      return () => log.push("stopped");
    },
    listRunningApps: () => world.runningApps,
    findApp: (known) => (known === id ? tobu : null),
    onExited: (_, outcome) => log.push(outcome.ok ? "saved" : outcome.error.kind),
  });
  return {
    log,
    world,
    exits,
    watch,
    tell: (appId: number, isRunning: boolean) => tell({ appId, isRunning }),
  };
}

test("Start and end of a shortcut's app are told once each, although Steam may tell them twice", async () => {
  const { tell, log, exits } = setupWatch();
  tell(id, true);
  tell(id, true);
  tell(id, false);
  tell(id, false);
  expect(log).toEqual(["started", "exited"]);
  await exits[0]?.();
  expect(log.at(-1)).toBe("running");
});

test("An end without a known start is told: the plugin may have come later than the game", () => {
  const { tell, log } = setupWatch();
  tell(id, false);
  expect(log).toEqual(["exited"]);
});

test("After an exit was handled, the next one is told again", async () => {
  const { tell, log, exits } = setupWatch();
  tell(id, false);
  await exits[0]?.();
  tell(id, true);
  tell(id, false);
  expect(log.filter((line) => line === "exited").length).toBe(2);
});

test("Apps that are none of ours are not told", () => {
  const { tell, log } = setupWatch();
  tell(620, true);
  tell(620, false);
  expect(log).toEqual([]);
});

test("A launch that was let through is told at once: some shortcuts never get a lifetime notification", () => {
  const { watch, log } = setupWatch();
  watch.noteLaunch(tobu);
  expect(log).toEqual(["started"]);
});

test("Steam's list of running apps decides what runs; without one, the notifications do", () => {
  const { watch, tell, world } = setupWatch();
  tell(id, true);
  expect(watch.isRunning(id)).toBe(true);
  world.runningApps = [];
  expect(watch.isRunning(id)).toBe(false);
  world.runningApps = [id];
  tell(id, false);
  expect(watch.isRunning(id)).toBe(true);
});
