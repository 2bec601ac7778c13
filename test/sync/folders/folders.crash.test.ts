import { describe, expect, test } from "vitest";
import { forEachLimited } from "../../../backend/work/queues.ts";
import { appId, type EngineDeck } from "../../world/engine/deck.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { readAll, removeAll, type ShapeName, shapes, writeAll } from "./folder-decks.ts";

/**
 * Scenario 13, for saves that are folders. The process dies before every changing step of an exchange. Law:
 * whatever a game started next finds is the old set or the new one, never a mix, never blank; and nothing is gone.
 */
const folders: ShapeName = "a folder set by disc id, as of PPSSPP";
const folder: ShapeName = "a deep folder with its file beside it, as of Azahar";
const single: ShapeName = "a data folder, as of Dolphin's Wii";
const wii = "Wii/title/00010000/52535045";
const parent = "PSP/SAVEDATA";
const data = "sdmc/title/00040000/00055d00/data";

interface Case {
  shape: ShapeName;
  root: string;
  old: Record<string, string>;
  new: Record<string, string>;
  /** What the game goes on with. */
  played: string;
  /** What is exchanged as one. */
  tops: string[];
}

const cases: Case[] = [
  {
    ...{ shape: folders, root: parent, played: `${parent}/ULUS10041S0/DATA.BIN` },
    tops: [`${parent}/ULUS10041S0`, `${parent}/ULUS10041S1`, `${parent}/ULUS10041S2`],
    old: { [`${parent}/ULUS10041S0/DATA.BIN`]: "A1\n", [`${parent}/ULUS10041S1/sub/X`]: "A1\n" },
    new: {
      [`${parent}/ULUS10041S0/DATA.BIN`]: "A1\nA2\n",
      [`${parent}/ULUS10041S0/MORE.BIN`]: "A2\n",
      [`${parent}/ULUS10041S2/new/`]: "",
    },
  },
  {
    ...{ shape: single, root: wii, played: `${wii}/data/save`, tops: [`${wii}/data`] },
    old: { [`${wii}/data/banner`]: "A1\n", [`${wii}/data/save`]: "A1\n" },
    new: { [`${wii}/data/other/file`]: "A2\n", [`${wii}/data/save`]: "A1\nA2\n" },
  },
  {
    ...{ shape: folder, root: data, played: `${data}/00000001/main` },
    tops: [`${data}/00000001`, `${data}/00000001.metadata`],
    old: { [`${data}/00000001.metadata`]: "A1\n", [`${data}/00000001/main`]: "A1\n" },
    new: { [`${data}/00000001.metadata`]: "A1\nA2\n", [`${data}/00000001/main`]: "A1\nA2\n" },
  },
];

/** The emulator's own: hidden files are ours. */
async function read(deck: EngineDeck, root: string): Promise<Record<string, string>> {
  const all = Object.entries(await readAll(deck, root));
  return Object.fromEntries(all.filter(([name]) => !name.includes("/.") && name !== `${root}/`));
}

async function setupNewer({ shape, old, new: next, root }: Case): Promise<{ world: World; b: EngineDeck }> {
  const world = await setupWorld();
  const a = await world.deck("A", { save: shapes[shape] });
  const b = await world.deck("B", { save: shapes[shape] });
  await writeAll(a, old);
  await a.sync();
  await b.sync();
  await removeAll(a, root);
  await writeAll(a, next);
  await a.sync();
  return { world, b };
}

const launch = (deck: EngineDeck) => deck.api.beforeLaunch({ launchId: "launch-1", appId, budgetMs: 60_000 });

async function stepsOf(one: Case): Promise<number[]> {
  const { b } = await setupNewer(one);
  const before = b.disk.steps();
  await launch(b);
  expect(await read(b, one.root)).toEqual(one.new);
  return Array.from({ length: b.disk.steps() - before }, (_, step) => step);
}

async function dieAt(one: Case, step: number) {
  const { world, b } = await setupNewer(one);
  b.disk.dieAt(step);
  await launch(b).catch(() => null);
  expect(b.disk.isDead()).toBe(true);
  return { world, b, atDeath: await read(b, one.root) };
}

type Death = Awaited<ReturnType<typeof dieAt>>;

const forEachDeath = async (one: Case, steps: number[], run: (death: Death) => Promise<void>) =>
  await forEachLimited(steps, { limit: 4, isStopped: () => false }, async (step) =>
    run(await dieAt(one, step)),
  );

