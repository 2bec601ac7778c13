import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { RomId, Slot } from "../../../backend/core/vocabulary.ts";
import { FileError } from "../../../backend/machine/disk.ts";
import { forEachLimited } from "../../../backend/work/queues.ts";
import { appId, type EngineDeck } from "../../world/engine/deck.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { extensions, playSet, readSet, removeMember, writeMember } from "./set-deck.ts";

/**
 * Scenario 13. The process dies before every changing step of an exchange of two files. Law: whatever a
 * game started next finds is the old set or the new one; and nothing that was played is gone.
 */
const oldSet = { ".eep": "A1\n", ".srm": "A1\n" };
const newSet = { ".eep": "A1\nA2\n", ".srm": "A1\nA2\n" };

async function setupNewer(): Promise<{ world: World; b: EngineDeck }> {
  const world = await setupWorld();
  const a = await world.deck("A", { extensions });
  const b = await world.deck("B", { extensions });
  await playSet(a, "A1");
  await a.sync();
  await b.sync();
  await playSet(a, "A2");
  await a.sync();
  return { world, b };
}

const launch = (deck: EngineDeck) => deck.api.beforeLaunch({ launchId: "launch-1", appId, budgetMs: 60_000 });

async function countSteps(): Promise<number> {
  const { b } = await setupNewer();
  const before = b.disk.steps();
  await launch(b);
  expect(await readSet(b)).toEqual(newSet);
  return b.disk.steps() - before;
}

/** Dies before the step; answers what stood there at the death, and the process that came after it. */
async function dieAt(step: number) {
  const { world, b } = await setupNewer();
  b.disk.dieAt(step);
  await launch(b).catch(() => null);
  expect(b.disk.isDead()).toBe(true);
  return { world, b, atDeath: await readSet(b) };
}

type Death = Awaited<ReturnType<typeof dieAt>>;

async function forEachStep(steps: number[], run: (death: Death) => Promise<void>): Promise<void> {
  await forEachLimited(steps, { limit: 6, isStopped: () => false }, async (step) => run(await dieAt(step)));
}

const allSteps = async () => Array.from({ length: await countSteps() }, (_, step) => step);

const isMix = ({ atDeath }: Death) =>
  ![oldSet, newSet].some((set) => JSON.stringify(set) === JSON.stringify(atDeath));

let mixSteps: Promise<number[]> | null = null;

/** The steps at whose death one file was old and the other new, or missing. */
function findMixSteps(): Promise<number[]> {
  mixSteps ??= (async () => {
    const found: number[] = [];
    await forEachLimited(await allSteps(), { limit: 6, isStopped: () => false }, async (step) => {
      if (isMix(await dieAt(step))) found.push(step);
    });
    expect(found.length).toBeGreaterThanOrEqual(3);
    return found;
  })();
  return mixSteps;
}

async function everywhere(world: World, deck: EngineDeck): Promise<string> {
  return [...world.rows(), ...(await deck.keptCopies()), ...Object.values(await readSet(deck))].join("");
}

