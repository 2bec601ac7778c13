import { expect, test } from "vitest";
import { type RealWorld, setupRealWorld } from "./real-world.ts";

/* The network or the backend dies at one exact place of a pull or a push; then the player plays on, offline. */

const launch = (world: RealWorld) =>
  world.api().beforeLaunch({ launchId: "one", appId: world.appId, budgetMs: 60_000 });

/** The session that follows, without a network: nothing goes up, nothing asks. */
async function playOffline(world: RealWorld, session: string): Promise<void> {
  expect(await launch(world)).toMatchObject({ kind: "go-unchecked", reason: "offline" });
  await world.play(session);
  expect(await world.exit()).toMatchObject({ outcome: "failed", problem: { code: "offline" } });
}

/** The next exit with a network: what was played goes up once, and nobody is asked. */
async function expectOneUpload(world: RealWorld, rows: string[]): Promise<void> {
  await world.network.restore();
  await world.exit();
  expect(world.server.rows()).toEqual(rows);
  expect(await world.api().listConflicts({})).toEqual([]);
  expect(await world.sync()).toMatchObject({ decision: "keep", outcome: "done" });
  expect(world.server.rows()).toEqual(rows);
}

/** A pull at launch that stands between its rename and its word to the server. */
async function pullToConfirm(world: RealWorld) {
  world.server.post("A1\nB2\n");
  const trap = world.traps.set("POST /api/saves/*/downloaded", "before");
  const verdict = launch(world).catch(() => null);
  await trap.reached;
  expect(await world.save()).toBe("A1\nB2\n");
  return { trap, verdict };
}

test.concurrent("scenario 1: pulled, the network dies before the confirm, Play now, played, exit online: one upload, no conflict.", async (context) => {
  const world = await setupRealWorld(context);
  const { trap, verdict } = await pullToConfirm(world);
  await world.network.refuse();
  await world.api().letLaunchThrough({ launchId: "one" });
  expect((await verdict)?.kind).toMatch(/^go/);
  trap.release();
  await world.play("A3");
  await expectOneUpload(world, ["A1\n", "A1\nB2\n", "A1\nB2\nA3\n"]);
});

test.concurrent("scenario 1: killed between the rename and the confirm, played offline, exit online: one upload, no conflict.", async (context) => {
  const world = await setupRealWorld(context);
  const { trap, verdict } = await pullToConfirm(world);
  await world.network.refuse();
  await world.killAndRestart();
  trap.release();
  expect(await verdict).toBeNull();
  expect(await world.save()).toBe("A1\nB2\n");
  await playOffline(world, "A3");
  await expectOneUpload(world, ["A1\n", "A1\nB2\n", "A1\nB2\nA3\n"]);
});

test.concurrent("scenario 1: killed between the POST and its record, played offline, exit online: one upload on top, no twin row.", async (context) => {
  const world = await setupRealWorld(context);
  await world.play("A2");
  const trap = world.traps.set("POST /api/saves", "after");
  const exit = world.exit().catch(() => null);
  await trap.reached;
  expect(world.server.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  await world.network.refuse();
  await world.killAndRestart();
  trap.release();
  expect(await exit).toBeNull();
  await playOffline(world, "A3");
  await expectOneUpload(world, ["A1\n", "A1\nA2\n", "A1\nA2\nA3\n"]);
});

test.concurrent("scenario 1: killed while the POST stands half-way, played offline, exit online: each save went up at most once.", async (context) => {
  const world = await setupRealWorld(context);
  await world.play("A2");
  const trap = world.traps.set("POST /api/saves", "before");
  const exit = world.exit().catch(() => null);
  await trap.reached;
  await world.network.refuse();
  await world.killAndRestart();
  expect(await exit).toBeNull();
  await playOffline(world, "A3");
  trap.release();
  await world.network.restore();
  await world.exit();
  const rows = world.server.rows();
  expect(rows.at(-1)).toBe("A1\nA2\nA3\n");
  expect(new Set(rows).size).toBe(rows.length);
  expect(await world.api().listConflicts({})).toEqual([]);
});
