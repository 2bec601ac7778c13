import { describe, expect, test } from "vitest";
import { expectOk } from "../../world/engine/deck.ts";
import { syncAll } from "../../world/engine/many-games.ts";
import {
  heldOf,
  hourMs,
  idsOf,
  launchOf,
  removeAll,
  removeRows,
  setupGames,
  transfers,
  words,
} from "./games-in-sync.ts";

describe("what counts", () => {
  test("a server that was restored: nothing is asked game by game, nothing moves", async () => {
    const { world, a, b, onA } = await setupGames(4);
    const dump = world.romm.rules.snapshot();
    for (const game of onA) await game.write(`${game.name}: A1\nA2\n`);
    await syncAll(a);
    await syncAll(b);
    world.time.advance(2 * hourMs);
    world.romm.rules.restore(dump);
    expect(words(await syncAll(b))).toEqual({ "skip held": 4 });
    expect(await b.api.listConflicts({})).toEqual([]);
    expect((await heldOf(b)).map(({ reason, decision }) => [reason, decision])).toEqual(
      Array.from({ length: 4 }, () => ["behind", "ask"]),
    );
  });

  test("saves that a backup set back to older versions are not published as new ones", async () => {
    const { world, a, b, onA, onB } = await setupGames(4);
    for (const game of onA) await game.write(`${game.name}: A1\nA2\n`);
    await syncAll(a);
    await syncAll(b);
    world.time.advance(2 * hourMs);
    world.requests();
    for (const game of onB) await game.write(`${game.name}: A1\n`);
    expect(words(await syncAll(b))).toEqual({ "skip held": 4 });
    expect(transfers(world)).toEqual([]);
    expect((await heldOf(b)).map(({ reason }) => reason)).toEqual(Array(4).fill("older-content"));
  });

  test("saves that shrank are held instead of four questions", async () => {
    const { b, onB } = await setupGames(4);
    for (const game of onB) await game.write("\0");
    expect(words(await syncAll(b))).toEqual({ "skip held": 4 });
    expect((await heldOf(b)).map(({ reason }) => reason)).toEqual(Array(4).fill("looks-lost"));
  });

  test("rows that vanished from the server are kept here, and counted", async () => {
    const { world, b, onB } = await setupGames(4);
    removeRows(world);
    expect(words(await syncAll(b))).toEqual({ "skip held": 4 });
    expect((await heldOf(b)).map(({ reason, decision }) => [reason, decision])).toEqual(
      Array(4).fill(["gone", "keep"]),
    );
    const unitIds = idsOf(await heldOf(b));
    const report = expectOk(await b.api.releaseHeld({ unitIds, choice: "keep-local" }));
    expect(words(report.lines)).toEqual({ "upload gone-from-server": 4 });
    expect(world.romm.rules.database.saves).toHaveLength(4);
    expect(await onB[0]?.read()).toBe(`${onB[0]?.name}: A1\n`);
  });

  test("launch checks one after the other count as well: the third of three is held, and play does not wait", async () => {
    const { b, onB } = await setupGames(3);
    await removeAll(onB);
    const verdicts = [];
    for (const game of onB) verdicts.push(await b.api.beforeLaunch(launchOf(game)));
    expect(verdicts).toMatchObject([
      { kind: "go" },
      { kind: "go" },
      { kind: "go-unchecked", reason: "held" },
    ]);
  });

  describe("in the first hour of a start, when the clock has only begun, one that vanished of three is an accident", () => {
    test("in a run", async () => {
      const { b, onB } = await setupGames(3, { restMs: 0 });
      await removeAll(onB.slice(0, 1));
      expect(words(await syncAll(b))).toEqual({ "download restored": 1, "keep nothing-new": 2 });
    });

    test("at its launch, so that its game does not start with no save", async () => {
      const { b, onB } = await setupGames(3, { restMs: 0 });
      const [game] = onB;
      if (!game) expect.fail("no game");
      await game.remove();
      expect(await b.api.beforeLaunch(launchOf(game))).toMatchObject({ kind: "go" });
      expect(await game.read()).toBe(`${game.name}: A1\n`);
    });
  });

  test("an hour later the same is an accident again", async () => {
    const { world, b, onB } = await setupGames(3);
    for (const game of onB) {
      await game.remove();
      expect(await game.sync()).toMatchObject({ decision: "download", reason: "restored" });
      world.time.advance(hourMs + 1);
    }
    expect(await heldOf(b)).toEqual([]);
  });
});
