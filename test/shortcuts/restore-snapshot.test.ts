import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

test("a restored snapshot brings the shortcuts back, and equal saves are adopted without moving a byte", async () => {
  const { world, deck, snapshotId } = await setupSnapshot();
  await deck.api.clearRegistry({});
  const overview = expectOk(await deck.api.restoreSnapshot({ snapshotId }));
  expect(overview.gated).toEqual([appId]);
  expect(overview.connection.kind).toBe("connected");
  world.requests();
  expect(await deck.sync()).toMatchObject({ decision: "adopt", outcome: "done" });
  expect(world.requests().filter((line) => /^POST \/api\/saves$|\/content$/.test(line))).toEqual([]);
  const kinds = (await deck.api.listSnapshots({})).map(({ kind, shortcutCount }) => [kind, shortcutCount]);
  expect(kinds).toEqual([
    ["replaced", 0],
    ["daily", 1],
  ]);
});

test("what was known about the saves before a restore is forgotten, questions included", async () => {
  const { world, deck, snapshotId } = await setupSnapshot();
  const other = await world.deck("two");
  await other.sync();
  await other.play("on the other Deck");
  await other.sync();
  await deck.play("here");
  expect(await deck.sync()).toMatchObject({ decision: "conflict" });
  expect(await deck.api.listConflicts({})).toHaveLength(1);
  const overview = expectOk(await deck.api.restoreSnapshot({ snapshotId }));
  expect(overview.needsYou.count).toBe(0);
  expect(await deck.sync()).toMatchObject({ decision: "conflict" });
});

test("a snapshot is not restored while one of the games runs or is being started", async () => {
  const { deck, snapshotId } = await setupSnapshot();
  const before = deck.state.store.current();
  deck.processes.push({
    pid: 9,
    argv: ["/steam/reaper", "SteamLaunch", `AppId=${appId}`, "--", "retroarch"],
  });
  const running = { ok: false, error: { kind: "running", name: "Game" } };
  expect(await deck.api.restoreSnapshot({ snapshotId })).toEqual(running);
  deck.processes.length = 0;
  await deck.api.appStarted({ appId });
  const starting = { ok: false, error: { kind: "starting", name: "Game" } };
  expect(await deck.api.restoreSnapshot({ snapshotId })).toEqual(starting);
  expect(deck.state.store.current()).toBe(before);
});

test("a restore waits for the work on a save to end, and work that comes meanwhile waits for the restore", async () => {
  const { world, deck, snapshotId } = await setupSnapshot();
  await deck.play("two");
  world.requests();
  await world.romm.faults.set("slow", { route: "POST /api/saves", ms: 500 });
  const order: string[] = [];
  const note = (what: string) => () => void order.push(what);
  const sync = deck.sync().then(note("sync"));
  await vi.waitFor(() => expect(world.requests()).toContain("POST /api/saves"), { timeout: 20_000 });
  const restore = deck.api.restoreSnapshot({ snapshotId }).then(note("restored"));
  const late = deck.sync().then((line) => order.push(`then ${line.decision}`));
  await Promise.all([sync, restore, late]);
  expect(order).toEqual(["sync", "restored", "then adopt"]);
});

test("a snapshot that is not there, or names a path elsewhere, is refused", async () => {
  const { deck } = await setupSnapshot();
  for (const snapshotId of ["2020-01-01-r1-daily", "../state", ""]) {
    expect(await deck.api.restoreSnapshot({ snapshotId })).toEqual({
      ok: false,
      error: { kind: "unknown-snapshot", snapshotId },
    });
  }
});

test("the notice of a recovery stands until the player has read it, and does not come back", async () => {
  const { deck } = await setupSnapshot();
  await deck.state.settled();
  await writeFile(join(dirname(dirname(deck.savePath)), "data/state.json"), "garbage");
  const first = await deck.restart();
  expect(await registryOf(first)).toBe("recovered");
  const second = await first.restart();
  expect(await registryOf(second)).toBe("recovered");
  expect(await second.api.acknowledgeRecovery({})).toEqual({ ok: true, value: null });
  expect(await registryOf(second)).toBe("current");
  expect(await registryOf(await second.restart())).toBe("current");
});

/** A Deck in step with RomM, started again so that the day has its snapshot. */
async function setupSnapshot() {
  const world = await setupWorld();
  const before = await world.deck("one");
  await before.play("one");
  await before.sync();
  await before.state.settled();
  const deck = await before.restart();
  const [snapshot] = await deck.api.listSnapshots({});
  if (!snapshot) throw new Error("The start kept no snapshot.");
  return { world, deck, snapshotId: snapshot.snapshotId };
}

async function registryOf(deck: EngineDeck): Promise<string> {
  return (await deck.api.getOverview({})).registry.kind;
}
