import { describe, expect, test, vi } from "vitest";
import { createQueue } from "../../backend/triggers/queue.ts";
import { comesTrue } from "../launch/setup-exits.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { addRoms, countBy, type DeckGame, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { setupWorld } from "../world/engine/world.ts";

/* Scenario 18: one unit whose every call throws a defect, beside 20 good ones. */

/** Every question about the game's save meets a mistake of ours. */
function breakSave({ disk }: EngineDeck, game: DeckGame): void {
  const unless = <Args extends [string, ...unknown[]], T>(ask: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      if (args[0].includes(`${game.name}.srm`)) throw new TypeError("undefined is not a function");
      return await ask(...args);
    };
  };
  disk.stat = unless(disk.stat);
  disk.realPath = unless(disk.realPath);
  disk.openRead = unless(disk.openRead);
  disk.list = unless(disk.list);
}

async function setupBroken() {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const games = await onlyTheseGames(deck, addRoms(world, 21));
  for (const game of games) await game.write(`${game.name}: A1\n`);
  const [bad, good] = games;
  if (!bad || !good) throw new Error("No games.");
  breakSave(deck, bad);
  return { world, deck, bad, good };
}

const outcomesOf = (lines: Awaited<ReturnType<typeof syncAll>>) =>
  countBy(lines, ({ outcome, problem }) => `${outcome} ${problem?.kind ?? "well"}`);

describe("one unit whose every call throws a defect, beside 20 good ones", () => {
  test("20 are synced, one line says what is wrong, and its stack is in the log", async () => {
    const { world, deck, bad } = await setupBroken();
    expect(outcomesOf(await syncAll(deck))).toEqual({ "done well": 20, "failed internal": 1 });
    expect(world.romm.rules.database.saves).toHaveLength(20);
    const told = deck.errors.filter((line) => line.includes("A defect at one save."));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(` game="${bad.name}" `);
    expect(told[0]).toMatch(/TypeError: undefined is not a function\n +at /);
    const { runs } = await deck.api.getOverview({});
    expect(runs.last?.counts).toMatchObject({ all: 21, sent: 20, failed: 1 });
    expect((await deck.api.getReport({}))?.lines).toHaveLength(21);
  });

  test("the panel opens, and says at which save it is", async () => {
    const { deck, bad } = await setupBroken();
    await syncAll(deck);
    const overview = await deck.api.getOverview({});
    expect(overview.counts).toMatchObject({ synced: 20, problem: 1 });
    expect(overview.needsYou).toMatchObject({ count: 1, choices: 0, looks: 1 });
    expect(overview.needsYou.first).toMatchObject([{ kind: "look", shortcut: { appId: bad.appId } }]);
    expect(countBy(await deck.api.listShortcuts({}), ({ status }) => status.kind)).toEqual({
      ...{ synced: 20, problem: 1 },
    });
  });

  test("its launch is let go, its exit says what is wrong, and other games' go on", async () => {
    const { deck, bad, good } = await setupBroken();
    expect(await deck.api.beforeLaunch({ launchId: "bad", appId: bad.appId })).toEqual({
      ...{ kind: "go-unchecked", reason: "problem", detail: "internal" },
    });
    expect(await deck.api.beforeLaunch({ launchId: "good", appId: good.appId })).toMatchObject({
      kind: "go",
    });
    await good.write(`${good.name}: A1\nA2\n`);
    const lines = async ({ appId }: DeckGame) => expectOk(await deck.api.appExited({ appId })).lines;
    expect(await lines(good)).toMatchObject([{ decision: "upload", outcome: "done" }]);
  });

  test("the catch-up goes on", async () => {
    const { world, deck, good } = await setupBroken();
    deck.start();
    await comesTrue(world, () => expect(world.romm.rules.database.saves).toHaveLength(20));
    await good.write(`${good.name}: A1\nA2\n`);
    await comesTrue(world, () => expect(world.romm.rules.database.saves).toHaveLength(21), 60_000);
  });
});

test("A run that breaks as a whole is caught up, too.", async () => {
  const time = createWorldTime();
  const told: string[] = [];
  const quiet = () => {};
  const log = { error: (message: string) => told.push(message), warn: quiet, info: quiet, debug: quiet };
  let runs = 0;
  const queue = createQueue({ clock: time.clock(), log, settled: quiet }, async () => {
    runs += 1;
    if (runs === 1) throw new TypeError("undefined is not a function");
    return { undone: [], waiting: [], isCancelled: false };
  });
  queue.ask({ whole: "yes" }, 3000);
  time.elapse(3000);
  await vi.waitFor(() => expect(told).toEqual(["The catch-up failed."]));
  await vi.waitFor(() => {
    time.elapse(60_000);
    expect(runs).toBe(2);
  });
});
