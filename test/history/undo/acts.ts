import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { RomId } from "../../../backend/core/vocabulary.ts";
import { select } from "../../sync/slots/slot-world.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { addRoms, type DeckGame, onlyTheseGames, syncAll } from "../../world/engine/many-games.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { choose, setupConflict, setupFetched, type UndoWorld } from "./undo-world.ts";

/** What a player sees of one Deck: its list of games, what each is tied to and plays, and every save's text. */
export interface Played {
  ties: unknown[];
  saves: Record<string, string>;
}

/** What can be undone, as a player does it on Deck B. */
export interface ActRow {
  name: string;
  setup(): Promise<UndoWorld>;
  act(p: UndoWorld): Promise<unknown>;
  /** Where taking it back brings something else than what stood before: RomM's save, that was not this Deck's. */
  undone?: (before: Played) => Played;
  /** Taken back offline; `needs-romm`: nobody but RomM has what it would give back, which is said. */
  offline: "works" | "needs-romm";
  /** A session on top of what the act brought; null: nothing of it is played. */
  session: ((p: UndoWorld) => Promise<unknown>) | null;
}

export async function playedOn({ api, savePath }: EngineDeck): Promise<Played> {
  const shortcuts = await api.listShortcuts({});
  const folder = dirname(savePath);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".srm")).sort();
  const saves: Record<string, string> = {};
  for (const name of names) saves[name] = await readFile(join(folder, name), "utf8");
  return {
    ties: shortcuts.map(({ appId: app, romId, slot, save, isTracked }) => ({
      ...{ app, romId, slot, save, isTracked },
    })),
    saves,
  };
}

/** Another session in every save that stands there. */
async function playAll({ b, world }: UndoWorld): Promise<void> {
  world.time.advance(60_000);
  const { saves } = await playedOn(b);
  const files = Object.keys(saves).length === 0 ? { "Game.srm": "" } : saves;
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(dirname(b.savePath), name), `${text}played since\n`);
  }
  world.time.advance(60_000);
  await syncAll(b);
  world.time.advance(60_000);
}

const count = 4;
const of = (index: number) => `${index}: A1\n`;

interface Many extends UndoWorld {
  onA: DeckGame[];
  onB: DeckGame[];
}

/** Four games on both Decks, the same everywhere, an hour ago. */
async function setupSame(): Promise<Many> {
  const { world, a, b } = await setupNewer();
  const romIds = addRoms(world, count);
  const [onA, onB] = [await onlyTheseGames(a, romIds), await onlyTheseGames(b, romIds)];
  for (const [index, game] of onA.entries()) await game.write(of(index));
  await syncAll(a);
  world.time.advance(60_000);
  await syncAll(b);
  await rm(b.savePath);
  world.time.advance(7_200_000);
  return { world, a, b, onA, onB };
}

/** All of them were played on both Decks since, and ask. */
async function setupManyConflicts(): Promise<UndoWorld> {
  const p = await setupSame();
  for (const [index, game] of p.onA.entries()) await game.write(`${of(index)}A2\n`);
  await syncAll(p.a);
  p.world.time.advance(60_000);
  for (const [index, game] of p.onB.entries()) await game.write(`${of(index)}B2\n`);
  await syncAll(p.b);
  p.world.time.advance(60_000);
  return p;
}

/** Went on everywhere, and then an older save is back on all of B: it waits for an answer. */
async function setupManyHeld(): Promise<UndoWorld> {
  const p = await setupSame();
  for (const [index, game] of p.onA.entries()) await game.write(`${of(index)}A2\n`);
  await syncAll(p.a);
  p.world.time.advance(60_000);
  await syncAll(p.b);
  p.world.time.advance(7_200_000);
  for (const [index, game] of p.onB.entries()) await game.write(of(index));
  await syncAll(p.b);
  expect(await p.b.api.listHeld({})).toHaveLength(count);
  p.world.time.advance(60_000);
  return p;
}

async function setupSecond(): Promise<UndoWorld> {
  const p = await setupFetched();
  expectOk(await select(p.b, "second", { startFresh: true }));
  await p.b.write("S1\n");
  await p.b.sync();
  p.world.time.advance(5000);
  expectOk(await select(p.b, "autosave"));
  p.world.time.advance(60_000);
  return p;
}

