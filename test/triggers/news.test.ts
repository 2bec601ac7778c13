import { describe, expect, test } from "vitest";
import type { Notice } from "../../backend/contract/events.ts";
import { pass, restAfterStart, soon } from "../launch/setup-exits.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/** Two Decks agree on eight games; A has started. */
async function setupTwo() {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const romIds = addRoms(world, 8);
  const [ofA, ofB] = [await onlyTheseGames(a, romIds), await onlyTheseGames(b, romIds)];
  for (const game of ofA) await game.write(`${game.name}\n`);
  await syncAll(a);
  world.time.advance(60_000);
  await syncAll(b);
  await restAfterStart(world, b);
  await restAfterStart(world, a);
  for (const said of [a.notices, a.told]) said.splice(0);
  return { world, a, b, ofA, ofB };
}

/** A was away: it starts, and everything is looked at. */
async function comeBack(world: World, deck: EngineDeck): Promise<void> {
  deck.start();
  await pass(world, 3000);
  await soon(async () => expect((await deck.api.getOverview({})).runs.current).toBeNull());
  await pass(world, 0);
}

async function setupAway() {
  const two = await setupTwo();
  const { world, ofA, ofB } = two;
  for (const at of [0, 1, 2]) await ofA[at]?.write(`${ofA[at]?.name}\nat A\n`);
  for (const at of [2, 3]) await ofB[at]?.write(`${ofB[at]?.name}\nat B\n`);
  world.time.advance(60_000);
  await syncAll(two.b);
  world.time.advance(60_000);
  return two;
}

describe("after the player was away", () => {
  test("what was saved, fetched and needs him is told as one thing, and once", async () => {
    const { world, a } = await setupAway();
    await comeBack(world, a);
    await soon(() => expect(a.notices).toEqual(["away-summary"]));
    expect(a.told.at(-1)).toEqual({
      kind: "away-summary",
      saved: 2,
      fetched: 1,
      needsYou: 1,
    } satisfies Notice);
    await comeBack(world, await a.restart());
    expect(a.notices).toEqual(["away-summary"]);
  });

  test("one game alone is told by its name", async () => {
    const { world, a, ofA } = await setupTwo();
    await ofA[0]?.write("at A\nat A\nat A\n");
    await comeBack(world, a);
    await soon(() => expect(a.told.at(-1)).toEqual({ kind: "saved-to-romm", name: ofA[0]?.name }));
  });

  test("a run of his own is told save by save, and no summary follows", async () => {
    const { a } = await setupAway();
    await syncAll(a);
    expect(a.notices.toSorted()).toEqual(["conflict", "saved-to-romm", "saved-to-romm"]);
  });
});

test("A game that is open here and was played elsewhere is told once.", async () => {
  const { world, a, b, ofA, ofB } = await setupTwo();
  const [open = expect.fail()] = ofA;
  a.processes.push(startedBySteam("retroarch", open.appId));
  await ofB[0]?.write(`${ofB[0]?.name}\nat B\n`);
  world.time.advance(60_000);
  await syncAll(b);
  await comeBack(world, a);
  await soon(() => expect(a.told).toEqual([{ kind: "open-elsewhere", name: open.name }]));
  for (let step = 0; step < 8; step++) await pass(world, 60_000);
  expect(a.notices).toEqual(["open-elsewhere"]);
  expect(await open.read()).toBe(`${open.name}\n`);
});
