import { expect, test } from "vitest";
import { callerOf } from "../../world/engine/caller.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { type JsonObject, rewriteRows } from "../../world/romm/breakages/breakage.ts";

/* RomM may tell a row strangely. Law: one such row does not stop a game, unless it may be the newest save of the slot. */

async function setupTold() {
  const told = { as: (row: JsonObject): JsonObject => row };
  const world = await setupWorld({ breakage: rewriteRows("GET /api/saves", (row) => told.as(row)) });
  const deck = await world.deck("A");
  for (const session of ["A1", "A2"]) {
    await deck.play(session);
    expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    world.time.advance(60_000);
  }
  const elsewhere = { romId: world.romId, slot: "run2", fileName: "Game.srm", bytes: Buffer.from("R1\n") };
  expect(world.romm.rules.saves.upload(callerOf(world), elsewhere).ok).toBe(true);
  const tell = (id: number, change: JsonObject) => {
    told.as = (row) => (row.id === id ? { ...row, ...change } : row);
  };
  return { world, deck, tell };
}

const noDate = { updated_at: null };

test.each([
  ["an older row of the slot has no date", 1, noDate],
  ["an older row of the slot has no size", 1, { file_size_bytes: -1 }],
  ["a row of another slot has no date", 3, noDate],
  ["the newest row names no devices", 2, { device_syncs: null }],
  ["the newest row has a hash that is none", 2, { content_hash: "none" }],
] as const)("%s: the game goes on", async (_what, id, change) => {
  const { world, deck, tell } = await setupTold();
  tell(id, change);
  expect(await deck.sync()).toMatchObject({ decision: "keep", outcome: "done" });
  await deck.play("A3");
  expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.rows()).toContain("A1\nA2\nA3\n");
});

test.each([
  ["the newest row of the slot has no date", 2, noDate],
  ["a row does not tell its slot", 3, { slot: 7 }],
] as const)(
  "%s: nothing moves, the player is told, and the game goes on when RomM tells it again",
  async (_what, id, change) => {
    const { world, deck, tell } = await setupTold();
    tell(id, change);
    await deck.play("A3");
    expect(await deck.sync()).toMatchObject({
      outcome: "failed",
      problem: { kind: "romm", code: "malformed" },
    });
    expect(world.rows()).not.toContain("A1\nA2\nA3\n");
    expect(await deck.save()).toBe("A1\nA2\nA3\n");
    tell(id, {});
    expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  },
);
