import { describe, expect, test } from "vitest";
import { deviceIdOf } from "../../world/engine/account.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { answer } from "../../world/engine/conflict.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

/*
 * A proxy may hold an upload and deliver it after newer ones of the same Deck. Law: the older content that then lies on
 * top replaces nothing here, and what was newest is made the newest row again.
 */

/** An upload of this Deck; null: of a client that does not say which device it is. */
function arrive(world: World, deck: EngineDeck | null, text: string): void {
  const { romm, romId, time } = world;
  time.advance(5000);
  const bytes = new TextEncoder().encode(text);
  const upload = { romId, slot: "autosave", fileName: "Game.srm", emulator: "retroarch", bytes };
  const device = deck === null ? {} : { deviceId: deviceIdOf(deck) };
  expect(romm.rules.saves.upload(callerOf(world), { ...upload, ...device, overwrite: true }).ok).toBe(true);
  time.advance(5000);
}

/** An upload leaves of which no answer comes, and the save is played on. */
async function loseAnswer(world: World, deck: EngineDeck, sent: string, then: string): Promise<void> {
  await deck.write(sent);
  await world.romm.faults.set("502-html", { route: "POST /api/saves" });
  expect((await deck.sync()).outcome).toBe("failed");
  await world.romm.faults.clear();
  await deck.write(then);
}

/** Two Decks that agree, and an upload of the first one that was never stored, long ago. */
async function setupNeverStored(p: { version?: string; machine?: string }) {
  const world = await setupWorld(p.version === undefined ? {} : { version: p.version });
  const a = await world.deck("A");
  const b = await world.deck("B", p.machine === undefined ? {} : { machine: p.machine });
  await a.write("level 2\n");
  await a.sync();
  await b.sync();
  await a.sync();
  await loseAnswer(world, a, "level 3\n", "level 4\n");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  await a.sync();
  world.time.advance(90 * 24 * 3600 * 1000);
  await b.sync();
  return { world, a, b };
}

/** B comes by itself to what A's upload held that was never stored, and sends it. */
async function reachSame(world: World, b: EngineDeck): Promise<void> {
  await b.write("level 3\n");
  expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  await b.sync();
  world.time.advance(5000);
}

/** All that is on top is taken, a session on top of it goes up, and then there is nothing to do. */
async function expectTaken(world: World, deck: EngineDeck): Promise<void> {
  expect(await deck.sync()).toMatchObject({ decision: "download", outcome: "done" });
  await deck.write("played on\n");
  world.time.advance(5000);
  expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  world.time.advance(5000);
  expect(await deck.sync()).toMatchObject({ decision: "keep" });
  expect(world.rows().at(-1)).toBe("played on\n");
}

/** A's second session was sent, and no answer came; B has the first one. */
async function setupUnanswered(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await world.romm.faults.set("502-html", { route: "POST /api/saves" });
  expect((await a.sync()).outcome).toBe("failed");
  await world.romm.faults.clear();
  return { world, a, b };
}

/** The third one arrived. */
async function setupHeld(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const { world, a, b } = await setupUnanswered();
  await a.play("A3");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  return { world, a, b };
}