const resolveAll = (choice: "keep-local" | "take-remote" | "keep-both") => async (p: UndoWorld) => {
  const conflicts = await p.b.api.listConflicts({});
  const choices = conflicts.map(({ conflictId }) => ({ conflictId, choice }));
  const { lines } = expectOk(await p.b.api.resolveConflicts({ choices }));
  expect(new Set(lines.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
};

const releaseAll = (choice: "go-on" | "keep-local" | "take-remote") => async (p: UndoWorld) => {
  const unitIds = (await p.b.api.listHeld({})).map(({ unitId }) => unitId);
  const { lines } = expectOk(await p.b.api.releaseHeld({ unitIds, choice }));
  expect(lines.map(({ outcome }) => outcome)).toEqual(Array(count).fill("done"));
};

/** RomM's save of each game stands there, which was not this Deck's. */
const withSaves = (textOf: (before: string) => string) => (before: Played) => ({
  ...before,
  saves: Object.fromEntries(Object.entries(before.saves).map(([name, text]) => [name, textOf(text)])),
});

const content = { offline: "works", session: playAll } as const;

export const contentActs: ActRow[] = [
  { name: "taking RomM's", setup: setupConflict, act: choose("take-remote"), ...content },
  {
    name: "keeping this Deck's",
    ...{ setup: setupConflict, act: choose("keep-local"), ...content, offline: "needs-romm" },
    undone: (before) => ({ ...before, saves: { "Game.srm": "A1\nA2\n" } }),
  },
  { name: "keeping both", setup: setupConflict, act: resolveAll("keep-both"), ...content },
  {
    name: "what Savepoint fetched by itself",
    setup: async () => {
      const p = await setupNewer();
      p.world.time.advance(60_000);
      return p;
    },
    act: async ({ b }) => expect(await b.sync()).toMatchObject({ decision: "download" }),
    ...content,
  },
  {
    name: "going back to an older version",
    setup: setupFetched,
    act: async ({ b }) => {
      const { versions } = expectOk(await b.api.listVersions({ appId }));
      const older = versions.find(({ isNow }) => !isNow) ?? expect.fail("There is no other version.");
      expectOk(await b.api.restoreVersion({ appId, versionId: older.versionId }));
    },
    ...content,
  },
  { name: "many answers with RomM's", setup: setupManyConflicts, act: resolveAll("take-remote"), ...content },
  {
    name: "many answers with this Deck's",
    ...{ setup: setupManyConflicts, act: resolveAll("keep-local"), ...content, offline: "needs-romm" },
    undone: withSaves((text) => text.replace("B2", "A2")),
  },
  { name: "many answers with both", setup: setupManyConflicts, act: resolveAll("keep-both"), ...content },
  { name: "many on hold, with RomM's", setup: setupManyHeld, act: releaseAll("take-remote"), ...content },
  {
    name: "many on hold, with this Deck's",
    ...{ setup: setupManyHeld, act: releaseAll("keep-local"), ...content, offline: "needs-romm" },
    undone: withSaves((text) => `${text}A2\n`),
  },
  {
    name: "many on hold that go on",
    ...{ setup: setupManyHeld, act: releaseAll("go-on"), ...content, offline: "needs-romm" },
    undone: withSaves((text) => `${text}A2\n`),
  },
];

export const playthroughActs: ActRow[] = [
  {
    name: "a new playthrough",
    setup: setupFetched,
    act: async ({ b }) => expectOk(await select(b, "second", { startFresh: true })),
    ...content,
  },
  {
    name: "a new playthrough from a version",
    setup: setupFetched,
    act: async ({ b }) => {
      const { versions } = expectOk(await b.api.listVersions({ appId }));
      const fromVersion = versions.find(({ isNow }) => !isNow)?.versionId ?? "";
      expectOk(await select(b, "second", { fromVersion }));
    },
    ...content,
  },
  {
    name: "a playthrough that was played before",
    setup: setupSecond,
    act: async ({ b }) => expectOk(await select(b, "second")),
    ...content,
  },
];

const registry = { offline: "works", session: null } as const;

export const registryActs: ActRow[] = [
  {
    name: "removing the game",
    setup: setupFetched,
    act: async ({ b }) => expectOk(await b.api.unregisterShortcuts({ appIds: [appId] })),
    ...registry,
  },
  {
    name: "emptying the list of games",
    setup: setupSame,
    act: async ({ b }) => expectOk(await b.api.clearRegistry({})),
    ...registry,
  },
  {
    name: "not following it any more",
    setup: setupFetched,
    act: async ({ b }) => expectOk(await b.api.setTracking({ appId, tracked: false })),
    ...registry,
  },
  {
    name: "another of RomM's games",
    setup: setupFetched,
    act: async ({ b, world }) => {
      const { id } = world.romm.addRom({ platform: "gba", fsName: "Other.gba" });
      expectOk(await b.api.changeRom({ appId, romId: id as RomId }));
    },
    ...registry,
  },
  {
    name: "another place of the save",
    setup: setupFetched,
    act: async ({ b }) => {
      const path = b.savePath.replace("Game.srm", "Elsewhere.srm");
      expectOk(await b.api.setSaveLocation({ appId, save: { kind: "file", path, emulator: "retroarch" } }));
    },
    ...registry,
  },
];
