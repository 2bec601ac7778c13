import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EngineDeck } from "../world/engine/deck.ts";
import { runStatuses, setupStatusWorld, writtenBy } from "./status-world.ts";

const props = "PUT /api/roms/*/props";

/** Four games, all mastered, none with a status. */
async function setupMastered(version = "5.2") {
  const world = await setupStatusWorld({ version });
  const ids = [1, 2, 3, 4].map((raId) => world.game(raId));
  world.awards({ 1: "mastered", 2: "mastered", 3: "mastered", 4: "mastered" });
  const deck = await world.deck("A");
  world.requests();
  return { world, ids, deck, statuses: () => ids.map(world.statusOf) };
}

const lastRunOf = async (deck: EngineDeck) => (await deck.api.getOverview({})).playStatus.lastRunAtMs;
const all = "completed_100";

describe("one game's failure", () => {
  test("a 500 is told and skipped, the others go on, and the next run tries again", async () => {
    const { world, ids, deck, statuses } = await setupMastered();
    await world.romm.faults.set("500", { route: props, skip: 1, count: 1 });
    const report = await runStatuses(deck);
    expect(report.lines.map((line) => line.outcome)).toEqual(["done", "failed", "done", "done"]);
    expect(report.lines[1]?.problem).toMatchObject({ kind: "romm", code: "server-error" });
    expect(report.problem).toBeNull();
    expect(statuses()).toEqual([all, null, all, all]);
    expect(writtenBy(deck)[ids[1] ?? 0]).toBeNull();
    expect(await lastRunOf(deck)).toBe(world.time.now());

    world.requests();
    expect((await runStatuses(deck)).lines[1]).toMatchObject({ outcome: "done" });
    expect(statuses()).toEqual([all, all, all, all]);
    expect(world.requests()).toEqual([
      ...["GET /api/users/me", "GET /api/roms"],
      `PUT /api/roms/${ids[1]}/props`,
    ]);
  });

  test("a game that RomM lost between the list and the write concerns that game alone", async () => {
    const { world, deck, statuses } = await setupMastered();
    await world.romm.faults.set("entity-404", {
      route: props,
      skip: 2,
      count: 1,
      detail: "Rom with id 3 not found",
    });
    const report = await runStatuses(deck);
    expect(report.lines.map((line) => line.outcome)).toEqual(["done", "done", "failed", "done"]);
    expect(Object.keys(writtenBy(deck))).toHaveLength(3);
    expect(statuses()).toEqual([all, all, null, all]);
  });
});

describe("a failure that is the same for all", () => {
  test.each([
    ["401", "5.2", "unauthorized"],
    ["403", "4.9", "forbidden"],
    ["redirect-elsewhere", "5.2", "redirected"],
  ] as const)(
    "a %s of RomM %s in the middle ends the run, and marks nothing as written",
    async (fault, version, code) => {
      const { world, ids, deck, statuses } = await setupMastered(version);
      await world.romm.faults.set(fault, { route: props, skip: 2, to: "http://127.0.0.1:9/" });
      const report = await runStatuses(deck);
      expect(report.problem).toMatchObject({ kind: "romm", code });
      expect(report.lines.map((line) => line.outcome)).toEqual(["done", "done", "failed", "not-reached"]);
      expect(world.requests().filter((line) => line.startsWith("PUT"))).toHaveLength(3);
      expect(statuses()).toEqual([all, all, null, null]);
      expect(writtenBy(deck)).toEqual({ [ids[0] ?? 0]: all, [ids[1] ?? 0]: all });
      expect(await deck.api.getOverview({})).toMatchObject({
        playStatus: { lastRunAtMs: null, last: { problem: { code }, counts: { changed: 2, failed: 1 } } },
      });

      await world.romm.faults.clear();
      await runStatuses(deck);
      expect(statuses()).toEqual([all, all, all, all]);
    },
  );

  test.each([
    ["401", "GET /api/users/me", "unauthorized"],
    ["500", "GET /api/roms", "server-error"],
    ["login-page-200", "GET /api/roms", "web-page"],
    ["wrong-shape", "GET /api/roms", "malformed"],
  ] as const)("a %s at %s is no empty answer: nothing is written", async (fault, route, code) => {
    const { world, deck, statuses } = await setupMastered();
    await world.romm.faults.set(fault, { route });
    expect(await deck.api.syncPlayStatus({})).toMatchObject({ ok: false, error: { kind: "romm", code } });
    expect(statuses()).toEqual([null, null, null, null]);
    expect(writtenBy(deck)).toEqual({});
    expect(await lastRunOf(deck)).toBeNull();
  });

  test("without a network the run says so, and signed out it does not start", async () => {
    const { world, deck } = await setupMastered();
    await world.romm.faults.set("refused");
    expect(await deck.api.syncPlayStatus({})).toMatchObject({ ok: false, error: { code: "offline" } });
    await deck.api.disconnect({});
    expect(await deck.api.syncPlayStatus({})).toEqual({ ok: false, error: { kind: "signed-out" } });
  });
});

