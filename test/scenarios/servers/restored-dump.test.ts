import { describe, expect, test } from "vitest";
import { answer } from "../../world/engine/conflict.ts";
import { appId } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { transfers } from "../transfers.ts";

const launch = { launchId: "launch-1", appId };

describe("scenario 3: RomM is restored from an old dump and gives ids out again", () => {
  /** All three hold A1 A2 A3; the dump knows A1 only. */
  async function setupRestored() {
    const world = await setupWorld();
    const [a, b, c] = [await world.deck("A"), await world.deck("B"), await world.deck("C")];
    await a.play("A1");
    await a.sync();
    const dump = world.romm.rules.snapshot();
    for (const session of ["A2", "A3"]) {
      world.time.advance(60_000);
      await a.play(session);
      await a.sync();
    }
    for (const deck of [a, b, c]) expect(await deck.sync()).toMatchObject({ outcome: "done" });
    world.time.advance(3_600_000);
    world.romm.rules.restore(dump);
    return { world, a, b, c };
  }

  test("Decks that launch one at a time are asked, and nobody's file changes", async () => {
    const { world, a, b } = await setupRestored();
    for (const deck of [a, b]) {
      const verdict = await deck.api.beforeLaunch(launch);
      expect(verdict).toMatchObject({ kind: "ask", conflict: { reason: "server-went-back" } });
      expect(await deck.save()).toBe("A1\nA2\nA3\n");
    }
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("an emptied slot that another Deck fills with what this one played on is no other side: it only goes on", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    world.romm.rules.database.saves.splice(0);
    await b.play("B2");
    const c = await world.deck("C");
    await c.write("A1\n");
    world.time.advance(60_000);
    expect(await c.sync()).toMatchObject({ decision: "upload" });
    world.time.advance(60_000);
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]);
    expect(await a.sync()).toMatchObject({ decision: "download" });
  });

  test("one Deck's answer brings the newest progress back to the server, and the others adopt it", async () => {
    const { world, a, b, c } = await setupRestored();
    await a.sync();
    expect(await answer(a, "keep-local")).toMatchObject([{ outcome: "done", direction: "up" }]);
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
    world.requests();
    for (const deck of [b, c]) expect(await deck.sync()).toMatchObject({ decision: "adopt" });
    expect(transfers(world)).toEqual([]);
  });

  test("a third posts on ids that were used before: the others are asked, and keep what they have", async () => {
    const { world, a, b, c } = await setupRestored();
    await c.sync();
    await answer(c, "take-remote");
    expect(await c.save()).toBe("A1\n");
    for (const session of ["C2", "C3"]) {
      world.time.advance(60_000);
      await c.play(session);
      expect(await c.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    }
    // Ids 2 and 3 are rows of C now; A and B knew them as A2 and A3.
    expect(world.rows()).toEqual(["A1\n", "A1\nC2\n", "A1\nC2\nC3\n"]);
    for (const deck of [a, b]) {
      expect(await deck.sync()).toMatchObject({ outcome: "asks" });
      expect(await deck.save()).toBe("A1\nA2\nA3\n");
    }
    await a.play("A4");
    expect(await a.exit()).toMatchObject({ decision: "conflict" });
    expect(await answer(a, "keep-local")).toMatchObject([{ direction: "up" }]);
    expect(world.rows()).toEqual(["A1\n", "A1\nC2\n", "A1\nC2\nC3\n", "A1\nA2\nA3\nA4\n"]);
    await b.sync();
    expect(await c.sync()).toMatchObject({ decision: "download" });
    expect(await c.save()).toBe("A1\nA2\nA3\nA4\n");
    expect(await c.keptCopies()).toContain("A1\nC2\nC3\n");
  });
});
