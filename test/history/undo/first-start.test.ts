import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { expectOk } from "../../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../../world/engine/many-games.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";

/* A first start is one press: one line of the log stands for it, and one undo takes it back, the saves that came included. */

async function setupStarted() {
  const { world, a, b } = await setupNewer();
  const romIds = addRoms(world, 3);
  const games = await onlyTheseGames(a, romIds);
  for (const [index, game] of games.entries()) {
    await game.write(`old of ${index}\n`);
    world.time.advance(5000);
    await game.sync();
    await game.write(`old of ${index}\nnew of ${index}\n`);
    world.time.advance(5000);
    await game.sync();
  }
  await mkdir(dirname(b.savePath), { recursive: true });
  const savePaths = romIds.map((romId) => `${dirname(b.savePath)}/Game ${romId}.srm`);
  for (const [index, path] of savePaths.entries()) await writeFile(path, `old of ${index}\n`);
  const started = await onlyTheseGames(b, romIds);
  world.time.advance(60_000);
  await syncAll(b);
  for (const [index, game] of started.entries()) {
    expect(await game.read()).toBe(`old of ${index}\nnew of ${index}\n`);
  }
  return { world, a, b, started };
}

test("undone as a whole, the games are gone from the list, and their saves are what they were", async () => {
  const { b, started } = await setupStarted();
  const lines = await b.api.listActivity({});
  const start = expectOk(lines).find(({ act, batchSize }) => act === "added" && batchSize === 3);
  expect(start).toMatchObject({ undo: { kind: "can" }, romId: null });
  const report = expectOk(await b.api.undo({ activityId: start?.id ?? "" }));
  expect(report.lines.map(({ outcome }) => outcome)).toEqual(["done", "done", "done"]);
  expect(await b.api.listShortcuts({})).toEqual([]);
  for (const [index, game] of started.entries()) expect(await game.read()).toBe(`old of ${index}\n`);
  expect(await b.keptCopies()).toContain("old of 1\nnew of 1\n");
});

test("and that undone, the games are back, and what RomM has comes again without a question", async () => {
  const { world, b, started } = await setupStarted();
  const head = async () => {
    const lines = await b.api.listActivity({});
    return expectOk(lines).find(({ batchSize, undo }) => batchSize === 3 && undo.kind === "can");
  };
  expectOk(await b.api.undo({ activityId: (await head())?.id ?? "" }));
  world.time.advance(5000);
  expectOk(await b.api.undo({ activityId: (await head())?.id ?? "" }));
  expect(await b.api.listShortcuts({})).toHaveLength(3);
  world.time.advance(5000);
  await syncAll(b);
  expect(await b.api.listConflicts({})).toEqual([]);
  for (const [index, game] of started.entries()) {
    expect(await game.read()).toBe(`old of ${index}\nnew of ${index}\n`);
  }
});

test("offline, undone and undone again: what came is kept, and the games play on where they were", async () => {
  const { world, b, started } = await setupStarted();
  await world.romm.faults.set("502-html", { route: "* /**" });
  const undoIt = async () => {
    const lines = expectOk(await b.api.listActivity({}));
    const head = lines.find(({ batchSize, undo }) => batchSize === 3 && undo.kind === "can");
    world.time.advance(5000);
    const { lines: done } = expectOk(await b.api.undo({ activityId: head?.id ?? "" }));
    expect(done.map(({ problem }) => problem)).toEqual([null, null, null]);
  };
  await undoIt();
  expect(await b.api.listShortcuts({})).toEqual([]);
  for (const [index, game] of started.entries()) expect(await game.read()).toBe(`old of ${index}\n`);
  await undoIt();
  expect(await b.api.listShortcuts({})).toHaveLength(3);
  const kept = await b.keptCopies();
  for (const index of started.keys()) expect(kept).toContain(`old of ${index}\nnew of ${index}\n`);
  await world.romm.faults.clear();
  world.time.advance(60_000);
  await syncAll(b);
  expect(await b.api.listConflicts({})).toEqual([]);
  for (const [index, game] of started.entries()) {
    expect(await game.read()).toBe(`old of ${index}\nnew of ${index}\n`);
  }
});
