import { describe, expect, test } from "vitest";
import type { RomId, Slot } from "../../../backend/core/vocabulary.ts";
import { unitOf } from "../../world/engine/account.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { select } from "../slots/slot-world.ts";

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

describe.each(["postgres", "mariadb"] as const)("another spelling, on %s:", (profile) => {
  test("a row that it got past RomM's lock between the look and the upload is asked about, and both are rows", async () => {
    const world = await setupWorld({ profile });
    const a = await world.deck("A");
    await playOn(a, world, "A1");
    upload(world, "Autosave", "A1\nW2\n");
    await a.play("A2");
    const line = await a.exit();
    // MariaDB's lock knows both spellings for one slot; PostgreSQL's lets the upload pass, and the next look finds the other.
    expect(line).toMatchObject({ decision: profile === "postgres" ? "upload" : "conflict" });
    world.time.advance(60_000);
    expect(await a.sync()).toMatchObject({ decision: "conflict", outcome: "asks" });
    expect(await a.save()).toBe("A1\nA2\n");
    expect(world.rows()).toContain("A1\nW2\n");
    if (profile === "postgres") expect(await a.sync()).toMatchObject({ reason: "raced" });
  });

  test("so is one that came first in an empty slot, while the first upload was on its way", async () => {
    const world = await setupWorld({ profile });
    const a = await world.deck("A");
    await a.play("A1");
    const { link } = a.disk;
    let isIn = false;
    // Right before the upload leaves, when its copy is kept.
    a.disk.link = async (...names) => {
      await link(...names);
      if (!isIn) upload(world, "AUTOSAVE", "W1\n");
      isIn = true;
    };
    await a.sync();
    world.time.advance(60_000);
    expect(isIn).toBe(true);
    expect(await a.sync()).toMatchObject({ outcome: "asks" });
    expect(await a.save()).toBe("A1\n");
    expect(world.rows()).toContain("W1\n");
  });

  test("a slot that RomM's oldest row spells otherwise is written as that does, and its rows are this Deck's own", async () => {
    const world = await setupWorld({ profile });
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    expectOk(await select(a, "Hard Mode", { startFresh: true }));
    await playOn(a, world, "A1");
    world.time.advance(60_000);
    const { location } = unitOf(b);
    const binding = {
      appId,
      romId: world.romId as RomId,
      name: "Game",
      save: location,
      slot: "hard mode" as Slot,
    };
    expectOk(await b.api.registerShortcuts({ bindings: [binding] }));
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
    for (const session of ["B2", "B3"]) await playOn(b, world, session);
    expect(await b.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
    expect(new Set(world.romm.rules.database.saves.map(({ slot }) => slot))).toEqual(new Set(["Hard Mode"]));
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
    expect(await a.save()).toBe("A1\nB2\nB3\n");
  });

  test("a row that was written in another spelling by this Deck itself is its own when it is listed", async () => {
    const world = await setupWorld({ profile });
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    for (const row of world.romm.rules.database.saves) row.slot = "Autosave ";
    world.time.advance(60_000);
    await playOn(a, world, "A2");
    expect(await a.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
    expect(await a.api.listConflicts({})).toEqual([]);
    expect(world.rows().at(-1)).toBe("A1\nA2\n");
  });
});
