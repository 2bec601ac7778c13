import { describe, expect, test } from "vitest";
import { unitOf } from "../../world/engine/account.ts";
import { appId, type EngineDeck } from "../../world/engine/deck.ts";
import { setupNewer } from "../../world/engine/setup-newer.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";

const launch = { launchId: "launch-1", appId };

function startGameAtRename(deck: EngineDeck): void {
  const { rename } = deck.disk;
  deck.disk.rename = async (from, to) => {
    await rename(from, to);
    if (to === deck.savePath) deck.processes.push(startedBySteam());
  };
}

describe("nothing is replaced while a game runs", () => {
  test("started by Steam", async () => {
    const { b } = await setupNewer();
    b.processes.push(startedBySteam());
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    expect(await b.save()).toBe("A1\n");
  });

  test("an installer's reaper is not the game", async () => {
    const { b } = await setupNewer();
    b.processes.push({ pid: 1, argv: [...startedBySteam().argv.slice(0, 3), "Install=1", "--"] });
    expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("started elsewhere, but holding the save open", async () => {
    const { b } = await setupNewer();
    b.held.add(b.savePath);
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    expect(await b.save()).toBe("A1\n");
  });

  test("a launch that was let go keeps others off its save until the game has ended", async () => {
    const { a, b } = await setupNewer();
    await b.api.beforeLaunch(launch);
    await a.play("A3");
    await a.sync();
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.exit()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("a process that appears while the save is put in place makes its exit a question, never a silent push", async () => {
    const { world, b } = await setupNewer();
    startGameAtRename(b);
    expect((await b.sync()).outcome).toBe("failed");
    b.processes.splice(0);
    await b.write("A1\nB2\n");
    expect(await b.exit()).toMatchObject({ decision: "conflict", reason: "raced" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });
});

describe("a game that started while its save was replaced", () => {
  test("stays a question, although others look at the save while it runs", async () => {
    const { world, b } = await setupNewer();
    startGameAtRename(b);
    expect((await b.sync()).outcome).toBe("failed");
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    b.processes.splice(0);
    await b.write("A1\nB2\n"); // From the memory of a game that had loaded A1.
    expect(await b.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("a launch that is let go while the last check of the process table is under way keeps its save", async () => {
    const { b } = await setupNewer();
    const { stat } = b.disk;
    let isArmed = true;
    b.disk.stat = async (path) => {
      const isLast = path === b.savePath && unitOf(b).intent !== null;
      if (isLast && isArmed) {
        isArmed = false;
        await b.api.beforeLaunch({ ...launch, budgetMs: 5 });
      }
      return await stat(path);
    };
    await b.sync();
    expect(await b.save()).toBe("A1\n");
  });
});
