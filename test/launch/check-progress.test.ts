import { expect, test } from "vitest";
import type { LaunchProgress } from "../../backend/contract/saves/launch.ts";
import { watchCheck } from "../../backend/launch/check-progress.ts";
import { createWorldTime } from "../world/engine/time.ts";

const down = { direction: "down", totalBytes: 800, deviceName: "Deck B" } as const;

/** A check of that budget, on a clock that moves when told; `over` is what ended it. */
function setUp(budgetMs: number) {
  const time = createWorldTime();
  const told: Omit<LaunchProgress, "launchId">[] = [];
  const progress = watchCheck({ clock: time.clock(), tell: (one) => told.push(one) }, budgetMs);
  const state = { over: null as string | null };
  progress.isOver.then((reason) => {
    state.over = reason;
  });
  /** In steps, so that whoever waits looks again. */
  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      time.elapse(Math.min(100, left));
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  return { ...progress, told, state, pass };
}

test("What is new must be known within the budget", async () => {
  const { state, pass } = setUp(3000);
  await pass(2900);
  expect(state.over).toBeNull();
  await pass(100);
  expect(state.over).toBe("budget");
});

test("A save that comes is waited for as long as it moves, however long that takes", async () => {
  const { watch, state, pass } = setUp(3000);
  await pass(2000);
  watch.began(down);
  for (let second = 0; second < 60; second += 1) {
    await pass(2900);
    watch.moved(10);
  }
  expect(state.over).toBeNull();
  await pass(2900);
  expect(state.over).toBeNull();
  await pass(100);
  expect(state.over).toBe("stalled");
});

test("One that stops coming lets the game start after three seconds, though the budget is longer", async () => {
  const { watch, state, pass } = setUp(60_000);
  watch.began(down);
  watch.moved(10);
  await pass(2900);
  expect(state.over).toBeNull();
  await pass(100);
  expect(state.over).toBe("stalled");
});

test("For its first byte RomM has the budget, and three seconds at least", async () => {
  const long = setUp(10_000);
  long.watch.began(down);
  await long.pass(9900);
  expect(long.state.over).toBeNull();
  await long.pass(100);
  expect(long.state.over).toBe("stalled");
  const late = setUp(3000);
  await late.pass(2900);
  late.watch.began(down);
  await late.pass(2900);
  expect(late.state.over).toBeNull();
  await late.pass(100);
  expect(late.state.over).toBe("stalled");
});

test("What has come whole is put in place by a slow disk, but a disk that hangs does not keep the game", async () => {
  const { watch, state, told, pass } = setUp(3000);
  watch.began(down);
  watch.moved(800);
  watch.ended();
  await pass(29_900);
  expect(state.over).toBeNull();
  // The panel takes five seconds without a word for a backend that hangs.
  expect(told.filter(({ phase }) => phase === "placing").length).toBeGreaterThan(29 / 5);
  await pass(100);
  expect(state.over).toBe("stalled");
});

test("What goes up first has the budget and no more", async () => {
  const { watch, state, pass } = setUp(3000);
  watch.began({ direction: "up", totalBytes: 800, deviceName: null });
  watch.moved(10);
  await pass(2900);
  expect(state.over).toBeNull();
  watch.moved(10);
  await pass(100);
  expect(state.over).toBe("budget");
});

test("Each phase is told, bytes at most four times a second, and nothing once the check has ended", async () => {
  const { watch, told, pass, end } = setUp(3000);
  watch.began(down);
  for (let chunk = 0; chunk < 80; chunk += 1) {
    watch.moved(10);
    if (chunk % 10 === 9) await pass(100);
  }
  watch.ended();
  const phases = told.map(({ phase, doneBytes }) => `${phase} ${doneBytes}`);
  expect(phases[0]).toBe("asking 0");
  expect(phases[1]).toBe("fetching 0");
  expect(phases.at(-1)).toBe("placing 800");
  expect(phases.length).toBeLessThanOrEqual(3 + 4);
  expect(told[2]).toMatchObject({ phase: "fetching", totalBytes: 800, deviceName: "Deck B" });
  end();
  const before = told.length;
  watch.began(down);
  await pass(60_000);
  expect(told.length).toBe(before);
});

test("That a save may not load here is told with its first word, before a byte of it came", async () => {
  const { watch, told } = setUp(3000);
  const mayNotLoad = { made: "gpSP", here: "mGBA" };
  watch.mayNotLoad?.(mayNotLoad);
  watch.began(down);
  expect(told.at(-1)).toMatchObject({ phase: "fetching", doneBytes: 0, mayNotLoad });
  expect(told[0]).not.toHaveProperty("mayNotLoad");
});
