import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type EngineDeck, setupDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

interface SleepyWorld {
  world: World;
  /** Its machine can sleep. */
  sleepy: EngineDeck;
  other: EngineDeck;
  /** The wall clock goes on, the monotonic one stands still. */
  sleep(ms: number): void;
}

/** Both Decks and RomM hold A1. */
async function setupSleepy(): Promise<SleepyWorld> {
  const world = await setupWorld();
  const folder = await mkdtemp(join(tmpdir(), "savepoint-sleepy-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let sleptMs = 0;
  const { time, romm, romId } = world;
  const clock = () => ({ ...time.clock(), now: () => time.now() + sleptMs });
  const sleepy = await setupDeck({ name: "S", folder, romm, romId, time: { ...time, clock } });
  const other = await world.deck("O");
  await other.play("A1");
  await other.sync();
  await sleepy.sync();
  const sleep = (ms: number) => {
    sleptMs += ms;
  };
  return { world, sleepy, other, sleep };
}

/** Runs once, when the deck has written down that it is about to replace or to send. */
function onIntent(deck: EngineDeck, act: () => Promise<void>): void {
  const { rename } = deck.disk;
  let isDone = false;
  deck.disk.rename = async (from, to) => {
    await rename(from, to);
    const intents = Object.values(deck.state.store.current().accounts).flatMap(({ units }) =>
      Object.values(units).map((unit) => unit.intent),
    );
    const isIntent = to.endsWith("/state.json") || intents.length === 0;
    if (!isIntent || isDone) return;
    isDone = true;
    await act();
  };
}

test("A pull over which the machine slept does not put in place what was the newest before.", async () => {
  const { world, sleepy, other, sleep } = await setupSleepy();
  await other.play("O2");
  await other.sync();
  onIntent(sleepy, async () => {
    await other.play("O3");
    world.time.advance(5000);
    await other.sync();
    sleep(3_600_000);
  });
  const replaced: string[] = [];
  const { rename } = sleepy.disk;
  sleepy.disk.rename = async (from, to) => {
    await rename(from, to);
    if (to === sleepy.savePath) replaced.push((await sleepy.save()) ?? "");
  };
  expect(await sleepy.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(replaced).toEqual(["A1\nO2\nO3\n"]);
});

test.each([
  ["an hour of sleep", 3_600_000, 2],
  ["a clock set back", -60_000, 2],
  ["a clock that was corrected by a second", 1000, 1],
])("After %s between look and act the server is asked %s times.", async (_name, ms, looks) => {
  const { world, sleepy, other, sleep } = await setupSleepy();
  await other.play("O2");
  await other.sync();
  onIntent(sleepy, async () => sleep(ms));
  world.requests();
  expect(await sleepy.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect(world.requests().filter((line) => line === "GET /api/saves")).toHaveLength(looks);
  expect(await sleepy.save()).toBe("A1\nO2\n");
});

test("A push over which the machine slept looks anew before it sends.", async () => {
  const { world, sleepy, sleep } = await setupSleepy();
  await sleepy.play("S2");
  const { create } = sleepy.disk;
  sleepy.disk.create = async (path, options) => {
    if (path.includes("/history/")) {
      sleepy.disk.create = create;
      sleep(3_600_000);
    }
    return await create(path, options);
  };
  world.requests();
  expect(await sleepy.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  const lines = world.requests();
  expect(lines).toEqual(["GET /api/saves", "GET /api/saves", "POST /api/saves"]);
});

test("A machine that will not stay awake gives up after three looks, and nothing was changed.", async () => {
  const { world, sleepy, other, sleep } = await setupSleepy();
  await other.play("O2");
  await other.sync();
  const { create } = sleepy.disk;
  sleepy.disk.create = async (path, options) => {
    if (path.includes("/saves/")) sleep(60_000);
    return await create(path, options);
  };
  expect(await sleepy.sync()).toMatchObject({ outcome: "failed", problem: { kind: "changed-meanwhile" } });
  expect(await sleepy.save()).toBe("A1\n");
  expect(world.rows()).toHaveLength(2);
});
