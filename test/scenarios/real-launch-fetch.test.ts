import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import type { LaunchProgress } from "../../backend/contract/saves/launch.ts";
import { type RealWorld, setupRealWorld } from "./real-world.ts";

/* A large save over a slow network: the budget ends knowing, and what moves is waited for. */

const mebibyte = 1024 * 1024;

const progressOf = ({ events }: RealWorld) =>
  events.filter(({ event }) => event === "launchProgress").map(({ payload }) => payload as LaunchProgress);

async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const startedAt = performance.now();
  const value = await work;
  return { value, ms: performance.now() - startedAt };
}

/** The server holds a newer save of that size, and its bytes come at 1 MB/s. */
async function setupSlow(context: Parameters<typeof setupRealWorld>[0], sizeBytes: number) {
  const world = await setupRealWorld(context);
  const newer = randomBytes(sizeBytes);
  world.server.post(newer);
  world.network.throttle(1_000_000);
  const launch = { launchId: "one", appId: world.appId };
  return { world, newer, launch };
}

async function untilFetched(world: RealWorld, bytes: number): Promise<void> {
  await vi.waitFor(
    () => expect(progressOf(world).some(({ doneBytes }) => doneBytes >= bytes)).toBe(true),
    20_000,
  );
}

test.concurrent("8 MiB at 1 MB/s are fetched before the game starts, and the panel sees them come.", async (context) => {
  const { world, newer, launch } = await setupSlow(context, 8 * mebibyte);
  const { value, ms } = await timed(world.api().beforeLaunch(launch));
  expect(value).toMatchObject({ kind: "go", report: { lines: [{ decision: "download", outcome: "done" }] } });
  expect(ms).toBeGreaterThan(7000);
  expect((await readFile(world.savePath)).equals(newer)).toBe(true);
  const told = progressOf(world);
  expect([...new Set(told.map(({ phase }) => phase))]).toEqual(["asking", "fetching", "placing"]);
  const fetching = told.filter(({ phase }) => phase === "fetching");
  expect(fetching.length).toBeGreaterThan(7);
  expect(
    fetching.every(({ totalBytes, launchId }) => totalBytes === newer.length && launchId === "one"),
  ).toBe(true);
  const counts = fetching.map(({ doneBytes }) => doneBytes);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
});

test.concurrent("A save that stops coming lets the game start, and what comes later replaces nothing.", async (context) => {
  const { world, launch } = await setupSlow(context, 4 * mebibyte);
  const before = await world.fingerprint();
  const check = timed(world.api().beforeLaunch(launch));
  await untilFetched(world, mebibyte);
  world.network.hold();
  const { value, ms } = await check;
  expect(value).toEqual({ kind: "go-unchecked", reason: "stalled", detail: null });
  expect(ms).toBeLessThan(20_000);
  await world.network.restore();
  world.network.throttle(Number.POSITIVE_INFINITY);
  // The lease of the launch that was let go keeps everybody else away.
  expect(await world.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
  expect(await world.fingerprint()).toBe(before);
});

test.concurrent("Start now is answered at once while RomM is asked, and while a save comes.", async (context) => {
  const { world, launch } = await setupSlow(context, 4 * mebibyte);
  const before = await world.fingerprint();
  world.network.hold();
  const asking = world.api().beforeLaunch({ ...launch, launchId: "asking" });
  await vi.waitFor(() => expect(progressOf(world).length).toBe(1));
  const first = timed(asking);
  await world.api().letLaunchThrough({ launchId: "asking" });
  expect(await first).toMatchObject({ value: { kind: "go-unchecked", reason: "let-through" } });
  expect((await first).ms).toBeLessThan(500);
  await world.network.restore();
  const fetching = world.api().beforeLaunch({ ...launch, launchId: "fetching" });
  await untilFetched(world, mebibyte);
  const second = timed(fetching);
  await world.api().letLaunchThrough({ launchId: "fetching" });
  expect(await second).toMatchObject({ value: { kind: "go-unchecked", reason: "let-through" } });
  expect((await second).ms).toBeLessThan(500);
  expect(await world.fingerprint()).toBe(before);
});

test.concurrent("A connection that breaks off in the middle is made anew at once, and the game starts on the newer save.", async (context) => {
  const { world, newer, launch } = await setupSlow(context, 4 * mebibyte);
  const check = world.api().beforeLaunch(launch);
  await untilFetched(world, mebibyte / 2);
  world.network.throttle(Number.POSITIVE_INFINITY);
  world.network.cut();
  expect(await check).toMatchObject({ kind: "go", report: { lines: [{ decision: "download" }] } });
  expect((await readFile(world.savePath)).equals(newer)).toBe(true);
});
