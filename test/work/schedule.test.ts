import { expect, test, vi } from "vitest";
import { createBackOff, createSchedule } from "../../backend/work/schedule.ts";
import { createWorldTime } from "../world/engine/time.ts";

const quiet = () => {};
const tick = () => new Promise((resolve) => setImmediate(resolve));

function setupSchedule(work: (run: number) => Promise<number | null>, end?: AbortSignal) {
  const time = createWorldTime();
  const errors: string[] = [];
  const log = { error: (message: string) => errors.push(message), warn: quiet, info: quiet, debug: quiet };
  const starts: number[] = [];
  const schedule = createSchedule(
    { clock: time.clock(), log },
    {
      name: "The work",
      work: () => work(starts.push(time.clock().monotonic())),
      afterDefect: () => 60_000,
      end,
    },
  );
  const pass = async (ms: number) => {
    await tick();
    time.elapse(ms);
    await tick();
  };
  return { schedule, starts, errors, pass };
}

test("What is wanted sooner replaces what is wanted later, and never the other way.", async () => {
  const { schedule, starts, pass } = setupSchedule(async () => null);
  schedule.runIn(30_000);
  schedule.runIn(10_000);
  schedule.runIn(20_000);
  for (let second = 0; second < 40; second += 2) await pass(2000);
  expect(starts).toEqual([10_000]);
  expect(schedule.isIdle()).toBe(true);
});

test("It never runs twice at once: what becomes due meanwhile runs afterwards.", async () => {
  const first = Promise.withResolvers<null>();
  const { schedule, starts, pass } = setupSchedule(async (run) => (run === 1 ? first.promise : null));
  schedule.runIn(2000);
  await pass(2000);
  schedule.runIn(2000);
  await pass(10_000);
  expect(starts).toHaveLength(1);
  first.resolve(null);
  await vi.waitFor(() => expect(starts).toHaveLength(2));
});

test("A defect is logged, and not the end of it.", async () => {
  const { schedule, starts, errors, pass } = setupSchedule(async (run) => {
    if (run === 1) throw new TypeError("undefined is not a function");
    return null;
  });
  schedule.runIn(2000);
  await pass(2000);
  expect(errors).toEqual(["The work failed."]);
  await pass(60_000);
  expect(starts).toHaveLength(2);
});

test("After its end it comes no more, and nothing waits.", async () => {
  const end = new AbortController();
  const { schedule, starts, pass } = setupSchedule(async () => 2000, end.signal);
  schedule.runIn(2000);
  await pass(2000);
  end.abort();
  schedule.runIn(2000);
  for (let round = 0; round < 5; round++) await pass(2000);
  expect(starts).toHaveLength(1);
});

test("A back-off doubles up to its longest wait, and begins anew.", () => {
  const backOff = createBackOff({ firstMs: 30_000, longestMs: 100_000 });
  expect([backOff.current(), backOff.longer(), backOff.longer(), backOff.longer()]).toEqual([
    30_000, 60_000, 100_000, 100_000,
  ]);
  backOff.reset();
  expect(backOff.current()).toBe(30_000);
});
