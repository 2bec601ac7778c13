import { expect, test } from "vitest";
import type { UnitId } from "../../backend/core/vocabulary.ts";
import { createTriggers, type RunAsked } from "../../backend/triggers/triggers.ts";
import { aMoment } from "../world/engine/a-moment.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { setupWorld } from "../world/engine/world.ts";

const count = 24;

test("Two Decks that come back together go through their games in different orders.", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const romIds = addRoms(world, count);
  const games = await onlyTheseGames(a, romIds);
  await onlyTheseGames(b, romIds);
  for (const game of games) await game.write(`${game.name}\n`);
  await syncAll(a);
  const rows = [...world.romm.rules.database.saves];
  world.time.advance(60_000);
  world.requests();
  await syncAll(b);
  const fetched = world.requests().flatMap((line) => line.match(/saves\/(\d+)\/content/)?.[1] ?? []);
  const sentAt = (id: number) => rows.findIndex((row) => row.id === id);
  expect(rows).toHaveLength(count);
  expect(fetched).toHaveLength(count);
  // Of one order each is at its place, give or take the few that are under way at once; of two a third of all off.
  const off = fetched.map((id, at) => Math.abs(sentAt(Number(id)) - at));
  expect(off.reduce((sum, one) => sum + one, 0) / count).toBeGreaterThan(count / 7);
});

function setupTriggers() {
  const time = createWorldTime();
  const runs: RunAsked[] = [];
  const quiet = () => {};
  const triggers = createTriggers({
    clock: time.clock(),
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    addresses: () => "",
    probe: async () => "there",
    dropConnections: quiet,
    async run(asked) {
      runs.push(asked);
      return { undone: [], waiting: [], isCancelled: false };
    },
    folders: {
      disk: {
        entries: async () => null,
        fileSystem: async () => null,
        stat: async () => null,
      },
      watchFolder: () => null,
      listUnits: () => [],
      readStamps: async () => "",
      isLeased: () => false,
      isOpen: async () => false,
      readStatus: async () => ({ kind: "synced" }),
      questionOf: () => null,
      sendOpen: async () => true,
    },
  });
  const pass = async (ms: number) => {
    await aMoment(5);
    time.elapse(ms);
    await aMoment(5);
  };
  return { triggers, runs, pass };
}

test("Whoever opens and closes the panel looks once in a minute, and at everything once in five.", async () => {
  const { triggers, runs, pass } = setupTriggers();
  for (let press = 0; press < 10; press++) {
    triggers.panelOpened();
    await pass(5000);
  }
  expect(runs.map(({ isWhole }) => isWhole)).toEqual([true]);
  await pass(20_000);
  triggers.panelOpened();
  await pass(2000);
  expect(runs.map(({ isWhole }) => isWhole)).toEqual([true, false]);
  await pass(300_000);
  triggers.panelOpened();
  await pass(2000);
  expect(runs.map(({ isWhole }) => isWhole)).toEqual([true, false, true]);
});

test("A game that started unchecked is looked at by itself, ten seconds later.", async () => {
  const { triggers, runs, pass } = setupTriggers();
  triggers.startedUnchecked("one" as UnitId);
  await pass(9000);
  expect(runs).toEqual([]);
  await pass(1000);
  expect(runs).toMatchObject([{ unitIds: ["one"], isWhole: false }]);
});
