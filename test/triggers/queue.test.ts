import { expect, test, vi } from "vitest";
import type { UnitId } from "../../backend/core/vocabulary.ts";
import { createQueue, type RunWish } from "../../backend/triggers/queue.ts";
import type { Ran } from "../../backend/triggers/ran.ts";
import { aMoment } from "../world/engine/a-moment.ts";
import { createWorldTime } from "../world/engine/time.ts";

type Wished = Parameters<RunWish>[0];

function setupQueue(answer: (wish: Wished) => Ran | Promise<Ran> = () => done) {
  const time = createWorldTime();
  const runs: (Wished & { atMs: number })[] = [];
  const startMs = time.now();
  const settled = vi.fn();
  const queue = createQueue({ clock: time.clock(), log, settled }, async (wish) => {
    runs.push({ ...wish, atMs: time.now() - startMs });
    return await answer(wish);
  });
  const pass = async (ms: number) => {
    await aMoment(5);
    time.elapse(ms);
    await aMoment(5);
  };
  return { queue, runs, pass, settled };
}

const quiet = () => {};
const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
const done: Ran = { undone: [], waiting: [], isCancelled: false };
const [one, other] = ["one", "other"] as [UnitId, UnitId];

test("A burst of 40 triggers makes one run, of all that they were about.", async () => {
  const { queue, runs, pass } = setupQueue();
  for (let count = 0; count < 40; count++) queue.ask({ unitIds: [`unit ${count}` as UnitId] }, 3000);
  await pass(3000);
  expect(runs.map(({ unitIds }) => unitIds.length)).toEqual([40]);
  await pass(3_600_000);
  expect(runs).toHaveLength(1);
});

test("What is asked for while a run is under way is the next run, and not lost.", async () => {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const { queue, runs, pass } = setupQueue(({ unitIds }) => (unitIds.includes(one) ? promise : done));
  queue.ask({ unitIds: [one] }, 2000);
  await pass(2000);
  queue.ask({ unitIds: [other] }, 2000);
  await pass(60_000);
  expect(runs).toHaveLength(1);
  resolve(done);
  await pass(2000);
  expect(runs.map(({ unitIds }) => unitIds)).toEqual([[one], [other]]);
});

test("Between two runs lie two seconds, whoever asks.", async () => {
  const { queue, runs, pass } = setupQueue();
  queue.ask({ unitIds: [one] }, 0);
  await pass(0);
  for (let count = 0; count < 20; count++) {
    queue.ask({ unitIds: [one] }, 0);
    await pass(500);
  }
  expect(runs.length).toBeLessThanOrEqual(6);
  const gaps = runs.slice(1).map(({ atMs }, at) => atMs - (runs[at]?.atMs ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2000);
});

test("All is looked at where that is due, and not again within five minutes.", async () => {
  const { queue, runs, pass } = setupQueue();
  for (const ms of [2000, 60_000, 300_000]) {
    queue.ask({ whole: "if-due" }, 2000);
    await pass(2000);
    await pass(ms);
  }
  queue.ask({ whole: "if-due" }, 2000);
  await pass(2000);
  expect(runs.map(({ isWhole }) => isWhole)).toEqual([true, false, false, true]);
});

test("What is asked for by the player's press stays his, together with what is not, and in its repetitions.", async () => {
  const { queue, runs, pass } = setupQueue(({ isAsked }) =>
    isAsked && runs.length < 2 ? { ...done, undone: [one] } : done,
  );
  queue.ask({ unitIds: [other] }, 2000);
  queue.ask({ unitIds: [one], isAsked: true }, 2000);
  await pass(2000);
  await pass(60_000);
  queue.ask({ unitIds: [other] }, 0);
  await pass(2000);
  expect(runs.map(({ isAsked }) => isAsked)).toEqual([true, true, false]);
});

test("What was left undone comes again, later from time to time, until it is done.", async () => {
  let isDown = true;
  const { queue, runs, pass, settled } = setupQueue(() => (isDown ? { ...done, undone: [one] } : done));
  queue.retry(one);
  for (let step = 0; step < 120; step++) await pass(30_000);
  expect(runs.length).toBeGreaterThan(4);
  expect(runs.length).toBeLessThan(10);
  expect(settled).not.toHaveBeenCalled();
  isDown = false;
  for (let step = 0; step < 70; step++) await pass(30_000);
  expect(settled).toHaveBeenCalledOnce();
  expect(runs.at(-1)?.unitIds).toEqual([one]);
});

test("What the player stopped is wanted still.", async () => {
  let isStopped = true;
  const { queue, runs, pass } = setupQueue(() => ({ ...done, isCancelled: isStopped }));
  queue.ask({ whole: "yes", unitIds: [one] }, 3000);
  await pass(3000);
  isStopped = false;
  await pass(60_000);
  expect(runs.map(({ isWhole, unitIds }) => [isWhole, unitIds])).toEqual([
    [true, [one]],
    [true, [one]],
  ]);
});
