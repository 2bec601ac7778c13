import { expect, test } from "vitest";
import { launch, pass, setupPlayed, soon } from "../launch/setup-exits.ts";
import type { World } from "../world/engine/world.ts";

/** A plays A2 while RomM cannot be reached. */
async function setupOffline() {
  const { world, a } = await setupPlayed();
  await world.romm.faults.set("refused");
  await a.api.beforeLaunch(launch);
  await a.play("A2");
  expect(await a.exit()).toMatchObject({ outcome: "failed" });
  world.requests();
  return { world, a };
}

/** How long until RomM has both sessions, by the Deck's clock. */
async function waitForRow(world: World, atMostMs: number): Promise<number> {
  const sinceMs = world.time.now();
  while (world.rows().length < 2 && world.time.now() - sinceMs <= atMostMs) await pass(world, 1000);
  return world.time.now() - sinceMs;
}

const probesIn = (lines: string[]) => lines.filter((line) => line === "GET /api/heartbeat");

async function elapseSteps(world: World, ms: number, stepMs = 2000): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += stepMs) await pass(world, stepMs);
}

test("Played offline, the row is there within ten seconds of the network's return.", async () => {
  const { world, a } = await setupOffline();
  await elapseSteps(world, 60_000);
  await world.romm.faults.clear();
  expect(await waitForRow(world, 60_000)).toBeLessThanOrEqual(10_000);
  expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  expect(a.errors).toEqual([]);
});

test("Away for long, it is asked seldom, and at once when the machine is in another network.", async () => {
  const { world, a } = await setupOffline();
  await elapseSteps(world, 1_800_000, 30_000);
  await world.romm.faults.clear();
  await pass(world, 2000);
  expect(world.rows()).toHaveLength(1);
  a.network.addresses = "wlan0 10.0.0.7";
  expect(await waitForRow(world, 60_000)).toBeLessThanOrEqual(6000);
});

test("Where nothing failed, nothing is asked.", async () => {
  const { world, a } = await setupPlayed();
  a.start();
  await pass(world, 3000);
  await soon(async () => expect((await a.api.getOverview({})).runs.current).toBeNull());
  await pass(world, 30_000);
  world.requests();
  await elapseSteps(world, 3_600_000, 60_000);
  a.network.addresses = "wlan0 10.0.0.7";
  await elapseSteps(world, 60_000);
  // The play status is asked for once a day.
  expect(world.requests().filter((line) => line !== "GET /api/users/me")).toEqual([]);
});

test("Who is refused does not ask at the door: that waits for the player.", async () => {
  const { world, a } = await setupPlayed();
  await world.romm.faults.set("401", { route: "* /api/saves**" });
  await a.play("A2");
  expect(await a.exit()).toMatchObject({ outcome: "failed", problem: { code: "unauthorized" } });
  world.requests();
  await elapseSteps(world, 600_000, 30_000);
  expect(probesIn(world.requests())).toHaveLength(0);
});

test("A RomM that says it is there and takes nothing is not stormed.", async () => {
  const { world, a } = await setupPlayed();
  await world.romm.faults.set("500", { route: "POST /api/saves" });
  await a.play("A2");
  await a.exit();
  world.requests();
  await elapseSteps(world, 3_600_000, 40_000);
  const requests = world.requests();
  const uploads = requests.filter((line) => line === "POST /api/saves").length;
  console.log(`An hour before a RomM that takes nothing: ${requests.length} requests, ${uploads} uploads.`);
  expect(uploads).toBeGreaterThan(2);
  expect(uploads).toBeLessThan(30);
  expect(requests.length).toBeLessThan(120);
  await world.romm.faults.clear();
  await elapseSteps(world, 1_800_000, 60_000);
  expect(world.rows()).toHaveLength(2);
});