describe("killed in the exchange of a set", () => {
  test("a launch offline finds the old set or the new one, never a mix, never blank", async () => {
    await forEachStep(await allSteps(), async ({ world, b }) => {
      await world.romm.faults.set("refused");
      const after = await b.restart();
      await launch(after);
      expect([oldSet, newSet]).toContainEqual(await readSet(after));
      await playSet(after, "B3");
      await world.romm.faults.clear();
      await after.exit();
      const text = await everywhere(world, after);
      for (const session of ["A1", "A2", "B3"]) expect(text).toContain(session);
    });
  });

  test("the next sync brings the new set, and leaves nothing beside it", async () => {
    await forEachStep(await allSteps(), async ({ b }) => {
      const after = await b.restart();
      await after.sync();
      expect(await readSet(after)).toEqual(newSet);
      expect(await after.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
    });
  });

  test("a blank file that a game made in the gap is never taken as the save", async () => {
    await forEachStep(await findMixSteps(), async ({ b, atDeath }) => {
      const gap = extensions.find((member) => atDeath[member] === undefined);
      if (gap) await writeMember(b, gap, "\xff\xff\xff\xff");
      const after = await b.restart();
      await after.sync();
      expect(await readSet(after)).toEqual(newSet);
    });
  });

  test("a session on top of a mix opens a question, and every session is still there", async () => {
    await forEachStep(await findMixSteps(), async ({ world, b }) => {
      await playSet(b, "B3");
      const after = await b.restart();
      const line = await after.sync();
      expect(line).toMatchObject({ decision: "conflict" });
      const text = await everywhere(world, after);
      for (const session of ["A1", "A2", "B3"]) expect(text).toContain(session);
    });
  });

  test("while the game runs on the mix, nothing is put back under it", async () => {
    await forEachStep(await findMixSteps(), async ({ b, atDeath }) => {
      const after = await b.restart();
      after.processes.push(startedBySteam("game"));
      await after.sync();
      expect(await readSet(after)).toEqual(atDeath);
    });
  });
});

test("an exchange that the disk refuses half-way is undone at once", async () => {
  const { b } = await setupNewer();
  const { rename } = b.disk;
  b.disk.rename = async (from, to) => {
    if (to.endsWith("Game.srm") && from.includes("savepoint")) b.disk.rename = rename;
    else return await rename(from, to);
    throw new FileError("io", to, "The disk says no.");
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "disk" } });
  expect(await readSet(b)).toEqual(oldSet);
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(await readSet(b)).toEqual(newSet);
});

test("played after an exchange that was undone: the old save's continuation asks, it never goes up silently", async () => {
  const { world, b } = await setupNewer();
  const { rename } = b.disk;
  b.disk.rename = async (from, to) => {
    if (!to.endsWith("Game.srm") || !from.includes("savepoint")) return await rename(from, to);
    b.disk.rename = rename;
    throw new FileError("no-space", to, "The disk is full.");
  };
  await launch(b);
  await playSet(b, "B3");
  expect(await b.exit()).toMatchObject({ decision: "conflict" });
  expect(world.rows()).toHaveLength(2);
});

describe("killed in the exchange, the next process", () => {
  test("makes the set whole by itself at its start, signed in or not", async () => {
    await forEachStep(await findMixSteps(), async ({ world, b }) => {
      await world.romm.faults.set("refused");
      const after = await b.restart();
      after.start();
      await vi.waitFor(async () => expect([oldSet, newSet]).toContainEqual(await readSet(after)), 5000);
    });
  });

  test("makes the set whole before its shortcut is bound anew", async () => {
    await forEachStep(await findMixSteps(), async ({ world, b }) => {
      const after = await b.restart();
      const romId = world.romId as RomId;
      const [shortcut] = await after.api.listShortcuts({});
      const save = shortcut?.save ?? expect.fail("no shortcut");
      const bindings = [{ appId, romId, name: "Game", save, slot: "other" as Slot }];
      await after.api.registerShortcuts({ bindings });
      expect([oldSet, newSet]).toContainEqual(await readSet(after));
    });
  });

  test("leaves no file of the exchange beside the set", async () => {
    await forEachStep(await allSteps(), async ({ b }) => {
      const after = await b.restart();
      await after.sync();
      await after.sync();
      const names = await readdir(dirname(after.savePath));
      expect(names.sort()).toEqual(["Game.eep", "Game.srm"]);
    });
  });
});

test("killed around an upload, a set still knows its files: one that vanishes later is asked about", async () => {
  const world = await setupWorld();
  const counted = await world.deck("A", { extensions });
  await playSet(counted, "A1");
  const before = counted.disk.steps();
  await counted.sync();
  const steps = Array.from({ length: counted.disk.steps() - before }, (_, step) => step);
  await forEachLimited(steps, { limit: 6, isStopped: () => false }, async (step) => {
    const own = await setupWorld();
    const a = await own.deck("A", { extensions });
    await playSet(a, "A1");
    a.disk.dieAt(step);
    await a.sync().catch(() => null);
    const after = await a.restart();
    await after.sync();
    await removeMember(after, ".eep");
    await writeMember(after, ".srm", "A1\n".repeat(200));
    expect(await after.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
  });
});
