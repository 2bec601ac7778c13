import { describe, expect, test } from "vitest";
import { createRestraint } from "../../backend/triggers/restraint.ts";
import { launch, pass, restAfterStart, soon } from "../launch/setup-exits.ts";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames, syncAll } from "../world/engine/many-games.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

const mebibyte = 1024 * 1024;
const large = (session: string) => `${session}\n`.padEnd(5 * mebibyte, ".");
const metered = { isOnBattery: false, isMetered: true };
const free = { isOnBattery: false, isMetered: false };

async function settle(world: World, deck: EngineDeck): Promise<void> {
  for (let step = 0; step < 8; step++) await pass(world, 2000);
  await soon(async () => expect((await deck.api.getOverview({})).runs.current).toBeNull());
}

/** A and B agree on a large save; A has started, and its network is metered. */
async function setupMetered() {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.write(large("A1"));
  await a.sync();
  world.time.advance(60_000);
  await b.sync();
  for (const deck of [a, b]) await restAfterStart(world, deck);
  a.start();
  await settle(world, a);
  await a.api.setConditions(metered);
  a.notices.splice(0);
  return { world, a, b };
}

const statusOf = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0]?.status;

const isOfSaves = (line: string) => line.includes("/api/saves");

/** Whose sessions the rows are, by their first line. */
const heads = (world: World) => world.rows().map((text) => text.split("\n")[0]);

describe("over a metered network", () => {
  test("a large save that another program wrote waits, says for what, and goes by itself when that is over", async () => {
    const { world, a } = await setupMetered();
    await a.write(large("A2"));
    await settle(world, a);
    expect(heads(world)).toEqual(["A1"]);
    expect(await statusOf(a)).toEqual({ kind: "will-upload", waitsFor: "unmetered-network" });
    expect(a.notices).toEqual([]);
    world.requests();
    for (let step = 0; step < 10; step++) await pass(world, 60_000);
    expect(world.requests().filter(isOfSaves)).toEqual([]); // Waiting costs nothing.
    await a.api.setConditions(free);
    await settle(world, a);
    expect(heads(world)).toEqual(["A1", "A2"]);
    expect(await statusOf(a)).toEqual({ kind: "synced" });
  });

  test("what a game wrote goes at its exit, whatever its size", async () => {
    const { world, a } = await setupMetered();
    await a.api.beforeLaunch(launch);
    await a.write(large("A2"));
    expect(await a.exit()).toMatchObject({ direction: "up", outcome: "done" });
    expect(heads(world)).toEqual(["A1", "A2"]);
  });

  test("what a game's exit could not send goes with its next try, whatever its size", async () => {
    const { world, a } = await setupMetered();
    await a.api.beforeLaunch(launch);
    await a.write(large("A2"));
    await world.romm.faults.set("refused");
    expect(await a.exit()).toMatchObject({ outcome: "failed" });
    for (let step = 0; step < 4; step++) await pass(world, 30_000);
    await world.romm.faults.clear();
    for (let step = 0; step < 4; step++) await pass(world, 30_000);
    await settle(world, a);
    expect(heads(world)).toEqual(["A1", "A2"]);
  });

  test("a launch fetches what waited", async () => {
    const { world, a, b } = await setupMetered();
    await b.write(large("B2"));
    world.time.advance(360_000);
    await b.sync();
    await a.api.panelOpened({});
    await settle(world, a);
    expect(await statusOf(a)).toEqual({ kind: "will-download", waitsFor: "unmetered-network" });
    expect((await a.save())?.split("\n")[0]).toBe("A1");
    expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    expect((await a.save())?.split("\n")[0]).toBe("B2");
  });

  test("the player's own press moves all of it", async () => {
    const { world, a } = await setupMetered();
    await a.write(large("A2"));
    await settle(world, a);
    expect(await syncAll(a)).toMatchObject([{ direction: "up", outcome: "done" }]);
    expect(heads(world)).toEqual(["A1", "A2"]);
  });

  test("a press while such a run is under way moves it too", async () => {
    const { world, a } = await setupMetered();
    world.time.advance(360_000);
    await a.write(large("A2"));
    await world.romm.faults.set("slow", { route: "GET /api/saves", ms: 500 });
    await a.api.panelOpened({});
    await soon(async () => expect((await a.api.getOverview({})).runs.current).not.toBeNull());
    expect(await syncAll(a)).toMatchObject([{ direction: "up", outcome: "done" }]);
    expect(heads(world)).toEqual(["A1", "A2"]);
  });

  test("what the player adds is compared and moved at once", async () => {
    const { world, a } = await setupMetered();
    await a.write(large("A2"));
    await settle(world, a);
    await a.api.setTracking({ appId, tracked: false });
    await a.api.setTracking({ appId, tracked: true });
    await settle(world, a);
    expect(heads(world)).toEqual(["A1", "A2"]);
  });

  test("small saves go as ever, up to a known amount in an hour", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const games = await onlyTheseGames(a, addRoms(world, 6));
    for (const game of games) await game.write(`${game.name}\n`);
    await syncAll(a);
    await restAfterStart(world, a);
    a.start();
    await settle(world, a);
    await a.api.setConditions(metered);
    for (const game of games) await game.write(`${game.name}\nagain\n`.padEnd(mebibyte - 1, "."));
    await settle(world, a);
    expect(world.romm.rules.database.saves).toHaveLength(6 + 4);
    world.time.advance(3_600_000);
    await a.api.panelOpened({});
    await settle(world, a);
    expect(world.romm.rules.database.saves).toHaveLength(6 + 6);
  });
});

