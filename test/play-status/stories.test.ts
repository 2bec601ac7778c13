import { describe, expect, test } from "vitest";
import { runStatuses, setupStatusWorld, writtenBy } from "./status-world.ts";

describe.each(["4.8", "4.9", "5.2"])("RomM %s", (version) => {
  test("every status ends as its award says, and a second run writes nothing", async () => {
    const world = await setupStatusWorld({ version });
    const awards = {
      1: "mastered",
      2: "completed",
      3: "beaten-hardcore",
      4: "beaten-softcore",
      5: null,
      6: undefined,
      7: "new-word",
    };
    const ids = Object.keys(awards).map((raId) => world.game(Number(raId)));
    const other = [world.game(null), world.game(99)];
    world.awards(awards);
    const deck = await world.deck("A");
    world.requests();
    const report = await runStatuses(deck);
    const done = ["completed_100", "completed_100", "finished", "finished", "incomplete", "incomplete", null];
    expect(ids.map(world.statusOf)).toEqual(done);
    expect(other.map(world.statusOf)).toEqual([null, null]);
    expect(report).toMatchObject({ problem: null, isCancelled: false, source: { hasName: true } });
    expect(world.requests()).toEqual([
      "GET /api/users/me",
      "GET /api/roms",
      ...ids.slice(0, 6).map((id) => `PUT /api/roms/${id}/props`),
    ]);

    const again = await runStatuses(deck);
    expect(world.requests()).toEqual(["GET /api/users/me", "GET /api/roms"]);
    expect(again.lines.map((line) => line.outcome)).toEqual(ids.map(() => "kept"));
    expect(ids.map(world.statusOf)).toEqual(done);
  });

  test("progress is followed from start to mastery", async () => {
    const world = await setupStatusWorld({ version });
    const romId = world.game(7);
    const deck = await world.deck("A");
    const seen: (string | null)[] = [];
    for (const award of [null, "beaten-softcore", "mastered"]) {
      world.awards({ 7: award });
      await runStatuses(deck);
      seen.push(world.statusOf(romId));
    }
    expect(seen).toEqual(["incomplete", "finished", "completed_100"]);
  });
});

describe("two Decks", () => {
  test("what Deck A wrote is not the player's hand to Deck B: mastered, the game ends at completed_100", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    world.awards({ 7: "beaten-softcore" });
    await runStatuses(a);
    await runStatuses(b);
    expect(world.statusOf(romId)).toBe("finished");
    world.awards({ 7: "mastered" });
    await runStatuses(b);
    expect(world.statusOf(romId)).toBe("completed_100");
  });

  test("its twin: the same status set by hand ends untouched", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    world.awards({ 7: null });
    await runStatuses(a);
    world.setByHand(romId, "finished");
    await runStatuses(b);
    world.awards({ 7: "mastered" });
    await runStatuses(b);
    await runStatuses(a);
    expect(world.statusOf(romId)).toBe("finished");
  });

  test("a Deck that was away takes the other's write for the player's, and the other one still follows", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    world.awards({ 7: "beaten-softcore" });
    await runStatuses(a);
    world.awards({ 7: "mastered" });
    expect((await runStatuses(b)).lines).toMatchObject([{ reason: "set-by-hand", outcome: "kept" }]);
    await runStatuses(a);
    expect(world.statusOf(romId)).toBe("completed_100");
    world.awards({ 7: null });
    await runStatuses(b);
    expect(world.statusOf(romId)).toBe("completed_100");
  });
});

describe("the player's hand", () => {
  test("what was set before the first run stays", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    world.setByHand(romId, "finished");
    world.awards({ 7: null });
    await runStatuses(await world.deck("A"));
    expect(world.statusOf(romId)).toBe("finished");
  });

  test("what was set after our write stays, over further progress and a restart", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const deck = await world.deck("A");
    world.awards({ 7: "beaten-softcore" });
    await runStatuses(deck);
    world.setByHand(romId, "incomplete");
    await runStatuses(deck);
    world.awards({ 7: "mastered" });
    await runStatuses(await deck.restart());
    expect(world.statusOf(romId)).toBe("incomplete");
  });

  test("what was cleared is ours again", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const deck = await world.deck("A");
    world.setByHand(romId, "incomplete");
    world.awards({ 7: "mastered" });
    await runStatuses(deck);
    world.setByHand(romId, null);
    await runStatuses(deck);
    expect(world.statusOf(romId)).toBe("completed_100");
  });

  test.each(["retired", "never_playing"] as const)("%s stays, whatever the setting says", async (status) => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const deck = await world.deck("A");
    world.setByHand(romId, status);
    world.awards({ 7: "mastered" });
    await deck.api.updateSettings({ playStatus: { isOn: true, raAlwaysWins: true, refreshFirst: false } });
    await runStatuses(deck);
    expect(world.statusOf(romId)).toBe(status);
  });

  test("RetroAchievements wins where the player says so, over a restart", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const deck = await world.deck("A");
    world.setByHand(romId, "finished");
    world.awards({ 7: null });
    await deck.api.updateSettings({ playStatus: { isOn: true, raAlwaysWins: true, refreshFirst: false } });
    expect((await runStatuses(await deck.restart())).lines).toMatchObject([{ reason: "always-wins" }]);
    expect(world.statusOf(romId)).toBe("incomplete");
  });

  test("what RomM's own task wrote is followed, since it says the same", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const deck = await world.deck("A");
    world.awards({ 7: "beaten-softcore" });
    world.romm.rules.admin.deriveStatuses();
    world.requests();
    await runStatuses(deck);
    expect(world.requests()).toEqual(["GET /api/users/me", "GET /api/roms"]);
    world.awards({ 7: "mastered" });
    await runStatuses(deck);
    expect(world.statusOf(romId)).toBe("completed_100");
  });

  test("progress that went back lowers nothing, and is told", async () => {
    const world = await setupStatusWorld();
    const romId = world.game(7);
    const deck = await world.deck("A");
    world.awards({ 7: "mastered" });
    await runStatuses(deck);
    world.awards({ 7: null });
    expect((await runStatuses(deck)).lines).toMatchObject([{ reason: "lower-award", outcome: "kept" }]);
    expect(world.statusOf(romId)).toBe("completed_100");
  });
});

