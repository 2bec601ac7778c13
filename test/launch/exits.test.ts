import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

const launch = { launchId: "launch-1", appId };
const reaper = { pid: 1, argv: ["/steam/reaper", "SteamLaunch", `AppId=${appId}`, "--", "es-de"] };

/** A and RomM hold A1, and nothing is left to be looked at. */
async function setupPlayed(): Promise<{ world: World; a: EngineDeck }> {
  const world = await setupWorld();
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  await restAfterStart(world, a);
  return { world, a };
}

/** The look that follows every registration comes, and goes. */
async function restAfterStart(world: World, deck: EngineDeck): Promise<void> {
  world.time.elapse(3000);
  await soon(async () => {
    const { runs } = await deck.api.getOverview({});
    expect(runs).toEqual({ current: null, last: expect.anything() });
  });
}

/** Long enough for what is under way to get to its next wait. */
async function aMoment(ms = 40): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

async function pass(world: World, ms: number): Promise<void> {
  await aMoment();
  world.time.elapse(ms);
  await aMoment();
}

/** What was set going by now comes to its end. */
async function soon(check: () => unknown): Promise<void> {
  await vi.waitFor(check, 10_000);
}

/** Time goes on, by the poll's steps unless told, until it holds. */
async function comesTrue(world: World, check: () => unknown, stepMs = 2000): Promise<void> {
  await vi.waitFor(async () => {
    world.time.elapse(stepMs);
    await check();
  }, 10_000);
}

const statusOf = async (deck: EngineDeck) => (await deck.api.listShortcuts({}))[0]?.status.kind;

/** The file's stamps move whenever they are looked at. */
function keepWriting(deck: EngineDeck, file = deck.savePath) {
  const { stat } = deck.disk;
  const writer = { isWriting: true, looks: 0 };
  deck.disk.stat = async (path) => {
    const found = await stat(path);
    if (path !== file || found === null || !writer.isWriting) return found;
    writer.looks += 1;
    return { ...found, modifiedAtMs: found.modifiedAtMs + writer.looks };
  };
  return writer;
}

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
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
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

describe("a game that nobody launched through us", () => {
  test("and that only holds its save open is found by a run, followed, and its session goes up", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    a.held.add(a.savePath);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    expect(await statusOf(a)).toBe("playing");
    await pass(world, 60_000);
    expect(world.rows()).toHaveLength(1);
    await a.play("A3");
    a.held.clear();
    await comesTrue(world, () => expect(world.rows()).toEqual(["A1\n", "A1\nA2\nA3\n"]));
  });

  test("keeps a launch's check from touching its save, and its exit is seen", async () => {
    const { world, a } = await setupPlayed();
    const b = await world.deck("B");
    await b.sync();
    await b.play("B2");
    await b.sync();
    a.processes.push({ pid: 1, argv: ["/usr/bin/retroarch", "--menu"] });
    expect(await a.api.beforeLaunch(launch)).toEqual({
      ...{ kind: "go-unchecked", reason: "running", detail: null },
    });
    expect(await a.save()).toBe("A1\n");
    await a.play("A2");
    await pass(world, 2000);
    a.processes.splice(0);
    await comesTrue(world, async () => expect(await statusOf(a)).toBe("conflict"));
    expect(world.rows()).toEqual(["A1\n", "A1\nB2\n"]);
  });

  test.each([
    ["by its rom", ["/usr/bin/unheard-of", "/roms/gba/Game.gba"]],
    ["by Steam's reaper", reaper.argv],
  ])("is found %s while it runs, and its exit sends what it wrote", async (_by, argv) => {
    const { world, a } = await setupPlayed();
    a.start();
    a.processes.push({ pid: 7, argv });
    const isPlaying = async () => expect(await statusOf(a)).toBe("playing");
    await comesTrue(world, isPlaying, 30_000);
    await a.play("A2");
    await pass(world, 600_000);
    expect(world.rows()).toHaveLength(1);
    a.processes.splice(0);
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  });

  test("is not looked for by its emulator alone, which may play anything, nor by an installer", async () => {
    const { world, a } = await setupPlayed();
    a.start();
    const [program = "", verb = "", app = ""] = reaper.argv;
    a.processes.push({ pid: 7, argv: ["/usr/bin/retroarch"] });
    a.processes.push({ pid: 8, argv: [program, verb, app, "Install=1", "--", "setup"] });
    for (let round = 0; round < 4; round++) await pass(world, 30_000);
    expect(await statusOf(a)).toBe("synced");
  });

  test("does not keep other games waiting, where its command line names it", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    a.processes.push({ pid: 1, argv: ["/usr/bin/retroarch", "/roms/gba/Other.gba"] });
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(2);
  });
});

describe("a save that does not come to rest", () => {
  test("is not sent; half a minute later it is looked at again", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    const writer = keepWriting(a);
    expect(await a.exit()).toBeNull();
    await a.play("A3");
    writer.isWriting = false;
    await pass(world, 29_000);
    expect(world.rows()).toHaveLength(1);
    await pass(world, 1000);
    await soon(() => expect(world.rows()).toEqual(["A1\n", "A1\nA2\nA3\n"]));
  });

  test("for minutes is left to the catch-up, and goes up in the end", async () => {
    const { world, a } = await setupPlayed();
    await a.play("A2");
    const writer = keepWriting(a);
    await a.exit();
    await pass(world, 30_000);
    await pass(world, 120_000);
    expect(world.rows()).toHaveLength(1);
    writer.isWriting = false;
    await comesTrue(world, () => expect(world.rows()).toHaveLength(2), 30_000);
  });
});

describe("a save of several files", () => {
  async function setupSet(): Promise<{ world: World; a: EngineDeck; clockFile: string }> {
    const world = await setupWorld();
    const a = await world.deck("A", { extensions: [".srm", ".rtc"] });
    const clockFile = a.savePath.replace(".srm", ".rtc");
    await a.play("A1");
    await writeFile(clockFile, "clock 1");
    await a.sync();
    await restAfterStart(world, a);
    return { world, a, clockFile };
  }

  test("belongs to a game as soon as one of them is held open", async () => {
    const { world, a, clockFile } = await setupSet();
    await a.play("A2");
    a.held.add(clockFile);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    a.held.clear();
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(2);
  });

  test("is at rest when all of them are", async () => {
    const { world, a, clockFile } = await setupSet();
    await a.play("A2");
    const writer = keepWriting(a, clockFile);
    expect(await a.exit()).toBeNull();
    expect(world.rows()).toHaveLength(1);
    writer.isWriting = false;
    await pass(world, 30_000);
    await soon(() => expect(world.rows()).toHaveLength(2));
  });
});

test("What an emulator writes after its exit was sent, goes up half a minute later.", async () => {
  const { world, a } = await setupPlayed();
  await a.play("A2");
  await a.exit();
  await a.play("A3");
  await pass(world, 29_000);
  expect(world.rows()).toHaveLength(2);
  await pass(world, 1000);
  await soon(() => expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nA2\nA3\n"]));
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

test("What an earlier session sent is not told again for one that was found later.", async () => {
  const { world, a } = await setupPlayed();
  await a.api.beforeLaunch(launch);
  a.processes.push(reaper);
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"));
  await a.play("A2");
  a.processes.splice(0);
  await comesTrue(world, () => expect(world.rows()).toHaveLength(2));
  a.start();
  a.processes.push({ pid: 7, argv: reaper.argv });
  await comesTrue(world, async () => expect(await statusOf(a)).toBe("playing"), 30_000);
  a.processes.splice(0);
  expect(await a.exit()).toMatchObject({ decision: "keep" });
});
