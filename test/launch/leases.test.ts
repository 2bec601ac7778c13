import { describe, expect, test } from "vitest";
import { answer } from "../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import type { World } from "../world/engine/world.ts";
import { comesTrue, launch, reaper, setupPlayed, statusOf } from "./setup-exits.ts";

const second = { ...launch, launchId: "launch-2" };

/** RomM has B2 on top of what A has. */
async function playOnB(world: World): Promise<void> {
  const b = await world.deck("B");
  await b.sync();
  await b.play("B2");
  await b.sync();
}

async function playSeen(world: World, a: EngineDeck): Promise<void> {
  await a.api.beforeLaunch(launch);
  a.processes.push(reaper);
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
  a.processes.splice(0);
}

describe("an exit that is told after a new launch (scenario 7b)", () => {
  test("leaves that launch's lease alone: nothing is put under the game that is about to run", async () => {
    const { world, a } = await setupPlayed();
    await playSeen(world, a);
    await a.api.beforeLaunch(second);
    await a.exit();
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await a.save()).toBe("A1\n");
  });

  test("also where the process table told the end before Steam did", async () => {
    const { world, a } = await setupPlayed();
    await playSeen(world, a);
    await comesTrue(world, async () => expect(await statusOf(a)).toBe("synced"));
    await a.api.beforeLaunch(second);
    await a.exit();
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await a.save()).toBe("A1\n");
  });

  test("and where the launch came while the exit waited for the process to go", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    await a.api.appStarted({ appId });
    a.held.add(a.savePath);
    const { stat } = a.disk;
    let launched: Promise<unknown> | null = null;
    a.disk.stat = async (path) => {
      if (path === a.savePath && launched === null) {
        a.held.clear();
        launched = a.api.beforeLaunch(second);
        await launched;
      }
      return await stat(path);
    };
    await a.exit();
    expect(launched).not.toBeNull();
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await a.save()).toBe("A1\n");
  });

  test("sends what its own game wrote, and the launch's own exit ends the lease", async () => {
    const { world, a } = await setupPlayed();
    await playSeen(world, a);
    await a.api.beforeLaunch(second);
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    await a.api.appStarted({ appId });
    await a.exit();
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("of a game that ended before anybody saw its process, it ends the lease", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    await a.exit();
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
  });
});

describe("a cancelled launch (scenario 7b)", () => {
  test("that was cancelled after its verdict waits for no process", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    await a.api.letLaunchThrough({ launchId: launch.launchId, isCancelled: true });
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("during its check is answered at once, and nothing waits for a process", async () => {
    const { world, a } = await setupPlayed();
    await world.romm.faults.set("slow", { route: "GET /api/saves", ms: 60_000 });
    const verdict = a.api.beforeLaunch({ ...launch, budgetMs: 60_000 });
    await a.api.letLaunchThrough({ launchId: launch.launchId, isCancelled: true });
    expect(await verdict).toEqual({ kind: "go-unchecked", reason: "cancelled", detail: null });
    await world.romm.faults.clear();
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("that was let go before, and of which the game began, keeps its lease", async () => {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch);
    await a.api.appStarted({ appId });
    await a.api.letLaunchThrough({ launchId: launch.launchId, isCancelled: true });
    await playOnB(world);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
  });
});

describe("an abandoned launch and then an answer (scenario 7b)", () => {
  async function setupAsked() {
    const { world, a } = await setupPlayed();
    await a.api.beforeLaunch(launch); // Steam never runs the game.
    await playOnB(world);
    await a.play("A2");
    return { world, a };
  }

  test("is carried out at once", async () => {
    const { world, a } = await setupAsked();
    expect(await a.api.beforeLaunch(second)).toMatchObject({ kind: "ask" });
    expect(await answer(a, "take-remote")).toMatchObject([{ outcome: "done", direction: "down" }]);
    expect(await a.save()).toBe("A1\nB2\n");
    expect(world.rows()).toHaveLength(2);
  });

  test("also while the lease stands: it is refused only while a process is seen", async () => {
    const { a } = await setupAsked();
    expectOk(await a.api.syncShortcut({ appId }));
    a.processes.push(reaper);
    expect(await answer(a, "take-remote")).toMatchObject([{ problem: { kind: "running" } }]);
    a.processes.splice(0);
    expect(await answer(a, "take-remote")).toMatchObject([{ outcome: "done", direction: "down" }]);
  });

  test("a new launch's check that asks leaves no lease of the one before", async () => {
    const { a } = await setupAsked();
    expect(await a.api.beforeLaunch(second)).toMatchObject({ kind: "ask" });
    await a.write("A1\n");
    expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
  });
});
