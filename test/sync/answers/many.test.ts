import { describe, expect, test } from "vitest";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { addRoms, type DeckGame, onlyTheseGames, syncAll } from "../../world/engine/many-games.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

/*
 * Many answers by one press: at most two requests for each and one for all, cancelled between any two, and one line of the
 * log stands for all of them and takes them back.
 */

interface Many {
  world: World;
  a: EngineDeck;
  b: EngineDeck;
  onA: DeckGame[];
  onB: DeckGame[];
}

const here = (index: number) => `A1 of ${index}\nB2\n`;
const there = (index: number) => `A1 of ${index}\nA2\n`;

/** Each game was played on both Decks since both were the same. */
async function setupMany(count: number): Promise<Many> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const romIds = addRoms(world, count);
  const onA = await onlyTheseGames(a, romIds);
  for (const [index, game] of onA.entries()) await game.write(`A1 of ${index}\n`);
  await syncAll(a);
  const onB = await onlyTheseGames(b, romIds);
  world.time.advance(60_000);
  await syncAll(b);
  for (const [index, game] of onA.entries()) await game.write(there(index));
  world.time.advance(60_000);
  await syncAll(a);
  for (const [index, game] of onB.entries()) await game.write(here(index));
  world.time.advance(60_000);
  await syncAll(b);
  world.time.advance(60_000);
  world.requests();
  return { world, a, b, onA, onB };
}

async function answerAll({ b }: Many, choice: "keep-local" | "take-remote" | "keep-both") {
  const conflicts = await b.api.listConflicts({});
  const choices = conflicts.map(({ conflictId }) => ({ conflictId, choice }));
  return expectOk(await b.api.resolveConflicts({ choices }));
}

async function newest({ api }: EngineDeck): Promise<Activity> {
  return expectOk(await api.listActivity({ limit: 1 }))[0] ?? expect.fail("Nothing happened.");
}

async function twoRounds({ world, a, b }: Many): Promise<void> {
  for (let round = 0; round < 2; round++) {
    for (const deck of [b, a]) {
      world.time.advance(60_000);
      await syncAll(deck);
    }
  }
}

describe.each([
  ["keep-local", here, there],
  ["take-remote", there, here],
] as const)("twelve answered with %s", (choice, chosen, other) => {
  test("ask RomM at most twice for each, and once for all", async () => {
    const p = await setupMany(12);
    const report = await answerAll(p, choice);
    expect(report.lines.map(({ outcome }) => outcome)).toEqual(Array(12).fill("done"));
    expect(p.world.requests().length).toBeLessThanOrEqual(2 * 12 + 1);
    for (const [index, game] of p.onB.entries()) expect(await game.read()).toBe(chosen(index));
    await twoRounds(p);
    for (const [index, game] of p.onA.entries()) expect(await game.read()).toBe(chosen(index));
  });

  test("are one line, and one undo takes all back, here and everywhere", async () => {
    const p = await setupMany(4);
    await answerAll(p, choice);
    const line = await newest(p.b);
    expect(line).toMatchObject({ act: "choice", batchSize: 4, romId: null, undo: { kind: "can" } });
    p.world.time.advance(60_000);
    const undone = expectOk(await p.b.api.undo({ activityId: line.id }));
    expect(undone.lines.map(({ outcome }) => outcome)).toEqual(Array(4).fill("done"));
    for (const [index, game] of p.onB.entries()) expect(await game.read()).toBe(other(index));
    await twoRounds(p);
    for (const [index, game] of p.onA.entries()) expect(await game.read()).toBe(other(index));
    expect(await p.b.api.listConflicts({})).toEqual([]);
    // The undoing is one line as well, and is undone by one press.
    const again = await newest(p.b);
    expect(again).toMatchObject({ undoes: line.id, batchSize: 4, undo: { kind: "can" } });
    p.world.time.advance(60_000);
    expectOk(await p.b.api.undo({ activityId: again.id }));
    for (const [index, game] of p.onB.entries()) expect(await game.read()).toBe(chosen(index));
  });
});

test("a single answer asks at most three times", async () => {
  for (const choice of ["keep-local", "take-remote"] as const) {
    const p = await setupMany(1);
    await answerAll(p, choice);
    expect(p.world.requests().length).toBeLessThanOrEqual(3);
  }
});

test("cancelled after any, what was answered stands, the others are asked about, and undo takes back what was done", async () => {
  const p = await setupMany(5);
  const conflicts = await p.b.api.listConflicts({});
  const choices = conflicts.map(({ conflictId }) => ({ conflictId, choice: "take-remote" as const }));
  const { append } = p.b.disk;
  let written = 0;
  p.b.disk.append = async (path, bytes) => {
    await append(path, bytes);
    // The line that stands for all, and two of its parts.
    if (path.endsWith("activity.jsonl") && ++written === 3) await p.b.api.cancelSync({});
  };
  const report = expectOk(await p.b.api.resolveConflicts({ choices }));
  p.b.disk.append = append;
  expect(report).toMatchObject({ isCancelled: true, lines: [{ outcome: "done" }, { outcome: "done" }] });
  expect(await p.b.api.listConflicts({})).toHaveLength(3);
  const line = await newest(p.b);
  expect(line).toMatchObject({ batchSize: 2 });
  p.world.time.advance(60_000);
  expectOk(await p.b.api.undo({ activityId: line.id }));
  for (const [index, game] of p.onB.entries()) expect(await game.read()).toBe(here(index));
});

test("its progress is told, game by game", async () => {
  const p = await setupMany(3);
  p.b.events.splice(0);
  const conflicts = await p.b.api.listConflicts({});
  const choices = conflicts.map(({ conflictId }) => ({ conflictId, choice: "take-remote" as const }));
  await p.b.api.resolveConflicts({ choices });
  expect(p.b.events.filter((event) => event === "progress")).toHaveLength(3);
});

test("a side that moved since is stale and untouched, and the others are carried out", async () => {
  const p = await setupMany(3);
  const conflicts = await p.b.api.listConflicts({});
  await p.onB[1]?.write("B9\n");
  const choices = conflicts.map(({ conflictId }) => ({ conflictId, choice: "take-remote" as const }));
  const { lines } = expectOk(await p.b.api.resolveConflicts({ choices }));
  expect(lines.map(({ problem }) => problem?.kind ?? null).sort()).toEqual([null, null, "stale"].sort());
  expect(await p.onB[1]?.read()).toBe("B9\n");
});

test("keeping both of many gives each a slot of its own, and one undo takes all back", async () => {
  const p = await setupMany(3);
  await answerAll(p, "keep-both");
  for (const [index, game] of p.onB.entries()) expect(await game.read()).toBe(there(index));
  p.world.time.advance(60_000);
  expectOk(await p.b.api.undo({ activityId: (await newest(p.b)).id }));
  for (const [index, game] of p.onB.entries()) expect(await game.read()).toBe(here(index));
});