const isOneOf = (one: Case, found: Record<string, string>) =>
  [one.old, one.new].some((files) => JSON.stringify(files) === JSON.stringify(found));

const mixes = new Map<Case, Promise<number[]>>();

/** The steps at whose death some of it was old and some new, or missing. */
function mixesOf(one: Case): Promise<number[]> {
  const known =
    mixes.get(one) ??
    (async () => {
      const found: number[] = [];
      await forEachLimited(await stepsOf(one), { limit: 4, isStopped: () => false }, async (step) => {
        if (!isOneOf(one, (await dieAt(one, step)).atDeath)) found.push(step);
      });
      expect(found.length).toBeGreaterThanOrEqual(one.tops.length);
      return found.sort((a, b) => a - b);
    })();
  mixes.set(one, known);
  return known;
}

async function everywhere(one: Case, world: World, deck: EngineDeck): Promise<string> {
  return [...world.rows(), ...(await deck.keptCopies()), ...Object.values(await read(deck, one.root))].join(
    "",
  );
}

describe.each(cases)("killed in the exchange of $shape", (one) => {
  test("a launch offline finds the old set or the new one, never a mix, never blank", async () => {
    await forEachDeath(one, await stepsOf(one), async ({ world, b }) => {
      await world.romm.faults.set("refused");
      const after = await b.restart();
      await launch(after);
      const found = await read(after, one.root);
      expect([one.old, one.new]).toContainEqual(found);
      await writeAll(after, { [one.played]: `${found[one.played] ?? ""}B3\n` });
      await world.romm.faults.clear();
      await after.exit();
      const text = await everywhere(one, world, after);
      for (const session of ["A1", "A2", "B3"]) expect(text).toContain(session);
    });
  });

  test("the next sync brings the new set, and leaves nothing beside it", async () => {
    await forEachDeath(one, await stepsOf(one), async ({ b }) => {
      const after = await b.restart();
      await after.sync();
      expect(await read(after, one.root)).toEqual(one.new);
      expect(await after.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
      expect(await readAll(after, one.root)).toEqual(one.new);
    });
  });

  test("killed once more at any step while it is put right, it is put right all the same", async () => {
    const seconds = Array.from({ length: 14 }, (_, step) => step);
    const twice = (await mixesOf(one)).flatMap((first) => seconds.map((second) => ({ first, second })));
    await forEachLimited(twice, { limit: 4, isStopped: () => false }, async ({ first, second }) => {
      const { world, b } = await dieAt(one, first);
      await world.romm.faults.set("refused");
      const next = await b.restart();
      next.disk.dieAt(second);
      await launch(next).catch(() => null);
      const after = await b.restart();
      await launch(after);
      expect([one.old, one.new]).toContainEqual(await read(after, one.root));
    });
  });

  test("empty folders that a game made in the gap are never taken as the save", async () => {
    await forEachDeath(one, await mixesOf(one), async ({ b, atDeath }) => {
      const gaps = one.tops.filter(
        (top) =>
          !Object.keys(atDeath).some((name) => name === top || name.startsWith(`${top}/`)) &&
          Object.keys(one.old).some((name) => name.startsWith(`${top}/`)),
      );
      for (const gap of gaps) await writeAll(b, { [`${gap}/fresh/`]: "" });
      const after = await b.restart();
      await after.sync();
      expect(await read(after, one.root)).toEqual(one.new);
    });
  });

  test("a session on top of a mix opens a question, and every session is still there", async () => {
    await forEachDeath(one, await mixesOf(one), async ({ world, b, atDeath }) => {
      await writeAll(b, { [one.played]: `${atDeath[one.played] ?? "fresh\n"}B3\n` });
      const after = await b.restart();
      expect(await after.sync()).toMatchObject({ decision: "conflict" });
      const text = await everywhere(one, world, after);
      for (const session of ["A1", "A2", "B3"]) expect(text).toContain(session);
    });
  });

  test("while the game runs on the mix, nothing is put back under it", async () => {
    await forEachDeath(one, await mixesOf(one), async ({ b, atDeath }) => {
      const after = await b.restart();
      after.processes.push(startedBySteam("game"));
      await after.sync();
      expect(await read(after, one.root)).toEqual(atDeath);
    });
  });
});
