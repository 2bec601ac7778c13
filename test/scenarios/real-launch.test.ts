import { expect, test, vi } from "vitest";
import { appId as deckAppId } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";
import { type RealWorld, setupRealWorld } from "./real-world.ts";

/* A server that answers after 20 seconds, a real backend, real processes of games in the machine's own `/proc`. */

const slowMs = 20_000;
const realProc = { env: { SAVEPOINT_PROC_ROOT: "/proc" } };

/** The server holds a newer save, and every listing of it takes 20 seconds. */
function setSlow(world: RealWorld) {
  world.server.post("A1\nB2\n");
  const trap = world.traps.set("GET /api/saves", "before");
  const timer = setTimeout(trap.release, slowMs);
  timer.unref();
  return trap;
}

/** Answers what the work gave, and how long it took; nothing here may take as long as the server. */
async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const startedAt = performance.now();
  const value = await work;
  return { value, ms: performance.now() - startedAt };
}

async function seesItPlay(world: RealWorld): Promise<void> {
  const isPlaying = async () => {
    const [shortcut] = await world.api().listShortcuts({});
    expect(shortcut?.status.kind).toBe("playing");
  };
  await vi.waitFor(isPlaying, 10_000);
}

test.concurrent("A launch waits for its budget and not for the server, and then all its work has ended.", async (context) => {
  const world = await setupRealWorld(context, realProc);
  const trap = setSlow(world);
  const { appId } = world;
  const check = world.api().beforeLaunch({ launchId: "one", appId, budgetMs: 1000 });
  const { value, ms } = await timed(check);
  expect(value).toEqual({ kind: "go-unchecked", reason: "budget", detail: null });
  const closed = await timed(trap.closed);
  expect(ms + closed.ms).toBeLessThan(slowMs / 2);
});

test.concurrent("A launch that the player lets through ends its work, and its game's save stays untouched until it has ended.", async (context) => {
  const world = await setupRealWorld(context, realProc);
  const trap = setSlow(world);
  const { appId } = world;
  const before = await world.fingerprint();
  const check = timed(world.api().beforeLaunch({ launchId: "one", appId, budgetMs: 60_000 }));
  await trap.reached;
  await world.api().letLaunchThrough({ launchId: "one" });
  const { value, ms } = await check;
  expect(value).toEqual({ kind: "go-unchecked", reason: "let-through", detail: null });
  await trap.closed;
  expect(ms).toBeLessThan(slowMs / 2);
  const game = await world.games.startReaper(appId);
  trap.release();
  expect(await world.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
  expect(await world.fingerprint()).toBe(before);
  await seesItPlay(world);
  await game.end();
  // Nobody tells the backend: it sees the exit itself, and looks at what its check had missed.
  await vi.waitFor(async () => expect(await world.save()).toBe("A1\nB2\n"), 15_000);
});

test.concurrent("A game of which only its open save tells is left alone until it has ended; then the newer one comes.", async (context) => {
  const world = await setupRealWorld(context, realProc);
  world.server.post("A1\nB2\n");
  const game = await world.games.startHolder(world.savePath);
  const before = await world.fingerprint();
  // Runs share one look at open files for a second: the game is then seen by the fresh one before the rename.
  const { reason, problem } = await world.sync();
  expect([reason, problem?.kind]).toContain("running");
  const { appId } = world;
  expect(await world.api().beforeLaunch({ launchId: "one", appId })).toMatchObject({ reason: "running" });
  expect(await world.fingerprint()).toBe(before);
  await game.end();
  expect(await world.exit()).toMatchObject({ decision: "download", outcome: "done" });
  expect(await world.save()).toBe("A1\nB2\n");
});

test.concurrent("What a game wrote goes up once its process has ended, and not before.", async (context) => {
  const world = await setupRealWorld(context, realProc);
  const { appId } = world;
  expect(await world.api().beforeLaunch({ launchId: "one", appId })).toMatchObject({ kind: "go" });
  const game = await world.games.startReaper(appId);
  await world.play("A2");
  expect(await world.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
  expect(world.server.rows()).toEqual(["A1\n"]);
  await seesItPlay(world);
  await game.end();
  await vi.waitFor(() => expect(world.server.rows()).toEqual(["A1\n", "A1\nA2\n"]), 15_000);
});

test.concurrent("scenario 7: an emulator started outside Steam while a pull is staged keeps its save; its exit asks and sends nothing.", async (context) => {
  const world = await setupRealWorld(context, realProc);
  world.server.post("A1\nB2\n");
  const trap = world.traps.set("GET /api/saves/*/content", "before");
  const run = world.sync();
  await trap.reached;
  const game = await world.games.startHolder(world.savePath);
  const before = await world.fingerprint();
  trap.release();
  expect(await run).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
  expect(await world.fingerprint()).toBe(before);
  await world.play("A2");
  await game.end();
  expect(await world.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
  expect(world.server.rows()).toEqual(["A1\n", "A1\nB2\n"]);
  expect(await world.save()).toBe("A1\nA2\n");
});

test.each([
  ["before", "the last look at the process table and the rename"],
  ["after", "the rename and the next look at the process table"],
])(
  "scenario 7: a process that appears right %s the rename (between %s) makes its exit a question.",
  async (when) => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    await a.play("A2");
    await a.sync();
    const reaper = {
      pid: 1,
      argv: ["/steam/reaper", "SteamLaunch", `AppId=${deckAppId}`, "--", "retroarch"],
    };
    const { rename } = b.disk;
    b.disk.rename = async (from, to) => {
      if (to === b.savePath && when === "before") b.processes.push(reaper);
      await rename(from, to);
      if (to === b.savePath && when === "after") b.processes.push(reaper);
    };
    expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
    b.processes.splice(0);
    await b.write("A1\nB2\n"); // From the memory of a game that had loaded A1.
    expect(await b.exit()).toMatchObject({ decision: "conflict", reason: "raced" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  },
);
