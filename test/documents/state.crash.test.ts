import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OpenState } from "../../backend/documents/state-store.ts";
import { type CrashingDisk, createCrashingDisk, PowerLoss } from "../world/disk/crashing-disk.ts";
import type { Choose } from "../world/disk/nodes.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { folder, hasProven, numbersIn, openOn, put, stateWith } from "./setup.ts";

/*
 * Law: whenever the power goes, the next start finds the old value or the new one; once the new one was acknowledged,
 * the new one. The power goes before every step, and what the disk kept of its unsynced work is chosen anew each time.
 */

const dayMs = 24 * 3600 * 1000;
const runsPerStep = 10;

interface Story {
  /** What stands durably before. */
  prepare(disk: CrashingDisk): Promise<void>;
  /** What is interrupted. */
  act(disk: CrashingDisk): Promise<unknown>;
  /** What the next start may find: any of these, or only the last one after `act` has ended. */
  found: number[][];
  /** This one was recovered: none of its baselines may be believed. */
  recovered?: number[];
}

async function save(disk: CrashingDisk, numbers: number[], atMs = 0): Promise<OpenState> {
  const open = await openOn(disk, createWorldTime(atMs));
  await open.store.update(() => stateWith(numbers));
  return open;
}

/** What the last build of format 1 wrote. */
async function putSample(disk: CrashingDisk): Promise<void> {
  const sample = new URL("samples/state-1.sample", import.meta.url);
  await disk.makeFolder(folder);
  await disk.syncFolder("/");
  await put(disk, `${folder}/state.json`, await readFile(sample));
}

const damage = (disk: CrashingDisk, name = "state.json") => put(disk, `${folder}/${name}`, "{ damaged");

const stories: Record<string, Story> = {
  "the first save": {
    prepare: async () => {},
    act: (disk) => save(disk, [1]),
    found: [[], [1]],
  },
  "the second save": {
    prepare: (disk) => save(disk, [1]).then(() => {}),
    act: (disk) => save(disk, [1, 2]),
    found: [[1], [1, 2]],
  },
  "a later save, on the next day, with a snapshot": {
    prepare: async (disk) => {
      await save(disk, [1]);
      await save(disk, [1, 2]);
    },
    act: (disk) => save(disk, [1, 2, 3], dayMs),
    found: [
      [1, 2],
      [1, 2, 3],
    ],
  },
  "the recovery from a damaged file": {
    prepare: async (disk) => {
      await save(disk, [1]);
      await save(disk, [1, 2]);
      await damage(disk);
    },
    act: (disk) => openOn(disk),
    found: [[1]],
    recovered: [1],
  },
  "the recovery of an emptied registry": {
    prepare: async (disk) => {
      await save(disk, [1, 2]);
      await save(disk, []);
    },
    act: (disk) => openOn(disk),
    found: [[1, 2]],
    recovered: [1, 2],
  },
  "the first save after a recovery": {
    prepare: async (disk) => {
      await save(disk, [1]);
      await save(disk, [1, 2]);
      await damage(disk);
    },
    act: (disk) => save(disk, [1, 3]),
    found: [[1], [1, 3]],
    recovered: [1],
  },
  "the loss of both files": {
    prepare: async (disk) => {
      await save(disk, [1]);
      await damage(disk);
      await damage(disk, "state.json.prev");
    },
    act: (disk) => openOn(disk),
    found: [[]],
  },
  "the first save after an update from format 1": {
    prepare: putSample,
    act: async (disk) => {
      const open = await openOn(disk);
      await open.store.update((state) => ({ ...state, ...stateWith([1, 2, 3]) }));
    },
    found: [
      [1, 2],
      [1, 2, 3],
    ],
  },
  "the recovery of a registry that an update damaged": {
    prepare: async (disk) => {
      await putSample(disk);
      const open = await openOn(disk);
      await open.store.update(() => stateWith([1, 2, 3]));
      await damage(disk);
    },
    act: (disk) => openOn(disk),
    found: [[1, 2]],
    recovered: [1, 2],
  },
  "the return to a snapshot": {
    prepare: async (disk) => {
      await save(disk, [1]);
      await save(disk, [1, 2], dayMs);
      await save(disk, [3], dayMs);
    },
    act: async (disk) => {
      const open = await openOn(disk, createWorldTime(dayMs));
      const [newest] = await open.listSnapshots();
      await open.restoreSnapshot(newest?.snapshotId ?? "none");
    },
    found: [[3], [1]],
    recovered: [1],
  },
};

