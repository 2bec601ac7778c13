import { expect, test, vi } from "vitest";
import type { Overview } from "../../backend/contract/overview.ts";
import type { Disk } from "../../backend/machine/disk.ts";
import { uploadRow } from "../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld } from "../world/engine/world.ts";

/* Opening the panel costs next to nothing, however many games there are, and says the same as the lists do. */

const many = 1_000;

test("An overview of 1,000 games with 1,000 questions is small, quick, and touches no disk", async () => {
  const { deck } = await setupQuestions(many);
  const first = await deck.api.getOverview({});
  const disk = countDisk(deck);
  const startMs = performance.now();
  const overview = await deck.api.getOverview({});
  // The aim is 5 ms; it is measured where nothing else runs.
  expect(performance.now() - startMs).toBeLessThan(50);
  expect(disk.asked).toEqual([]);
  expect(JSON.stringify(overview).length).toBeLessThanOrEqual(20_000);
  expect(overview).toEqual(first);
  expect(overview.gated).toHaveLength(many);
  expect(overview.counts.conflict).toBe(many);
  expect(overview.needsYou).toMatchObject({ count: many, choices: many, looks: 0, first: { length: 3 } });
  expect(overview.runs.last).toMatchObject({ counts: { all: many, asking: many, sent: 0 } });
  expect(overview.runs.last).not.toHaveProperty("lines");
  expect((await deck.api.getReport({}))?.lines).toHaveLength(many);
});

test("What is shown first is what the lists show first: open choices, and those that were put off last", async () => {
  const { deck } = await setupQuestions(5);
  const [a, b] = await deck.api.listConflicts({});
  if (!a || !b) throw new Error("Nothing is asked.");
  const choices = [a, b].map(({ conflictId }) => ({ conflictId, choice: "later" as const }));
  expectOk(await deck.api.resolveConflicts({ choices }));
  const { needsYou } = await deck.api.getOverview({});
  expect(needsYou).toMatchObject({ count: 5, choices: 3, looks: 0 });
  expect(needsYou.first.map((need) => need.kind === "choice" && need.conflict.isPostponed)).toEqual([
    ...[false, false, false],
  ]);
});

test("A status is renewed by syncs, launch checks, exits, answers and lists, and the overview tells it from memory", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  expect(await kindsOf(a)).toEqual(["waiting-for-network"]);
  await a.sync();
  expect(await kindsOf(a)).toEqual(["synced"]);
  await b.sync();
  await a.play("A2");
  expect(await kindsOf(a)).toEqual(["synced"]);
  await a.api.listShortcuts({});
  expect(await kindsOf(a)).toEqual(["will-upload"]);
  await a.exit();
  expect(await kindsOf(a)).toEqual(["synced"]);
  expectOk(await b.api.syncShortcut({ appId, dryRun: true }));
  expect(await kindsOf(b)).toEqual(["will-download"]);
  await b.api.beforeLaunch({ launchId: "one", appId });
  expect(await kindsOf(b)).toEqual(["synced"]);
  await b.play("B1");
  await a.play("A3");
  await a.sync();
  await b.exit();
  expect(await kindsOf(b)).toEqual(["conflict"]);
  const [conflict] = await b.api.listConflicts({});
  const conflictId = conflict?.conflictId ?? expect.fail("nothing is asked");
  expectOk(await b.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] }));
  expect(await kindsOf(b)).toEqual(["synced"]);
  expectOk(await b.api.setTracking({ appId, tracked: false }));
  expect(await kindsOf(b)).toEqual(["untracked"]);
  expect((await b.api.getOverview({})).gated).toEqual([]);
});

test("A game that runs stands by itself", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  a.processes.push(startedBySteam());
  await a.api.appStarted({ appId });
  await vi.waitFor(async () => expect((await a.api.getOverview({})).playing?.appId).toBe(appId));
  expect(await kindsOf(a)).toEqual(["playing"]);
});

test("After a start nothing is called safe that was not looked at; then the files' own word stands", async () => {
  const world = await setupWorld();
  const before = await world.deck("A");
  await before.play("A1");
  await before.sync();
  const deck = await before.restart();
  expect(await kindsOf(deck)).toEqual(["not-looked"]);
  deck.start();
  await vi.waitFor(async () => expect(await kindsOf(deck)).toEqual(["synced"]));
});

test("What moved is told by its part, and what moves together is told once", async () => {
  const world = await setupWorld();
  const deck = await world.deck("A");
  await deck.play("A1");
  await vi.waitFor(() => expect(deck.events).not.toEqual([]));
  await new Promise((resolve) => setTimeout(resolve, 150));
  deck.changes.splice(0);
  await deck.sync();
  await vi.waitFor(() => expect(new Set(deck.changes.flat())).toEqual(new Set(["saves", "activity"])));
  deck.changes.splice(0);
  await deck.api.updateSettings({ launchBudgetMs: 2_000 });
  await vi.waitFor(() => expect(deck.changes.flat()).toEqual(["settings"]));
});

/** A Deck that asks about each of its games: here and in RomM stand saves that never met. */
async function setupQuestions(count: number) {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const romIds = addRoms(world, count);
  for (const romId of romIds) {
    uploadRow({ ...world, romId }, `Game ${romId}.srm`, new TextEncoder().encode(`elsewhere ${romId}`));
  }
  for (const game of await onlyTheseGames(deck, romIds)) await game.write(`here ${game.romId}`);
  const lines = await syncAll(deck);
  expect(lines.every(({ outcome }) => outcome === "asks")).toBe(true);
  return { world, deck };
}

async function kindsOf({ api }: EngineDeck): Promise<string[]> {
  const { counts }: Overview = await api.getOverview({});
  return Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [kind] : []));
}

/** What the disk is asked from now on. */
function countDisk({ disk }: EngineDeck): { asked: string[] } {
  const asked: string[] = [];
  const port: Disk = disk;
  for (const [name, method] of Object.entries(port)) {
    if (typeof method !== "function") continue;
    Reflect.set(port, name, (...args: unknown[]) => {
      asked.push(`${name} ${String(args[0])}`);
      return Reflect.apply(method, port, args);
    });
  }
  return { asked };
}
