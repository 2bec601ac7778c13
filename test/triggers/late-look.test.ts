import { describe, expect, test } from "vitest";
import { launch, pass, restAfterStart, soon } from "../launch/setup-exits.ts";
import { aMoment } from "../world/engine/a-moment.ts";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/** B holds A1 and RomM has A1 A2: what B is about to start, nobody checked. */
async function setupBehind() {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  for (const deck of [a, b]) await restAfterStart(world, deck);
  await passSteps(world, 30_000);
  await a.play("A2");
  await a.sync();
  await passSteps(world, 30_000); // RomM has shown it.
  expect(await b.save()).toBe("A1\n");
  b.told.splice(0);
  b.notices.splice(0);
  world.requests();
  return { world, a, b };
}

async function passSteps(world: World, ms: number, stepMs = 5000): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += stepMs) await pass(world, stepMs);
}

async function begin(b: EngineDeck): Promise<void> {
  b.processes.push(startedBySteam());
  await b.api.appStarted({ appId });
}

/** "Start now", while RomM is slow. */
async function startNow(world: World, b: EngineDeck): Promise<void> {
  await world.romm.faults.set("slow", { ms: 300, route: "GET /api/saves" });
  const verdict = b.api.beforeLaunch({ ...launch, budgetMs: 60_000 });
  await aMoment(100);
  await b.api.letLaunchThrough({ launchId: launch.launchId });
  expect(await verdict).toMatchObject({ reason: "let-through" });
  await world.romm.faults.clear();
  await begin(b);
}

const looks = (world: World) => world.requests().filter((line) => line === "GET /api/saves").length;

describe("a game that started unchecked is looked at late", () => {
  test("where the player did not wait: what is newer is said while it can be started anew, and not put under it", async () => {
    const { world, b } = await setupBehind();
    await startNow(world, b);
    await passSteps(world, 15_000);
    await soon(() => expect(b.told).toEqual([{ kind: "open-elsewhere", name: "Game" }]));
    await passSteps(world, 120_000, 20_000);
    expect(await b.save()).toBe("A1\n");
    expect(b.notices).toEqual(["open-elsewhere"]);
    expect(b.errors).toEqual([]);
  });

  test("and what is newer comes when it has ended without writing, and is said", async () => {
    const { world, b } = await setupBehind();
    await startNow(world, b);
    await passSteps(world, 15_000);
    b.processes.splice(0);
    await b.exit();
    expect(await b.save()).toBe("A1\nA2\n");
    expect(b.told.at(-1)).toEqual({ kind: "fetched-late", name: "Game" });
    await passSteps(world, 60_000);
    expect(b.notices).toEqual(["open-elsewhere", "fetched-late"]);
  });

  test("what was played on meanwhile is one question, and both lines stand", async () => {
    const { world, b } = await setupBehind();
    await startNow(world, b);
    await passSteps(world, 15_000);
    await b.play("B3");
    b.processes.splice(0);
    await b.exit();
    await passSteps(world, 60_000);
    expect(await b.api.listConflicts({})).toHaveLength(1);
    expect(await b.save()).toBe("A1\nB3\n");
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("offline, it is looked at when RomM is there again", async () => {
    const { world, b } = await setupBehind();
    await world.romm.faults.set("refused");
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ reason: "offline" });
    await begin(b);
    await passSteps(world, 60_000);
    expect(b.notices).toEqual([]);
    await world.romm.faults.clear();
    await passSteps(world, 20_000, 2000);
    await soon(() => expect(b.notices).toEqual(["open-elsewhere"]));
    expect(await b.save()).toBe("A1\n");
  });

  test("where its budget ended", async () => {
    const { world, b } = await setupBehind();
    await world.romm.faults.set("slow", { ms: 300, route: "GET /api/saves" });
    const verdict = b.api.beforeLaunch({ ...launch, budgetMs: 2000 });
    await aMoment(100);
    world.time.elapse(2000);
    expect(await verdict).toMatchObject({ reason: "budget" });
    await world.romm.faults.clear();
    await begin(b);
    await passSteps(world, 15_000);
    await soon(() => expect(b.notices).toEqual(["open-elsewhere"]));
  });

  test("and once, where there is nothing newer: nothing is said, and nothing asked again", async () => {
    const { world, b } = await setupBehind();
    await b.sync();
    await passSteps(world, 30_000);
    b.notices.splice(0);
    world.requests();
    await startNow(world, b);
    world.requests();
    await passSteps(world, 120_000, 20_000);
    expect(looks(world)).toBe(1);
    expect(b.notices).toEqual([]);
  });
});

test("A launch that was checked, or called off, is not looked at once more.", async () => {
  const { world, b } = await setupBehind();
  const verdict = b.api.beforeLaunch(launch);
  await b.api.letLaunchThrough({ launchId: launch.launchId, isCancelled: true });
  expect(await verdict).toMatchObject({ reason: "cancelled" });
  await passSteps(world, 30_000);
  expect(await b.api.beforeLaunch({ ...launch, launchId: "launch-2" })).toMatchObject({ kind: "go" });
  await begin(b);
  await passSteps(world, 30_000);
  world.requests();
  await passSteps(world, 60_000);
  expect(looks(world)).toBe(0);
});
