import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { appId, expectOk } from "../world/engine/deck.ts";
import { addRoms, onlyTheseGames } from "../world/engine/many-games.ts";
import { setupWorld } from "../world/engine/world.ts";

describe("a dry run beside a run that is under way", () => {
  /** The run sends its first saves, and the dry run waits behind it. */
  async function setupBoth() {
    const world = await setupWorld();
    const a = await world.deck("A");
    const games = await onlyTheseGames(a, addRoms(world, 12));
    for (const game of games) await game.write(`${game.name}\n`);
    await world.romm.faults.set("slow", { route: "POST /api/saves", ms: 500 });
    const run = a.api.syncAll({});
    await vi.waitFor(() => expect(world.requests()).toContain("POST /api/saves"));
    const shown = (await a.api.getOverview({})).runs.current ?? expect.fail("no run");
    world.time.advance(1000);
    return { world, a, shown, run, dryRun: a.api.syncAll({ dryRun: true }) };
  }

  test("does not keep the player from stopping the run: both are cancelled", async () => {
    const { a, run, dryRun } = await setupBoth();
    await a.api.cancelSync({});
    expect(expectOk(await dryRun)).toMatchObject({ isDryRun: true, isCancelled: true });
    expect(expectOk(await run)).toMatchObject({ isDryRun: false, isCancelled: true });
    expect((await a.api.getOverview({})).runs.current).toBeNull();
  });

  test("does not take its place: it is shown, and who asks for a run joins it", async () => {
    const { a, shown, run, dryRun } = await setupBoth();
    expect((await a.api.getOverview({})).runs.current?.startedAtMs).toBe(shown.startedAtMs);
    expect(await a.api.syncAll({})).toEqual(await run);
    expectOk(await dryRun);
  });
});

describe("who joins a run that is under way", () => {
  /** Twelve games are in sync; the run sends one of them, slowly, when the others were listed and looked at. */
  async function setupJoin() {
    const world = await setupWorld();
    const a = await world.deck("A");
    const games = await onlyTheseGames(a, addRoms(world, 12));
    for (const game of games) await game.write(`${game.name}\n`);
    expectOk(await a.api.syncAll({}));
    const [slow = expect.fail(), other = expect.fail()] = games;
    await slow.write(`${slow.name}\nplayed\n`);
    await world.romm.faults.set("slow", { route: "POST /api/saves", ms: 500 });
    world.requests();
    const run = a.api.syncAll({});
    await vi.waitFor(() => expect(world.requests()).toContain("POST /api/saves"));
    return { world, a, slow, other, run };
  }

  test("is told of what was written after the run had passed it", async () => {
    const { world, a, slow, other, run } = await setupJoin();
    await other.write(`${other.name}\nplayed since\n`);
    const { lines } = expectOk(await a.api.syncAll({}));
    const sent = lines.filter(({ direction }) => direction === "up").map(({ name }) => name);
    expect(sent.toSorted()).toEqual([slow.name, other.name].toSorted());
    expect(world.romm.rules.database.saves).toHaveLength(14);
    expect(await run).toMatchObject({ ok: true, value: { lines } });
  });

  test("costs one more listing and no request for each save", async () => {
    const { world, a, run } = await setupJoin();
    await a.api.syncAll({});
    await run;
    expect(world.requests().filter((line) => line === "GET /api/saves")).toHaveLength(1);
  });

  test("in the same breath joins it whole: nothing is looked at twice", async () => {
    const { world, a, run } = await setupJoin();
    await run;
    world.requests();
    await Promise.all([a.api.syncAll({}), a.api.syncAll({}), a.api.syncAll({})]);
    expect(world.requests().filter((line) => line === "GET /api/saves")).toHaveLength(1);
  });
});

test("A catch-up that was cancelled is not done: it comes again.", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await world.romm.faults.set("slow", { route: "GET /api/saves", ms: 500 });
  world.requests();
  a.start();
  world.time.elapse(3000);
  await vi.waitFor(() => expect(world.requests()).toContain("GET /api/saves"));
  await a.api.cancelSync({});
  await vi.waitFor(async () =>
    expect((await a.api.getOverview({})).runs).toMatchObject({ current: null, last: { isCancelled: true } }),
  );
  expect(world.rows()).toEqual([]);
  await world.romm.faults.clear();
  await vi.waitFor(() => {
    world.time.elapse(30_000);
    expect(world.rows()).toEqual(["A1\n"]);
  }, 10_000);
});

test("Signed in anew, a question that stands is told anew.", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.play("B1");
  await b.sync();
  await b.sync();
  const countNotices = () => b.notices.filter((kind) => kind === "conflict").length;
  expect(countNotices()).toBe(1);
  const { origin, token } = world.romm;
  expectOk(await b.api.connect({ origin, credentials: { kind: "token", token } }));
  expectOk(await b.api.syncShortcut({ appId }));
  expect(countNotices()).toBe(2);
});

test("a run over everything sends no file of a game that is not registered", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const stray = join(dirname(a.savePath), "Other.srm");
  await writeFile(stray, "stale\n");
  await a.play("A1");
  expectOk(await a.api.syncAll({}));
  expect(world.romm.rules.database.saves).toHaveLength(1);
  expect(await readFile(stray, "utf8")).toBe("stale\n");
});