describe("what we wrote is known as ours", () => {
  test("although the answer was lost", async () => {
    const { world, ids, deck, statuses } = await setupMastered();
    world.awards({ 1: "beaten-softcore" });
    await world.romm.faults.set("cut-in-headers", { route: props, count: 2 });
    expect((await runStatuses(deck)).lines).toMatchObject([
      { outcome: "failed", problem: { code: "offline" } },
    ]);
    expect(statuses()[0]).toBe("finished");
    world.awards({ 1: "mastered" });
    await runStatuses(await deck.restart());
    expect(world.statusOf(ids[0] ?? 0)).toBe(all);
  });

  test("wherever the process died", async () => {
    let isOver = false;
    for (let step = 0; !isOver; step += 1) {
      const world = await setupStatusWorld();
      const romId = world.game(7);
      const deck = await world.deck("A");
      world.awards({ 7: "beaten-softcore" });
      deck.disk.dieAt(step);
      await deck.api.syncPlayStatus({}).catch(() => {});
      isOver = !deck.disk.isDead();
      if (step === 0) expect(world.statusOf(romId)).toBeNull();
      if (isOver) expect(step).toBeGreaterThan(8);
      world.awards({ 7: "mastered" });
      await runStatuses(await deck.restart());
      expect(world.statusOf(romId), `died at step ${step}`).toBe(all);
    }
  });

  test("but not after a recovery, which forgets: then the status stays until it is equal or cleared", async () => {
    const { world, ids, deck } = await setupMastered();
    await runStatuses(deck);
    world.setByHand(ids[0] ?? 0, "finished");
    await runStatuses(deck);
    await writeFile(join(dirname(deck.savePath), "..", "data", "state.json"), "{");
    const recovered = await deck.restart();
    expect(recovered.state.health().kind).toBe("recovered");
    expect(writtenBy(recovered)).toEqual({});
    await runStatuses(recovered);
    expect(ids.map(world.statusOf)).toEqual(["finished", all, all, all]);
    expect(Object.keys(writtenBy(recovered))).toHaveLength(3);
  });
});

test("signing out stops the run before its next request, and what it did is remembered", async () => {
  const { world, ids, deck, statuses } = await setupMastered();
  const fault = await world.romm.faults.set("slow", { route: props, skip: 1, ms: 60_000 });
  const run = runStatuses(deck);
  await expect.poll(() => fault.hits).toBe(2);
  await deck.api.disconnect({});
  const report = await run;
  expect(report).toMatchObject({ isCancelled: true, problem: null });
  expect(report.lines.map((line) => line.outcome)).toEqual([
    "done",
    "not-reached",
    "not-reached",
    "not-reached",
  ]);
  expect(statuses()).toEqual([all, null, null, null]);
  expect(writtenBy(deck)).toMatchObject({ [ids[0] ?? 0]: all, [ids[1] ?? 0]: null });
  expect(Object.keys(writtenBy(deck))).toHaveLength(2);
});
