import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { accountOf } from "../../world/engine/account.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { syncAll } from "../../world/engine/many-games.ts";
import { heldOf, idsOf, launchOf, removeRows, setupGames, setupHeld, words } from "./games-in-sync.ts";

describe("what is held stays held", () => {
  test("an answer to sides that moved is stale, and shows the new ones", async () => {
    const { world, b, onB } = await setupHeld();
    const [first] = await heldOf(b);
    const unitIds = first ? [first.unitId] : [];
    const game = onB.find(({ appId }) => first?.appIds.includes(appId));
    await game?.write("something else\n");
    const answer = expectOk(await b.api.releaseHeld({ unitIds, choice: "go-on" }));
    expect(answer.lines).toMatchObject([{ outcome: "failed", problem: { kind: "stale" } }]);
    const taken = expectOk(await b.api.releaseHeld({ unitIds, choice: "take-remote" }));
    expect(taken.lines).toMatchObject([{ outcome: "done", direction: "down" }]);
    expect(await game?.read()).toBe(`${game?.name}: A1\n`);
    expect(await b.keptCopies()).toContain("something else\n");
    expect(world.romm.rules.database.saves).toHaveLength(4);
  });

  test("an answer of a side is stale once, and the next one is to what stands now", async () => {
    const { b, onB } = await setupHeld();
    const [unit] = await heldOf(b);
    const game = onB.find(({ appId }) => unit?.appIds.includes(appId));
    await game?.write("something else\n");
    const take = async () =>
      expectOk(await b.api.releaseHeld({ unitIds: unit ? [unit.unitId] : [], choice: "take-remote" })).lines;
    expect(await take()).toMatchObject([{ outcome: "failed", problem: { kind: "stale" } }]);
    expect(await take()).toMatchObject([{ outcome: "done", direction: "down" }]);
    expect(await heldOf(b)).toHaveLength(3);
  });

  test("a side that has no save cannot be chosen", async () => {
    const { b } = await setupHeld();
    const unitIds = idsOf(await heldOf(b));
    const { lines } = expectOk(await b.api.releaseHeld({ unitIds, choice: "keep-local" }));
    expect(lines.map(({ problem }) => problem)).toEqual(Array(4).fill({ kind: "nothing-there" }));
    expect(await heldOf(b)).toHaveLength(4);
  });

  test("an answer stands: the same two sides are not held again", async () => {
    const { world, b, onB } = await setupGames(4);
    for (const game of onB) await game.write("\0");
    await syncAll(b);
    const unitIds = idsOf(await heldOf(b));
    expectOk(await b.api.releaseHeld({ unitIds, choice: "go-on" }));
    expect(words(await syncAll(b))).toEqual({ "conflict looks-lost": 4 });
    expect(words(await syncAll(await b.restart()))).toEqual({ "conflict looks-lost": 4 });
    expect(await heldOf(b)).toEqual([]);
    expect(world.romm.rules.database.saves).toHaveLength(4);
  });

  test("saves deleted in RomM on purpose: once let go, every session played on them goes up", async () => {
    const { world, b, onB } = await setupGames(3);
    removeRows(world);
    await syncAll(b);
    expectOk(await b.api.releaseHeld({ unitIds: idsOf(await heldOf(b)), choice: "go-on" }));
    for (const game of onB) {
      expect(await b.api.beforeLaunch(launchOf(game))).toMatchObject({ kind: "go" });
      await game.write(`${game.name}: A1\nB2\n`);
      const { lines } = expectOk(await b.api.appExited({ appId: game.appId }));
      expect(lines).toMatchObject([{ decision: "upload", outcome: "done" }]);
    }
    expect(await heldOf(b)).toEqual([]);
    expect(world.romm.rules.database.saves).toHaveLength(3);
  });

  test("keep-local sends this Deck's saves, and the rows of before stay", async () => {
    const { world, b, onB } = await setupGames(4);
    for (const game of onB) await game.write("x\n");
    await syncAll(b);
    const report = expectOk(
      await b.api.releaseHeld({ unitIds: idsOf(await heldOf(b)), choice: "keep-local" }),
    );
    expect(report.lines.map(({ outcome, direction }) => [outcome, direction])).toEqual(
      Array(4).fill(["done", "up"]),
    );
    expect(world.romm.rules.database.saves).toHaveLength(8);
    expect(words(await syncAll(b))).toEqual({ "keep nothing-new": 4 });
  });

  describe("but only where it is followed", () => {
    async function setupGone() {
      const { world, b, onB } = await setupGames(3);
      removeRows(world);
      await syncAll(b);
      return { b, onB, unitIds: idsOf(await heldOf(b)) };
    }

    const baselinesOf = (deck: EngineDeck) =>
      Object.values(accountOf(deck).units).map(({ baseline }) => baseline);

    test("let go by the player, it is not asked about, and an answer leaves it alone; followed again, it is held", async () => {
      const { b, onB, unitIds } = await setupGone();
      for (const { appId } of onB) expectOk(await b.api.setTracking({ appId, tracked: false }));
      expect(await heldOf(b)).toEqual([]);
      expectOk(await b.api.releaseHeld({ unitIds, choice: "keep-local" }));
      expect(baselinesOf(b)).not.toContain(null);
      for (const { appId } of onB) expectOk(await b.api.setTracking({ appId, tracked: true }));
      expect(words(await syncAll(b))).toEqual({ "skip held": 3 });
    });

    test("let go while its location is gone for good, it is not asked about any more", async () => {
      const { b, onB } = await setupGone();
      await rename(dirname(b.savePath), `${dirname(b.savePath)} elsewhere`);
      for (const { appId } of onB) expectOk(await b.api.setTracking({ appId, tracked: false }));
      expect(await heldOf(b)).toEqual([]);
    });

    test("on a device whose sync is off, an answer is refused and takes nothing", async () => {
      const { b, unitIds } = await setupGone();
      const devices = expectOk(await b.api.listDevices({}));
      const deviceId = devices.find(({ isThis }) => isThis)?.deviceId ?? expect.fail("no own device");
      expectOk(await b.api.setDeviceSync({ deviceId, enabled: false }));
      const { lines } = expectOk(await b.api.releaseHeld({ unitIds, choice: "keep-local" }));
      expect(lines.map(({ outcome, reason }) => [outcome, reason])).toEqual(
        Array(3).fill(["failed", "paused-by-server"]),
      );
      expect(baselinesOf(b)).not.toContain(null);
      expect(await heldOf(b)).toHaveLength(3);
    });
  });
});