describe("an upload that a proxy delivers after a newer one", () => {
  test("does not replace the newer save here, which goes on top again", async () => {
    const { world, a, b } = await setupHeld();
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({
      decision: "upload",
      reason: "older-upload-came-late",
      outcome: "done",
    });
    expect(await a.save()).toBe("A1\nA2\nA3\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\nA3\n", "A1\nA2\n", "A1\nA2\nA3\n"]);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    await b.sync();
    expect(await b.save()).toBe("A1\nA2\nA3\n");
  });

  test("was sent again meanwhile, and played on: the session on top of it stays", async () => {
    const { world, a, b } = await setupUnanswered();
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    await a.play("A3");
    world.time.advance(5000);
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    await a.sync();
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ reason: "older-upload-came-late", outcome: "done" });
    expect(await a.save()).toBe("A1\nA2\nA3\n");
    await b.sync();
    expect(await b.save()).toBe("A1\nA2\nA3\n");
  });

  test("was sent again, and comes before what was played on is listed: there is nothing to ask", async () => {
    const { world, a } = await setupUnanswered();
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    await a.sync();
    arrive(world, a, "A1\nA2\n");
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test("is known for what it is after a restart too", async () => {
    const { world, a } = await setupHeld();
    arrive(world, a, "A1\nA2\n");
    const again = await a.restart();
    expect(await again.sync()).toMatchObject({ decision: "upload", reason: "older-upload-came-late" });
    expect(await a.save()).toBe("A1\nA2\nA3\n");
  });

  test("asks nothing of a session that was played meanwhile", async () => {
    const { world, a } = await setupHeld();
    arrive(world, a, "A1\nA2\n");
    await a.play("A4");
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\nA4\n");
  });

  test("hides nothing that another Deck played", async () => {
    const { world, a, b } = await setupHeld();
    await b.sync();
    await b.play("B4");
    await b.sync();
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ decision: "download" });
    expect(await a.save()).toBe("A1\nA2\nA3\nB4\n");
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\nB4\n");
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test("does not undo the player's choice of RomM's save", async () => {
    const { world, a, b } = await setupUnanswered();
    await b.play("B2");
    await b.sync();
    await a.sync();
    await answer(a, "take-remote");
    expect(await a.save()).toBe("A1\nB2\n");
    arrive(world, a, "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ decision: "upload", reason: "older-upload-came-late" });
    expect(await a.save()).toBe("A1\nB2\n");
    expect(world.rows().at(-1)).toBe("A1\nB2\n");
  });
});

describe("what equals an upload that was never stored, but is another's", () => {
  test.each(["4.8", "5.2"])("is taken from the other Deck months later (RomM %s)", async (version) => {
    const { world, a, b } = await setupNeverStored({ version });
    await reachSame(world, b);
    await expectTaken(world, a);
  });

  test("is taken from a client that does not say which device it is", async () => {
    const { world, a } = await setupNeverStored({});
    arrive(world, null, "level 3\n");
    await expectTaken(world, a);
  });

  test("is taken from a cloned Deck, which is the same device to RomM, months later", async () => {
    const { world, a, b } = await setupNeverStored({ machine: "A" });
    await reachSame(world, b);
    expect(await a.sync()).toMatchObject({ decision: "download" });
    await b.sync();
    expect(await b.save()).toBe("level 3\n");
  });
});

/** X was sent without an answer and came after Y, which A put on top of it again: it is known by now. */
async function comeLate(world: World, a: EngineDeck): Promise<void> {
  await loseAnswer(world, a, "X\n", "Y\n");
  await a.sync();
  arrive(world, a, "X\n");
  expect(await a.sync()).toMatchObject({ reason: "older-upload-came-late", outcome: "done" });
  await a.sync();
}

test.each(["4.8", "5.2"])(
  "a row that came late is known once: put on top on purpose, it is taken (RomM %s)",
  async (version) => {
    const world = await setupWorld({ version });
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.write("P\n");
    await a.sync();
    await b.sync();
    await a.sync();
    await comeLate(world, a);
    await b.sync();
    arrive(world, b, "X\n");
    await expectTaken(world, a);
  },
);

test("a cloned Deck that puts the row on top which came late is believed: one upload comes late once", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.write("P\n");
  await a.sync();
  await a.sync();
  await comeLate(world, a);
  arrive(world, a, "X\n");
  await expectTaken(world, a);
});

test.each(["4.8", "5.2"])("two Decks with a late upload each come to rest (RomM %s)", async (version) => {
  const world = await setupWorld({ version });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.write("P\n");
  await a.sync();
  await b.sync();
  await a.sync();
  await loseAnswer(world, a, "X\n", "X\n");
  await loseAnswer(world, b, "Y\n", "Z\n");
  expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  await b.sync();
  expect(await a.sync()).toMatchObject({ decision: "conflict" });
  await answer(a, "take-remote");
  expect(await a.save()).toBe("Z\n");
  arrive(world, a, "X\n");
  arrive(world, b, "Y\n");
  const decisions: string[] = [];
  for (const deck of [a, b, a, b, a, b, a, b, a, b, a, b]) {
    world.time.advance(30_000);
    decisions.push((await deck.sync()).decision);
  }
  expect(decisions.slice(-4)).toEqual(["keep", "keep", "keep", "keep"]);
  expect(await a.save()).toBe(await b.save());
});