/** Numbers from a list, again and again. */
function chooseFrom(numbers: readonly number[]): Choose {
  let next = 0;
  return (below) => (numbers[next++ % numbers.length] ?? 0) % below;
}

/** The process was killed and the disk lives on; nothing unsynced was kept; and whatever fast-check thinks of. */
const everythingKept: Choose = (below) => below - 1;
const nothingKept: Choose = () => 0;

async function prepared(story: Story, kind = { hasLinks: true }): Promise<CrashingDisk> {
  const disk = createCrashingDisk(kind);
  await story.prepare(disk);
  return disk;
}

async function countSteps(disk: CrashingDisk, story: Story): Promise<number> {
  const trial = disk.clone();
  await story.act(trial);
  return trial.steps().length;
}

/** Runs the story on its own copy of the disk until the power goes; true: it ended before. */
async function runUntil(disk: CrashingDisk, act: Story["act"], step: number): Promise<boolean> {
  disk.losePowerBefore(step);
  try {
    await act(disk);
  } catch (error) {
    if (!(error instanceof PowerLoss)) throw error;
  }
  return !disk.isOff();
}

async function checkNextStart(
  disk: CrashingDisk,
  allowed: number[][],
  recovered: number[] = [],
): Promise<void> {
  const time = createWorldTime(2 * dayMs);
  const open = await openOn(disk, time);
  expect(["current", "fresh", "recovered", "lost"]).toContain(open.health().kind);
  const found = numbersIn(open.store.current());
  expect(allowed).toContainEqual(found);
  if (String(found) === String(recovered)) expect(hasProven(open.store.current())).toBe(false);
  await open.listSnapshots();
  // The place still works: the next save is durable, and the start after it finds it.
  await open.store.update(() => stateWith([7, 8]));
  const after = await openOn(disk.afterPowerLoss(nothingKept), time);
  expect(numbersIn(after.store.current())).toEqual([7, 8]);
}

describe.each(Object.entries(stories))("%s", (_, story) => {
  test.each([{ hasLinks: true }, { hasLinks: false }])(
    "leaves the old or the new value wherever the power goes (%o)",
    async (kind) => {
      const disk = await prepared(story, kind);
      const steps = await countSteps(disk, story);
      expect(steps).toBeGreaterThan(3);
      for (let step = 0; step <= steps; step++) {
        const machine = disk.clone();
        const isDone = await runUntil(machine, story.act, step);
        expect(isDone).toBe(step === steps);
        const allowed = isDone ? story.found.slice(-1) : story.found;
        await checkNextStart(machine.afterPowerLoss(everythingKept), allowed, story.recovered);
        await checkNextStart(machine.afterPowerLoss(nothingKept), allowed, story.recovered);
        await fc.assert(
          fc.asyncProperty(fc.array(fc.nat(), { minLength: 8, maxLength: 24 }), (numbers) =>
            checkNextStart(machine.afterPowerLoss(chooseFrom(numbers)), allowed, story.recovered),
          ),
          { numRuns: runsPerStep },
        );
      }
    },
  );
});

test("a Deck that loses its power at every start and in every save keeps what it acknowledged", async () => {
  const loss = fc.record({ step: fc.nat(60), kept: fc.array(fc.nat(), { minLength: 4, maxLength: 16 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(loss, { minLength: 2, maxLength: 8 }), async (losses) => {
      let disk = createCrashingDisk();
      let acknowledged: number[] = [];
      let next = 1;
      for (const { step, kept } of losses) {
        const inFlight: number[][] = [acknowledged];
        const act = async (machine: CrashingDisk) => {
          const open = await openOn(machine, createWorldTime(next * dayMs));
          for (;;) {
            const numbers = [next++];
            inFlight.push(numbers);
            await open.store.update(() => stateWith(numbers));
            inFlight.splice(0, inFlight.length, numbers);
          }
        };
        await runUntil(disk, act, step);
        disk = disk.afterPowerLoss(chooseFrom(kept));
        const open = await openOn(disk.clone(), createWorldTime(next * dayMs));
        const found = numbersIn(open.store.current());
        expect(inFlight).toContainEqual(found);
        acknowledged = found;
      }
    }),
    { numRuns: 150 },
  );
});
