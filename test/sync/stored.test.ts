import { expect, test } from "vitest";
import { unitOf } from "../world/engine/account.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { setupWorld } from "../world/engine/world.ts";

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
