import { describe, expect, test } from "vitest";
import { deviceIdOf } from "../world/engine/account.ts";
import { callerOf } from "../world/engine/caller.ts";
import { answer } from "../world/engine/conflict.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* Scenario 9: the server's lock tells devices apart, and holds only between a check and the row that follows it. */

async function setupAgreed(machines: [string, string] = ["A", "B"]) {
  const world = await setupWorld();
  const [a, b] = [
    await world.deck("A", { machine: machines[0] }),
    await world.deck("B", { machine: machines[1] }),
  ];
  for (const deck of [a, b]) {
    expectOk(await deck.api.updateSettings({ autocleanup: { isOn: true, limit: 3 } }));
  }
  await a.play("A1");
  await a.sync();
  await b.sync();
  world.time.advance(60_000);
  return { world, a, b };
}

/**
 * Both uploads pass RomM's check before either makes its row. B's is the first row; A's passes although that row stands
 * by then, since its check came before.
 */
async function postTogether(world: World, a: EngineDeck, b: EngineDeck): Promise<void> {
  await a.play("A2");
  await b.play("B2");
  expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  const theirs = world.romm.rules.database.saves.at(-1)?.id ?? expect.fail("B made no row.");
  world.romm.rules.saves.confirmDownloaded(callerOf(world), theirs, deviceIdOf(a));
  world.time.advance(2000);
  expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
}

const everywhere = async (world: World, decks: EngineDeck[]) =>
  [...world.rows(), ...(await Promise.all(decks.map((deck) => deck.keptCopies()))).flat()].join("|");

describe("scenario 9: two Decks send in the same instant, and RomM lets both pass", () => {
  test("both sessions are rows, one conflict opens, and autocleanup takes neither", async () => {
    const { world, a, b } = await setupAgreed();
    await a.sync();
    await postTogether(world, a, b);
    expect(world.rows()).toEqual(["A1\n", "A1\nB2\n", "A1\nA2\n"]);
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "raced" });
    expect(await a.api.listConflicts({})).toHaveLength(1);
    // B sees a newer row of A, without B's session in it: B holds it as a row and as a kept copy.
    expect(await b.sync()).toMatchObject({ decision: "download" });
    expect(await b.keptCopies()).toContain("A1\nB2\n");
    expect(await b.api.listConflicts({})).toEqual([]);
    const all = await everywhere(world, [a, b]);
    for (const session of ["A1\nA2\n", "A1\nB2\n"]) expect(all).toContain(session);
  });

  test.each(["keep-local", "take-remote"] as const)(
    "answered with %s, all come to agree, and both sessions stay reachable",
    async (choice) => {
      const { world, a, b } = await setupAgreed();
      await a.sync();
      await postTogether(world, a, b);
      await a.sync();
      world.time.advance(60_000);
      await answer(a, choice);
      for (const deck of [a, b, a, b]) await deck.sync();
      const chosen = choice === "keep-local" ? "A1\nA2\n" : "A1\nB2\n";
      expect([await a.save(), await b.save(), world.rows().at(-1)]).toEqual([chosen, chosen, chosen]);
      expect(await a.api.listConflicts({})).toEqual([]);
      const all = await everywhere(world, [a, b]);
      for (const session of ["A1\nA2\n", "A1\nB2\n"]) expect(all).toContain(session);
    },
  );
});

describe("scenario 9: two Decks with one machine-id, which RomM takes for one device", () => {
  test("are one device to RomM", async () => {
    const { a, b } = await setupAgreed(["cloned", "cloned"]);
    expect(deviceIdOf(a)).toBe(deviceIdOf(b));
  });

  test("the lock lets the second one pass, and the other session is asked about, not covered for good", async () => {
    const { world, a, b } = await setupAgreed(["cloned", "cloned"]);
    await a.sync();
    await b.sync();
    await a.play("A2");
    await b.play("B2");
    expect(await a.exit()).toMatchObject({ outcome: "done" });
    world.time.advance(60_000);
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nB2\n"]);
    await b.sync();
    const questions = [...(await a.api.listConflicts({})), ...(await b.api.listConflicts({}))];
    expect(questions).toHaveLength(1);
    const all = await everywhere(world, [a, b]);
    for (const session of ["A1\nA2\n", "A1\nB2\n"]) expect(all).toContain(session);
  });

  test("a run asks before it sends over a session that it never saw", async () => {
    const { world, a, b } = await setupAgreed(["cloned", "cloned"]);
    await a.play("A2");
    await b.play("B2");
    await a.sync();
    world.time.advance(60_000);
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "both-changed" });
    expect(await b.save()).toBe("A1\nB2\n");
  });
});
