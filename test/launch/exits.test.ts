import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import {
  comesTrue,
  launch,
  pass,
  reaper,
  restAfterStart,
  setupPlayed,
  soon,
  statusOf,
} from "./setup-exits.ts";

describe("a game that ended", () => {
  test("without any hint is seen in the process table, and what it wrote goes up", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    a.processes.push(reaper);
    await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
    await a.play("A2");
    await pass(world, 600_000);
    expect(world.rows()).toEqual(["A1\n"]);
    a.processes.splice(0);
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]));
    await soon(async () => expect(await statusOf(a)).toBe("synced"));
  });

  test("is not believed to have, while somebody still holds its save open", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    a.processes.push(reaper);
    await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
    await a.play("A2");
    a.held.add(a.savePath);
    a.processes.splice(0);
    for (let round = 0; round < 5; round++) await pass(world, 10_000);
    expect(world.rows()).toEqual(["A1\n"]);
    expect(await statusOf(a)).toBe("playing");
    a.held.clear();
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  });

  test("does not take the lease of a launch that was let go in the same moment", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    a.processes.push(reaper);
    await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
    a.processes.splice(0);
    const { stat } = a.disk;
    let launched: Promise<unknown> | null = null;
    a.disk.stat = async (path) => {
      const isFirst = path === a.savePath && launched === null;
      if (isFirst) {
        launched = a.api.beforeLaunch({ ...launch, launchId: "launch-2" });
        await launched;
      }
      return await stat(path);
    };
    await pass(world, 2000);
    await soon(() => expect(launched).not.toBeNull());
    await launched;
    const b = await world.deck("B");
    await b.sync();
    await b.play("B2");
    await b.sync();
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await a.save()).toBe("A1\n");
  });

  test("is asked for by the hint for half a minute; then it is followed without one", async () => {
    const { world, a } = await setupPlayed();
    a.processes.push(reaper);
    expect(await a.api.appExited({ appId })).toEqual({ ok: false, error: { kind: "running" } });
    await a.play("A2");
    a.processes.splice(0);
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  });
});

describe("a second session that ends while the first exit is still under way", () => {
  /** B has to tell RomM of a download at its next exit, and RomM is slow to hear it. */
  async function setupSlowExit(): Promise<{ world: World; b: EngineDeck; first: Promise<unknown> }> {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await world.romm.faults.set("502-html", { route: "POST /api/saves/*/downloaded" });
    await b.sync();
    await restAfterStart(world, b);
    await world.romm.faults.clear();
    await world.romm.faults.set("slow", { route: "POST /api/saves/*/downloaded", ms: 1500 });
    world.requests();
    const first = b.exit();
    await soon(() => expect(world.requests()).toContain("POST /api/saves/1/downloaded"));
    return { world, b, first };
  }

  test("by its hint, goes up too", async () => {
    const { world, b, first } = await setupSlowExit();
    await b.play("B2");
    const second = b.exit();
    await Promise.all([first, second]);
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]));
  });

  test("by the process table alone, goes up too", async () => {
    const { world, b, first } = await setupSlowExit();
    await b.api.appStarted({ appId });
    b.processes.push(reaper);
    await pass(world, 2000);
    await b.play("B2");
    b.processes.splice(0);
    await pass(world, 2000);
    await first;
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]));
  });
});

test("An exit without a network is caught up when the network is back.", async () => {
  const { world, a } = await setupPlayed();
  await a.api.beforeLaunch(launch);
  a.processes.push(reaper);
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
  await a.play("A2");
  await world.romm.faults.set("refused");
  a.processes.splice(0);
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("waiting-for-network"));
  await world.romm.faults.clear();
  await comesTrue(world, () => expect(world.rows()).toHaveLength(2), 30_000);
});

test("An exit while the card with the save is away is caught up when it is back.", async () => {
  const { world, a } = await setupPlayed();
  await a.play("A2");
  const saves = dirname(a.savePath);
  await rename(saves, `${saves} elsewhere`);
  expect(await a.exit()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
  await rename(`${saves} elsewhere`, saves);
  await comesTrue(world, () => expect(world.rows()).toHaveLength(2), 30_000);
});
