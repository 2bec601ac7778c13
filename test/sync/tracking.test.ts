import { expect, test, vi } from "vitest";
import { accountOf } from "../world/engine/account.ts";
import { callerOf } from "../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/** A Deck whose save is in RomM, and another that has it too. */
async function setupPlayed() {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.sync();
  world.requests();
  return { world, a, b };
}

const track = async (deck: EngineDeck, tracked: boolean) =>
  expectOk(await deck.api.setTracking({ appId, tracked }));

const isMirrored = (deck: EngineDeck) =>
  Object.values(accountOf(deck).units).every(({ owed }) => owed.tracking === undefined);

async function untrack(deck: EngineDeck) {
  const shortcut = await track(deck, false);
  await vi.waitFor(() => expect(isMirrored(deck)).toBe(true));
  return shortcut;
}

const untrackedRows = ({ romm }: World) =>
  romm.rules.database.syncs.filter((sync) => sync.is_untracked).map((sync) => sync.save_id);

test("a save that is not followed says so, moves nowhere, and stands before no launch", async () => {
  const { world, a, b } = await setupPlayed();
  expect(await untrack(b)).toMatchObject({ isTracked: false, status: { kind: "untracked" } });
  expect(world.requests()).toEqual(["POST /api/saves/1/untrack"]);
  await a.play("A2");
  await a.exit();
  world.requests();
  await b.play("B1");
  expect(await b.sync()).toMatchObject({ decision: "skip", reason: "untracked", outcome: "skipped" });
  expect(await b.exit()).toMatchObject({ decision: "skip", reason: "untracked" });
  expect(await b.api.beforeLaunch({ launchId: "1", appId })).toMatchObject({
    kind: "go-unchecked",
    reason: "untracked",
  });
  expect(world.requests().filter((line) => line.includes("/saves"))).toEqual([]);
  expect(await b.save()).toBe("A1\nB1\n");
});

test("RomM is told of the row that this Deck holds and of no other; new rows change nothing here", async () => {
  const { world, a, b } = await setupPlayed();
  await untrack(b);
  expect(untrackedRows(world)).toEqual([1]);
  await a.play("A2");
  await a.sync();
  const again = await b.restart();
  expect(await again.sync()).toMatchObject({ reason: "untracked" });
  expect(untrackedRows(world)).toEqual([1]);
});

test("followed again, the first upload lists first: what came meanwhile is seen, not written over", async () => {
  const { world, a, b } = await setupPlayed();
  await b.exit();
  await untrack(b);
  await a.play("A2");
  await a.sync();
  await b.play("B1");
  await track(b, true);
  await vi.waitFor(() => expect(isMirrored(b)).toBe(true));
  expect(untrackedRows(world)).toEqual([]);
  world.requests();
  expect(await b.exit()).toMatchObject({ decision: "conflict", reason: "both-changed" });
  expect(world.requests()).toEqual(["GET /api/saves"]);
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
});

test("followed again with nothing new elsewhere, an exit lists once and sends", async () => {
  const { world, b } = await setupPlayed();
  await b.exit();
  await untrack(b);
  await track(b, true);
  await vi.waitFor(() => expect(isMirrored(b)).toBe(true));
  await b.play("B1");
  world.requests();
  expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(world.requests()).toEqual(["GET /api/saves", "POST /api/saves"]);
});

test("offline it stands at once, over a restart too, and RomM is told at the next look", async () => {
  const { world, b } = await setupPlayed();
  await world.romm.faults.set("refused");
  expect(await track(b, false)).toMatchObject({ isTracked: false, status: { kind: "untracked" } });
  const again = await b.restart();
  expect(await again.sync()).toMatchObject({ reason: "untracked" });
  expect(isMirrored(again)).toBe(false);
  world.romm.faults.clear();
  expect(await again.sync()).toMatchObject({ reason: "untracked" });
  expect(isMirrored(again)).toBe(true);
  expect(untrackedRows(world)).toEqual([1]);
});

test("let go while its download is on the way, it stays as it is", async () => {
  const { world, a, b } = await setupPlayed();
  await a.play("A2");
  await a.sync();
  await world.romm.faults.set("slow", { route: "GET /api/saves/*/content", ms: 500 });
  world.requests();
  const run = b.sync();
  await vi.waitFor(() => expect(world.requests()).toContain("GET /api/saves/2/content"));
  await track(b, false);
  expect(await run).toMatchObject({ decision: "skip", reason: "untracked" });
  await vi.waitFor(() => expect(isMirrored(b)).toBe(true));
  expect(await b.save()).toBe("A1\n");
  expect(untrackedRows(world)).toEqual([1]);
});

test("let go before its upload begins, it is not sent", async () => {
  const { world, b } = await setupPlayed();
  await b.play("B1");
  const { rename } = b.disk;
  b.disk.rename = async (from, to) => {
    b.disk.rename = rename;
    if (to.endsWith(".save")) await track(b, false);
    await rename(from, to);
  };
  expect(await b.sync()).toMatchObject({ decision: "skip", reason: "untracked" });
  expect(world.rows()).toEqual(["A1\n"]);
});

/** Of a machine that does much else. */
const patience = { timeout: 20_000 };

test("let go while its upload is on the way, RomM is told so of the new row", async () => {
  const { world, b } = await setupPlayed();
  await b.play("B1");
  await world.romm.faults.set("slow", { route: "POST /api/saves", ms: 500 });
  const run = b.sync();
  await vi.waitFor(() => expect(world.requests()).toContain("POST /api/saves"), patience);
  await track(b, false);
  expect(await run).toMatchObject({ decision: "upload", outcome: "done" });
  await vi.waitFor(() => expect(untrackedRows(world)).toEqual([2]), patience);
  await vi.waitFor(() => expect(isMirrored(b)).toBe(true), patience);
});

test("a row that RomM has lost needs no word", async () => {
  const { world, b } = await setupPlayed();
  world.romm.rules.saves.remove(callerOf(world), [1]);
  await untrack(b);
  expect(isMirrored(b)).toBe(true);
});

test("what was never in sync has nothing to be told", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  world.requests();
  await untrack(a);
  expect(world.requests()).toEqual([]);
  expect((await a.api.listShortcuts({}))[0]?.status).toEqual({ kind: "untracked" });
});

test("an unknown shortcut and a Deck that is signed out are told as such", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const unknown = 1 as typeof appId;
  expect(await a.api.setTracking({ appId: unknown, tracked: false })).toEqual({
    ok: false,
    error: { kind: "unknown-shortcut", appId: unknown },
  });
  await a.api.disconnect({});
  expect(await a.api.setTracking({ appId, tracked: false })).toEqual({
    ok: false,
    error: { kind: "signed-out" },
  });
});

test("a question about a save is not open any more once it is not followed", async () => {
  const { a, b } = await setupPlayed();
  await a.play("A2");
  await a.sync();
  await b.play("B1");
  expect(await b.sync()).toMatchObject({ decision: "conflict" });
  expect(await b.api.listConflicts({})).toHaveLength(1);
  await untrack(b);
  expect(await b.api.listConflicts({})).toEqual([]);
});
