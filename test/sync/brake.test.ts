import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { HeldUnit } from "../../backend/contract/saves/held.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { addRoms, countBy, type DeckGame, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

const hourMs = 60 * 60_000;

/** Two Decks with the same games, all in sync, and the hour of that is over. */
async function setupGames(count: number) {
  const world = await setupWorld();
  const romIds = addRoms(world, count);
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const [onA, onB] = [await onlyTheseGames(a, romIds), await onlyTheseGames(b, romIds)];
  await Promise.all(onA.map((game) => game.write(`${game.name}: A1\n`)));
  await syncAll(a);
  await syncAll(b);
  await syncAll(a);
  world.time.advance(2 * hourMs);
  world.requests();
  return { world, a, b, onA, onB };
}

const words = (lines: Awaited<ReturnType<typeof syncAll>>) =>
  countBy(lines, ({ decision, reason }) => `${decision} ${reason}`);

const transfers = (world: World) => world.requests().filter((line) => !line.startsWith("GET /api/saves"));

const heldOf = async (deck: EngineDeck) => await deck.api.listHeld({});

const idsOf = (held: HeldUnit[]) => held.map(({ unitId }) => unitId);

const statusesOf = async (deck: EngineDeck) =>
  countBy(await deck.api.listShortcuts({}), ({ status }) => status.kind);

const launchOf = (game: DeckGame, launchId = `launch ${game.appId}`) => ({ launchId, appId: game.appId });

async function removeAll(games: DeckGame[]): Promise<void> {
  await Promise.all(games.map((game) => game.remove()));
}

/** In RomM's page, by the player. */
function removeRows({ romm }: World): void {
  const caller = romm.rules.authenticate(`Bearer ${romm.token}`);
  const ids = romm.rules.database.saves.map(({ id }) => id);
  if (caller.ok) romm.rules.saves.remove(caller.value, ids);
}

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

describe("what is held stays held", () => {
  async function setupHeld() {
    const world = await setupGames(4);
    await removeAll(world.onB);
    await syncAll(world.b);
    world.world.requests();
    return world;
  }

  test("over a restart: the first launch check alone does not slip through", async () => {
    const { world, b, onB } = await setupHeld();
    const again = await b.restart();
    const [game] = onB;
    if (!game) expect.fail("no game");
    expect(await again.api.listHeld({})).toHaveLength(4);
    expect((await again.api.listHeld({}))[0]).toMatchObject({ reason: "vanished", sides: null });
    expect(await again.api.beforeLaunch(launchOf(game))).toEqual({
      kind: "go-unchecked",
      reason: "held",
      detail: "held",
    });
    expect(await game.read()).toBe(null);
    expect(transfers(world)).toEqual([]);
  });

  test("when its game is played meanwhile: what it wrote is not sent over the save in RomM", async () => {
    const { world, b, onB } = await setupHeld();
    const [game] = onB;
    if (!game) expect.fail("no game");
    await b.api.beforeLaunch(launchOf(game));
    await game.write("a new beginning, and quite a long one\n");
    const { lines } = expectOk(await b.api.appExited({ appId: game.appId }));
    expect(lines).toMatchObject([{ decision: "skip", reason: "held" }]);
    expect(transfers(world)).toEqual([]);
    const held = (await heldOf(b)).find(({ appIds }) => appIds.includes(game.appId));
    expect(held).toMatchObject({
      reason: "vanished",
      decision: "upload",
      sides: { local: { sizeBytes: 38 } },
    });
  });

  test("until the card with the saves is back: then nothing is asked any more", async () => {
    const { b, onB } = await setupHeld();
    for (const game of onB) await game.write(`${game.name}: A1\n`);
    expect(words(await syncAll(b))).toEqual({ "keep nothing-new": 4 });
    expect(await heldOf(b)).toEqual([]);
    expect(await statusesOf(b)).toEqual({ synced: 4 });
  });

  test("a launch check finds the save back, and lets it go", async () => {
    const { b, onB } = await setupHeld();
    const [game] = onB;
    if (!game) expect.fail("no game");
    await game.write(`${game.name}: A1\n`);
    expect(await b.api.beforeLaunch(launchOf(game))).toMatchObject({ kind: "go" });
    expect(await heldOf(b)).toHaveLength(3);
  });

  test("a location that is not there is no loss: nothing counts, and what was held waits on", async () => {
    const { b } = await setupHeld();
    const saves = dirname(b.savePath);
    await rename(saves, `${saves} elsewhere`);
    expect(words(await syncAll(b))).toEqual({ "skip location-unavailable": 4 });
    expect(await heldOf(b)).toHaveLength(4);
    await rename(`${saves} elsewhere`, saves);
    expect(words(await syncAll(b))).toEqual({ "skip held": 4 });
  });

  test("once in the log and in one notice, not at each look", async () => {
    const { b } = await setupHeld();
    await syncAll(b);
    const logged = (await b.api.listActivity({})).filter(({ reason }) => reason === "held");
    expect(logged).toHaveLength(4);
    expect(b.notices.filter((kind) => kind === "held")).toHaveLength(1);
  });

  test("an answer to sides that moved is stale, and shows the new ones", async () => {
    const { world, b, onB } = await setupHeld();
    const unitIds = idsOf(await heldOf(b)).slice(0, 1);
    const game = onB.find(({ appId }) => unitIds[0]?.includes(`Game ${appId - 3_100_000_000}.srm`));
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

    const baselinesOf = (deck: EngineDeck) => {
      const [account] = Object.values(deck.state.store.current().accounts);
      return Object.values(account?.units ?? {}).map(({ baseline }) => baseline);
    };

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

  test("cancelled before all were looked at, a run neither acts on what alarmed nor holds it", async () => {
    const { world, b, onB } = await setupGames(6);
    await removeAll(onB);
    await world.romm.faults.set("slow", { route: "GET /api/saves", skip: 4, ms: 20_000 });
    const run = b.api.syncAll({});
    const unitsDone = async () => (await b.api.getOverview({})).runs.current?.unitsDone;
    await vi.waitFor(async () => expect(await unitsDone()).toBe(4));
    await b.api.cancelSync({});
    expect(expectOk(await run)).toMatchObject({ isCancelled: true, lines: [] });
    for (const game of onB) expect(await game.read()).toBe(null);
    expect(await heldOf(b)).toEqual([]);
  });
});
