import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { launch, pass, restAfterStart } from "../launch/setup-exits.ts";
import { answer } from "../world/engine/conflict.ts";
import { appId, setupDeck } from "../world/engine/deck.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld } from "../world/engine/world.ts";

/** Two Decks and RomM hold A1; the first one can sleep, and has started. */
async function setupSleepy() {
  const world = await setupWorld();
  const folder = await mkdtemp(join(tmpdir(), "savepoint-wake-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  let sleptMs = 0;
  const { time, romm, romId } = world;
  const clock = () => ({ ...time.clock(), now: () => time.now() + sleptMs });
  const sleepy = await setupDeck({ name: "S", folder, romm, romId, time: { ...time, clock } });
  const other = await world.deck("O");
  await other.play("A1");
  await other.sync();
  await sleepy.sync();
  await restAfterStart(world, sleepy);
  sleepy.start();
  for (let step = 0; step < 5; step++) await pass(world, 3000);
  world.requests();
  const sleep = (ms: number) => {
    sleptMs += ms;
  };
  return { world, sleepy, other, sleep };
}

test("After a wake the network is waited for, and then what was played elsewhere is there.", async () => {
  const { world, sleepy, other, sleep } = await setupSleepy();
  await other.play("O2");
  world.time.advance(60_000);
  await other.sync();
  sleep(8 * 3_600_000);
  await world.romm.faults.set("refused");
  for (let step = 0; step < 8; step++) await pass(world, 2000);
  expect(await sleepy.save()).toBe("A1\n");
  await world.romm.faults.clear();
  for (let step = 0; step < 6; step++) await pass(world, 2000);
  expect(await sleepy.save()).toBe("A1\nO2\n");
  expect(sleepy.errors).toEqual([]);
});

test("A nap costs one question and no look at everything.", async () => {
  const { world, sleep } = await setupSleepy();
  sleep(20_000);
  for (let step = 0; step < 10; step++) await pass(world, 2000);
  expect(world.requests()).toEqual(["GET /api/heartbeat"]);
});

test("An exit whose push was cut by the sleep ends right at the wake, and not when its patience does.", async () => {
  const { world, sleepy, sleep } = await setupSleepy();
  await sleepy.api.beforeLaunch(launch);
  await sleepy.play("S2");
  // The network goes down below the request: nobody answers it, and nobody refuses it.
  const held = await world.romm.faults.set("hold-upload-half-read", { count: 1 });
  const exit = sleepy.exit();
  await held.holding;
  sleep(3_600_000);
  for (let step = 0; step < 8; step++) await pass(world, 2000);
  expect(world.rows()).toEqual(["A1\n", "A1\nS2\n"]);
  expect(await exit).toMatchObject({ outcome: "failed" });
});

test("It sleeps with the game open, the player goes on elsewhere, it wakes and the game ends (scenario 21).", async () => {
  const { world, sleepy, other, sleep } = await setupSleepy();
  await sleepy.api.beforeLaunch(launch);
  sleepy.processes.push(startedBySteam());
  await sleepy.api.appStarted({ appId });
  await pass(world, 2000);
  sleep(5 * 3_600_000);
  await other.play("O2");
  world.time.advance(60_000);
  await other.sync();
  for (let step = 0; step < 10; step++) await pass(world, 2000);
  expect(await sleepy.save()).toBe("A1\n");
  await sleepy.write("A1\nS3\n");
  sleepy.processes.splice(0);
  for (let step = 0; step < 10; step++) await pass(world, 2000);
  expect(await sleepy.api.listConflicts({})).toHaveLength(1);
  expect(world.rows()).toEqual(["A1\n", "A1\nO2\n"]);
  expect(await sleepy.save()).toBe("A1\nS3\n");
  world.time.advance(60_000);
  await answer(sleepy, "take-remote");
  expect(await sleepy.save()).toBe("A1\nO2\n");
  expect(await sleepy.keptCopies()).toContain("A1\nS3\n");
});