test("What only RomM's bytes can tell from another save waits as well, where they are many.", async () => {
  const world = await setupWorld({ version: "4.7.0" });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  for (const deck of [a, b]) await restAfterStart(world, deck);
  await b.write(large("B1"));
  await b.sync();
  await settle(world, b); // RomM has shown it.
  await a.write(large("A1"));
  await a.api.setConditions(metered);
  world.requests();
  a.start();
  await settle(world, a);
  expect(world.requests().filter((line) => line.includes("/content"))).toEqual([]);
  expect(await statusOf(a)).toEqual({ kind: "waiting-for-network", waitsFor: "unmetered-network" });
  await a.api.setConditions(free);
  await settle(world, a);
  expect((await statusOf(a))?.kind).toBe("conflict");
});

describe("the amounts", () => {
  function setupRestraint() {
    const time = createWorldTime();
    return { time, ...createRestraint(time.clock()) };
  }

  test("depend on what is dear, and count from then: a battery's are larger than a metered network's", () => {
    const { restraint, change } = setupRestraint();
    expect(restraint(1000 * mebibyte)).toBeNull();
    change({ isOnBattery: true, isMetered: false });
    expect([restraint(60 * mebibyte), restraint(5 * mebibyte), restraint(mebibyte)]).toEqual([
      null,
      "charger",
      null,
    ]);
    change({ isOnBattery: true, isMetered: true });
    expect(restraint(5 * mebibyte)).toBe("unmetered-network");
  });

  test("are there again after an hour, and when what is dear ended", () => {
    const { time, restraint, change } = setupRestraint();
    expect(change(metered)).toBe(false);
    expect(restraint(3 * mebibyte)).toBeNull();
    expect(restraint(3 * mebibyte)).toBe("unmetered-network");
    time.advance(3_600_000);
    expect(restraint(3 * mebibyte)).toBeNull();
    expect(change({ isOnBattery: true, isMetered: true })).toBe(false);
    expect(change({ isOnBattery: true, isMetered: false })).toBe(true);
    expect(restraint(60 * mebibyte)).toBeNull();
    change(metered);
    expect(restraint(3 * mebibyte)).toBeNull();
  });
});
