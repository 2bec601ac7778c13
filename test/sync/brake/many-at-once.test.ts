import { describe, expect, test } from "vitest";
import { expectOk } from "../../world/engine/deck.ts";
import { syncAll } from "../../world/engine/many-games.ts";
import { heldOf, idsOf, removeAll, setupGames, statusesOf, transfers, words } from "./games-in-sync.ts";

describe("many saves at once (scenario 12)", () => {
  test("30 of 40 saves fast-forward on a Deck that slept for a month, and nothing halts", async () => {
    const { a, b, onA, onB } = await setupGames(40);
    for (const game of onA.slice(0, 30)) await game.write(`${game.name}: A1\nA2\n`);
    await syncAll(a);
    expect(words(await syncAll(b))).toEqual({ "download newer-on-server": 30, "keep nothing-new": 10 });
    expect(await heldOf(b)).toEqual([]);
    const [first] = onB;
    expect(await first?.read()).toBe(`${first?.name}: A1\nA2\n`);
  });

  test("12 of 20 saves vanish with a card that was re-formatted: held, answered, released", async () => {
    const { world, b, onB } = await setupGames(20);
    await removeAll(onB.slice(0, 12));

    expect(words(await syncAll(b))).toEqual({ "skip held": 12, "keep nothing-new": 8 });
    expect(transfers(world)).toEqual([]);
    expect(await statusesOf(b)).toEqual({ held: 12, synced: 8 });
    expect(b.notices).toContain("held");
    const held = await heldOf(b);
    expect(held).toHaveLength(12);
    expect(held[0]).toMatchObject({
      reason: "vanished",
      decision: "download",
      sides: { local: null, remote: { sizeBytes: expect.any(Number) } },
    });

    expect(words(await syncAll(b))).toEqual({ "skip held": 12, "keep nothing-new": 8 });
    const unitIds = idsOf(held);
    const report = expectOk(await b.api.releaseHeld({ unitIds, choice: "go-on" }));
    expect(words(report.lines)).toEqual({ "download restored": 12 });
    expect(await heldOf(b)).toEqual([]);
    for (const game of onB) expect(await game.read()).toBe(`${game.name}: A1\n`);
    expect(words(await syncAll(b))).toEqual({ "keep nothing-new": 20 });
  });

  test("two that vanish are brought back at once", async () => {
    const { b, onB } = await setupGames(3);
    await removeAll(onB.slice(0, 2));
    expect(words(await syncAll(b))).toEqual({ "download restored": 2, "keep nothing-new": 1 });
  });

  test("half of them is not more than half", async () => {
    const { b, onB } = await setupGames(8);
    await removeAll(onB.slice(0, 4));
    expect(words(await syncAll(b))).toEqual({ "download restored": 4, "keep nothing-new": 4 });
  });

  test("what is ordinary in the same run is done", async () => {
    const { a, b, onA, onB } = await setupGames(5);
    await onA[4]?.write("A1, and then A2\n");
    await syncAll(a);
    await removeAll(onB.slice(0, 4));
    expect(words(await syncAll(b))).toEqual({ "skip held": 4, "download newer-on-server": 1 });
  });

  test("a dry run says what a run would hold, and holds nothing", async () => {
    const { b, onB } = await setupGames(5);
    await removeAll(onB.slice(0, 4));
    const { lines } = expectOk(await b.api.syncAll({ dryRun: true }));
    expect(words(lines)).toEqual({ "skip held": 4, "keep nothing-new": 1 });
    expect(await heldOf(b)).toEqual([]);
  });
});
