import { expect, test } from "vitest";
import { unitOf } from "../../world/engine/account.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

/* PostgreSQL looks only at the rows whose slot is spelt as an upload spells it. Law: another spelling locks nothing for ever. */

function upload(world: World, slot: string, text: string): void {
  world.time.advance(60_000);
  const bytes = new TextEncoder().encode(text);
  const sent = { romId: world.romId, slot, fileName: "Game.srm", bytes };
  expect(world.romm.rules.saves.upload(callerOf(world), sent).ok).toBe(true);
  world.time.advance(60_000);
}

async function playOn(deck: EngineDeck, world: World, session: string): Promise<void> {
  await deck.play(session);
  expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  world.time.advance(60_000);
  await deck.sync();
}

test.each(["postgres", "mariadb"] as const)(
  "a newer row in Autosave is taken, and the next saves land in autosave (%s)",
  async (profile) => {
    const world = await setupWorld({ profile });
    const a = await world.deck("A");
    await playOn(a, world, "A1");
    upload(world, "Autosave", "A1\nW2\n");
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    for (const session of ["A3", "A4"]) await playOn(a, world, session);
    expect(world.rows().at(-1)).toBe("A1\nW2\nA3\nA4\n");
    expect(world.romm.rules.database.saves.map(({ slot }) => slot)).toEqual([
      "autosave",
      "Autosave",
      "autosave",
      "autosave",
    ]);
  },
);

test("a row of our spelling that was re-dated is confirmed beside a newer one of another", async () => {
  const world = await setupWorld({ profile: "postgres" });
  const a = await world.deck("A");
  await playOn(a, world, "A1");
  upload(world, "Autosave", "A1\nW2\n");
  await a.sync();
  world.time.advance(60_000);
  world.romm.rules.saves.setVisibility(callerOf(world), 1, true);
  world.time.advance(60_000);
  world.romm.rules.saves.setVisibility(callerOf(world), 2, true);
  world.time.advance(60_000);
  await playOn(a, world, "A3");
  expect(unitOf(a).slot).toBe("autosave");
  expectOk(await a.api.syncAll({}));
});
