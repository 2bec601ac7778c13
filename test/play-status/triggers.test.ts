import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { appId, setupDeck } from "../world/engine/deck.ts";
import { runStatuses, setupStatusWorld } from "./status-world.ts";

const settings = { isOn: true, raAlwaysWins: false, refreshFirst: false };

/** How long after a registration the engine looks at everything by itself. */
const catchUpMs = 3000;

/** Its one game is on the Deck and in RetroAchievements. */
async function setupPlayed() {
  const world = await setupStatusWorld();
  for (const rom of world.romm.rules.database.roms) rom.ra_id = 7;
  world.awards({ 7: "beaten-softcore" });
  const deck = await world.deck("A");
  const overview = async () => (await deck.api.getOverview({})).playStatus;
  world.requests();
  return { world, deck, overview, status: () => world.statusOf(world.romId) };
}

describe("after a game", () => {
  test("the save goes up first, then the status is set, and the player is told", async () => {
    const { world, deck, status } = await setupPlayed();
    await deck.play("A1");
    await deck.exit();
    await expect.poll(status).toBe("finished");
    await expect.poll(() => deck.notices).toEqual(["saved-to-romm", "play-status"]);
    const requests = world.requests();
    expect(requests.slice(requests.indexOf("POST /api/saves"))).toEqual([
      "POST /api/saves",
      "GET /api/users/me",
      "GET /api/roms",
      `PUT /api/roms/${world.romId}/props`,
    ]);
  });

  test("the answer to the exit does not wait for it", async () => {
    const { world, deck, status } = await setupPlayed();
    const fault = await world.romm.faults.set("slow", { route: "GET /api/users/me", ms: 60_000 });
    await deck.play("A1");
    expect(await deck.exit()).toMatchObject({ outcome: "done", direction: "up" });
    await expect.poll(() => fault.hits).toBe(1);
    expect(status()).toBeNull();
    await deck.api.disconnect({});
  });

  test("a launch does not wait for it either", async () => {
    const { world, deck, status } = await setupPlayed();
    await deck.play("A1");
    await deck.sync();
    const fault = await world.romm.faults.set("slow", { route: "GET /api/users/me", ms: 60_000 });
    const run = deck.api.syncPlayStatus({});
    await expect.poll(() => fault.hits).toBe(1);
    expect(await deck.api.beforeLaunch({ launchId: "l1", appId })).toMatchObject({ kind: "go" });
    await deck.api.disconnect({});
    expect(await run).toMatchObject({ ok: true, value: { isCancelled: true, lines: [] } });
    expect(status()).toBeNull();
  });

  test("a game that wrote nothing leads to nothing", async () => {
    const { world, deck } = await setupPlayed();
    await deck.play("A1");
    await deck.sync();
    world.requests();
    await deck.exit();
    expect((await deck.api.getOverview({})).playStatus.step).toBeNull();
    expect(world.requests()).not.toContain("GET /api/users/me");
  });

  test("a save that went up later than its game ended is followed too", async () => {
    const { world, deck: first, status } = await setupPlayed();
    const passing = Promise.withResolvers<void>();
    const inner = world.time.clock();
    const wait: typeof inner.wait = (ms, signal) =>
      ms === catchUpMs ? passing.promise : inner.wait(ms, signal);
    const time = { ...world.time, clock: () => ({ ...inner, wait }) };
    const { romm, romId } = world;
    const deck = await setupDeck({
      name: "B",
      folder: join(dirname(first.savePath), "..", "..", "B"),
      romm,
      romId,
      time,
    });
    await world.romm.faults.set("refused");
    await deck.play("B1");
    expect(await deck.exit()).toMatchObject({ outcome: "failed" });
    await world.romm.faults.clear();
    expect(world.rows()).toEqual([]);
    passing.resolve();
    await expect.poll(status).toBe("finished");
    expect(world.rows()).toEqual(["B1\n"]);
  });

  test("switched off, it runs on demand only", async () => {
    const { world, deck, overview, status } = await setupPlayed();
    await deck.api.updateSettings({ playStatus: { ...settings, isOn: false } });
    await deck.play("A1");
    await deck.exit();
    expect((await overview()).step).toBeNull();
    expect(world.requests()).not.toContain("GET /api/users/me");
    await runStatuses(deck);
    expect(status()).toBe("finished");
    expect(deck.notices).not.toContain("play-status");
  });

  test("a game that ends during a run is followed by a run of its own", async () => {
    const { world, deck, status } = await setupPlayed();
    const fault = await world.romm.faults.set("slow", { route: "GET /api/roms", ms: 200 });
    const run = runStatuses(deck);
    await expect.poll(() => fault.hits).toBe(1);
    world.awards({ 7: "mastered" });
    await deck.play("A1");
    await deck.exit();
    await run;
    expect(status()).toBe("finished");
    await expect.poll(status).toBe("completed_100");
  });
});

