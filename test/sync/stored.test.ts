import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unitOf } from "../world/engine/account.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { untilStored } from "../world/engine/until-stored.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* Whether RomM has shown that it holds a save: a row and its hash alone prove nothing. */

test("what came down is stored: RomM has just handed it out", async () => {
  const { b } = await setupNewer();
  await b.sync();
  expect(unitOf(b).baseline).toMatchObject({ isTrusted: true, isStored: true });
});

test("not what was sent, though RomM has answered", async () => {
  const { a } = await setupNewer();
  await a.sync();
  expect(unitOf(a).baseline).toMatchObject({ isTrusted: true, isStored: false });
});

test("not what is equal by its hash alone", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  for (const deck of [a, b]) await deck.play("A1");
  await a.sync();
  expect(await b.sync()).toMatchObject({ decision: "adopt" });
  expect(unitOf(b).baseline).toMatchObject({ isTrusted: true, isStored: false });
});

test("what was fetched to compare it is stored", async () => {
  const world = await setupWorld({ version: "4.8" });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const zip = `PK\x05\x06${"\0".repeat(18)}`;
  for (const deck of [a, b]) await deck.write(zip);
  await a.sync();
  expect(await b.sync()).toMatchObject({ decision: "adopt" });
  expect(world.requests()).toContain("GET /api/saves/1/content");
  expect(unitOf(b).baseline).toMatchObject({ isTrusted: true, isStored: true });
});

test("what a long run sent is shown one by one, and recorded for many at once", async () => {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const games = await onlyTheseGames(deck, addRoms(world, 40));
  await Promise.all(games.map(({ name, write }) => write(`${name} A1`)));
  await syncAll(deck);
  const before = await revisionOf(world, deck);
  await untilStored(world, deck);
  const asked = world
    .requests()
    .filter((request) => request.startsWith("GET") && request.includes("/content"));
  expect(asked).toHaveLength(games.length);
  expect((await revisionOf(world, deck)) - before).toBeLessThan(games.length / 2);
});

/** Of `state.json`: grows by one with each write. */
async function revisionOf(world: World, deck: EngineDeck): Promise<number> {
  await deck.state.settled();
  const text = await readFile(join(world.folderOf(deck.name), "data/state.json"), "utf8");
  return Number(/"revision":(\d+)/.exec(text)?.[1]);
}