describe("what RomM tells", () => {
  test.each([null, {}, { results: [] }])(
    "progress %j is none, and costs one request",
    async (progression) => {
      const world = await setupStatusWorld();
      world.game(7);
      const user = world.romm.rules.database.users[0] ?? expect.fail("no user");
      user.ra_progression = progression;
      const deck = await world.deck("A");
      world.requests();
      const report = await runStatuses(deck);
      expect(report).toMatchObject({ lines: [], problem: null, source: { hasName: false } });
      expect(world.requests()).toEqual(["GET /api/users/me"]);
    },
  );

  test("progress that RomM itself cannot tell is RomM's error, also to who signs in: his token is not blamed", async () => {
    const world = await setupStatusWorld();
    const deck = await world.deck("A");
    const user = world.romm.rules.database.users[0] ?? expect.fail("no user");
    user.ra_progression = { results: [{ rom_ra_id: 7, highest_award_kind: "mastered" }] };
    const error = { kind: "romm", code: "server-error" };
    const { origin, token } = world.romm;
    const connect = () => deck.api.connect({ origin, credentials: { kind: "token", token } });
    for (const ask of [() => deck.api.syncPlayStatus({}), connect])
      expect(await ask()).toMatchObject({ ok: false, error });
  });

  test("a RomM that tells no awards is not taken for one without any", async () => {
    const world = await setupStatusWorld({ version: "4.7" });
    const romId = world.game(7);
    world.awards({ 7: "mastered" });
    const deck = await world.deck("A");
    const error = { kind: "too-old", serverVersion: "4.7.0", needed: "4.8.0" };
    expect(await deck.api.syncPlayStatus({})).toEqual({ ok: false, error });
    expect(world.statusOf(romId)).toBeNull();
    world.romm.rules.traits.versionText = "4.9.0";
    world.romm.rules.traits.tellsHighestAward = true;
    await runStatuses(deck);
    expect(world.statusOf(romId)).toBe("completed_100");
  });

  test("1,100 games are three pages, and only differences are written", async () => {
    const world = await setupStatusWorld();
    const games = Array.from({ length: 1100 }, (_, index) => index + 1);
    const ids = games.map((raId) => world.game(raId));
    world.awards(Object.fromEntries(games.map((raId) => [raId, "mastered"])));
    for (const id of ids.slice(3)) world.setByHand(id, "completed_100");
    const deck = await world.deck("A");
    world.requests();
    await runStatuses(deck);
    expect(world.requests()).toEqual([
      "GET /api/users/me",
      ...["GET /api/roms", "GET /api/roms", "GET /api/roms"],
      ...ids.slice(0, 3).map((id) => `PUT /api/roms/${id}/props`),
    ]);
    expect(Object.keys(writtenBy(deck))).toHaveLength(1100);
  });
});

test("a preview says what would be written, and changes neither RomM nor what this Deck knows", async () => {
  const world = await setupStatusWorld();
  const [first, second] = [world.game(1), world.game(2)];
  world.awards({ 1: "mastered", 2: null });
  world.setByHand(second, "incomplete");
  const deck = await world.deck("A");
  const before = deck.state.store.current();
  world.requests();
  const outcome = await deck.api.syncPlayStatus({ dryRun: true });
  expect(outcome).toMatchObject({
    ok: true,
    value: {
      isDryRun: true,
      source: { newestEarnedAtMs: Date.UTC(2025, 11, 24, 18) },
      lines: [
        {
          ...{
            romId: first,
            name: "Game 1",
            platformName: "SNES",
            award: "mastered",
            earned: 3,
            possible: 40,
          },
          ...{ status: null, write: "completed_100", reason: "no-status", outcome: "planned" },
        },
        { romId: second, status: "incomplete", write: null, reason: "up-to-date", outcome: "kept" },
      ],
    },
  });
  expect(world.requests()).toEqual(["GET /api/users/me", "GET /api/roms"]);
  expect(world.statusOf(first)).toBeNull();
  expect(deck.state.store.current()).toBe(before);
});