describe("one run at a time", () => {
  test("a second call joins the run that is under way", async () => {
    const { world, deck } = await setupPlayed();
    const [first, second] = await Promise.all([runStatuses(deck), runStatuses(deck)]);
    expect(second).toBe(first);
    expect(world.requests().filter((line) => line === "GET /api/users/me")).toHaveLength(1);
  });

  test("a preview never passes for a run, nor a run for a preview", async () => {
    const { world, deck, status } = await setupPlayed();
    const preview = deck.api.syncPlayStatus({ dryRun: true });
    const run = runStatuses(deck);
    expect(await preview).toMatchObject({ ok: true, value: { isDryRun: true } });
    expect(status()).toBeNull();
    expect(await run).toMatchObject({ isDryRun: false, lines: [{ outcome: "done" }] });
    expect(status()).toBe("finished");
    const look = ["GET /api/users/me", "GET /api/roms"];
    expect(world.requests()).toEqual([...look, ...look, `PUT /api/roms/${world.romId}/props`]);
  });
});

describe("asking RetroAchievements first", () => {
  test("happens only if the player agreed, and never for a preview", async () => {
    const { world, deck, status } = await setupPlayed();
    world.awardsAfterRefresh({ 7: "mastered" });
    const refresh = `POST /api/users/${world.romm.userId}/ra/refresh`;
    expect(await runStatuses(deck)).toMatchObject({ refresh: { kind: "not-asked" } });
    expect(status()).toBe("finished");
    await deck.api.updateSettings({ playStatus: { ...settings, refreshFirst: true } });
    await deck.api.syncPlayStatus({ dryRun: true });
    expect(world.requests()).not.toContain(refresh);
    expect(await runStatuses(deck)).toMatchObject({ refresh: { kind: "done" } });
    expect(world.requests()).toContain(refresh);
    expect(status()).toBe("completed_100");
  });

  test.each([
    ["no right to it", null, "forbidden"],
    ["RetroAchievements out of reach", "500", "server-error"],
  ] as const)("%s: what RomM knows is used, and how old that is is told", async (_law, fault, code) => {
    const { world, deck, status } = await setupPlayed();
    const { origin, userId, rules } = world.romm;
    const user = rules.database.users.find(({ id }) => id === userId) ?? expect.fail("no user");
    const scopes = user.scopes.filter((scope) => scope !== "me.write");
    const token = rules.admin.addToken({ userId, scopes }).raw;
    await deck.api.connect({ origin, credentials: { kind: "token", token } });
    if (fault !== null) await world.romm.faults.set(fault, { route: "POST /api/users/*/ra/refresh" });
    await deck.api.updateSettings({ playStatus: { ...settings, refreshFirst: true } });
    expect(await runStatuses(deck)).toMatchObject({
      problem: null,
      refresh: { kind: "failed", problem: { kind: "romm", code } },
      source: { newestEarnedAtMs: Date.UTC(2025, 11, 24, 18) },
    });
    expect(status()).toBe("finished");
  });
});

test("the first page shows what the last run changed, also after a restart and a run that changed nothing", async () => {
  const { world, deck, overview } = await setupPlayed();
  expect(await overview()).toEqual({ settings, step: null, lastRunAtMs: null, lastChanges: [], last: null });
  const changedAtMs = world.time.now();
  await runStatuses(deck);
  const lastChanges = [{ romId: world.romId, name: "Game", from: null, to: "finished", atMs: changedAtMs }];
  expect(await overview()).toMatchObject({ lastChanges, last: { counts: { games: 1, changed: 1 } } });
  world.time.advance(60_000);
  await runStatuses(deck);
  expect(await overview()).toMatchObject({ lastChanges, last: { counts: { changed: 0 } } });
  const restarted = await deck.restart();
  expect((await restarted.api.getOverview({})).playStatus).toMatchObject({
    lastRunAtMs: changedAtMs + 60_000,
    lastChanges,
    last: null,
  });
});

describe("settings", () => {
  test("what is not given stays, and a restart finds what was set", async () => {
    const { deck } = await setupPlayed();
    const before = await deck.api.getSettings({});
    expect(before).toEqual({
      autocleanup: { isOn: true, limit: 10 },
      gate: { isOn: true },
      launchBudgetMs: 3000,
      messages: {
        saved: true,
        fetched: true,
        needsYou: true,
        offline: true,
        away: true,
        openElsewhere: true,
        fetchedLate: true,
      },
      playStatus: settings,
    });
    const changed = await deck.api.updateSettings({ autocleanup: { isOn: false, limit: 5 } });
    expect(changed).toEqual({ ok: true, value: { ...before, autocleanup: { isOn: false, limit: 5 } } });
    expect(await (await deck.restart()).api.getSettings({})).toEqual(changed.ok && changed.value);
  });

  test("what is no setting is refused and changes nothing", async () => {
    const { deck } = await setupPlayed();
    const before = await deck.api.getSettings({});
    expect(await deck.api.updateSettings({ launchBudgetMs: 5 })).toEqual({
      ok: false,
      error: { kind: "not-a-setting" },
    });
    expect(await deck.api.getSettings({})).toEqual(before);
  });
});
