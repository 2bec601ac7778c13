import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* Two things at once, or one thing where another was expected: each of these lost or covered somebody's play once. */

const launch = { launchId: "launch-1", appId };
const reaper = ["/steam/ubuntu12_32/reaper", "SteamLaunch", `AppId=${appId}`, "--", "retroarch"];

/** B holds A1 and RomM has A1 A2. */
async function setupNewer(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await a.sync();
  return { world, a, b };
}

function callerOf({ romm }: World) {
  const caller = romm.rules.authenticate(`Bearer ${romm.token}`);
  return caller.ok ? caller.value : expect.fail("The token is not known.");
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function accountOf(deck: EngineDeck) {
  const { activeAccount, accounts } = deck.state.store.current();
  return accounts[activeAccount ?? ""] ?? expect.fail("Nobody is signed in.");
}

/** Long enough for what is under way to get to its next wait. */
async function aMoment(ms = 50): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

function startGameAtRename(deck: EngineDeck): void {
  const { rename } = deck.disk;
  deck.disk.rename = async (from, to) => {
    await rename(from, to);
    if (to === deck.savePath) deck.processes.push({ pid: 1, argv: reaper });
  };
}

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
      const isLast =
        path === b.savePath && Object.values(accountOf(b).units)[0]?.marks.incoming !== undefined;
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

describe("another game under a known rom id (a library that was built anew)", () => {
  async function setupRebuilt(rom = { platform: "snes", fsName: "Other.sfc" }) {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    world.romm.rules.admin.removeRom(world.romId);
    world.romm.rules.admin.addRom({ ...rom, id: world.romId });
    return { world, a };
  }

  test("gets nothing at exit", async () => {
    const { world, a } = await setupRebuilt();
    expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", detail: "unlinked" });
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(world.rows()).toEqual([]);
  });

  test.each([
    ["another", { platform: "snes", fsName: "Other.sfc" }],
    ["the same", { platform: "gba", fsName: "Other.gba" }],
  ])("gives nothing, although it has a newer save in the slot, and is of %s platform", async (_name, rom) => {
    const { world, a } = await setupRebuilt(rom);
    world.time.advance(60_000);
    const upload = { romId: world.romId, slot: "autosave", fileName: "Other.srm", bytes: bytesOf("OTHER\n") };
    world.romm.rules.saves.upload(callerOf(world), upload);
    expect(await a.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect(await a.save()).toBe("A1\n");
  });
});

describe("the registry changes in the middle of a pull", () => {
  async function pullSlowly(change: (world: World, b: EngineDeck) => Promise<unknown>) {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("slow", { ms: 200, route: "GET /api/saves/*/content" });
    const run = b.api.syncShortcut({ appId });
    await aMoment(80);
    await change(world, b);
    await run;
    return { world, b };
  }

  test("a shortcut that was unregistered keeps its save as it is", async () => {
    const { b } = await pullSlowly((_, deck) => deck.api.unregisterShortcuts({ appIds: [appId] }));
    expect(await b.save()).toBe("A1\n");
  });

  test("a shortcut that was tied to another rom gets nothing of the first one", async () => {
    const { b } = await pullSlowly(async (world, deck) => {
      const romId = world.romm.addRom({ platform: "gba", fsName: "Right.gba" }).id as RomId;
      const save = { kind: "file", path: deck.savePath, emulator: "retroarch" } as const;
      expectOk(await deck.api.registerShortcuts({ bindings: [{ appId, romId, name: "Right", save }] }));
    });
    expect(await b.save()).toBe("A1\n");
  });

  test("two registrations at once never give one file to two roms", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const path = join(dirname(a.savePath), "Shared.srm");
    await writeFile(path, "TWO\n");
    const tie = (id: number) => {
      const romId = world.romm.addRom({ platform: "gba", fsName: `${id}.gba` }).id as RomId;
      const save = { kind: "file", path, emulator: "retroarch" } as const;
      return a.api.registerShortcuts({ bindings: [{ appId: id as AppId, romId, name: `Game ${id}`, save }] });
    };
    const outcomes = await Promise.all([tie(3_000_000_002), tie(3_000_000_003)]);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({
      ok: false,
      error: expect.objectContaining({ kind: "location-taken" }),
    });
  });
});

describe("the account changes in the middle of a pull", () => {
  async function pullSlowly(change: (world: World, b: EngineDeck) => Promise<unknown>) {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("slow", { ms: 200, route: "GET /api/saves/*/content" });
    const run = b.api.syncShortcut({ appId });
    await aMoment(80);
    await change(world, b);
    return { world, b, report: expectOk(await run) };
  }

  test("signed out, its save stays as it is, and the sync says that it was cancelled", async () => {
    const { b, report } = await pullSlowly((_, deck) => deck.api.disconnect({}));
    expect(report).toMatchObject({ isCancelled: true, lines: [] });
    expect(await b.save()).toBe("A1\n");
    expect(Object.values(accountOf(b).units)[0]?.marks.incoming).toBeUndefined();
  });

  test("signed in as somebody else, who starts with the file as it was", async () => {
    const { b } = await pullSlowly(async (world, deck) => {
      const { admin } = world.romm.rules;
      const token = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
      const { origin } = world.romm;
      expectOk(await deck.api.connect({ origin, credentials: { kind: "token", token } }));
      expect(await deck.save()).toBe("A1\n");
    });
    expect(await b.save()).toBe("A1\n");
    expect(accountOf(b).units).toEqual({});
  });

  test("a save that is just being put in place is recorded for the account that fetched it, before the change", async () => {
    const { b } = await setupNewer();
    const { rename } = b.disk;
    let signedOut: Promise<unknown> = Promise.resolve();
    b.disk.rename = async (from, to) => {
      if (to === b.savePath) signedOut = b.api.disconnect({});
      await aMoment();
      await rename(from, to);
    };
    await b.api.syncShortcut({ appId });
    b.disk.rename = rename;
    await signedOut;
    expect(await b.save()).toBe("A1\nA2\n");
    const [unit] = Object.values(accountOf(b).units);
    expect(unit?.baseline?.row.id).toBe(2);
    expect(unit?.marks.incoming).toBeUndefined();
  });

  test("an exit's push ends before the account goes, and what begins later waits", async () => {
    const { world, a } = await setupNewer();
    await a.play("A3");
    await world.romm.faults.set("slow", { ms: 150, route: "POST /api/saves" });
    const order: string[] = [];
    world.requests();
    const exit = a.exit().then((line) => order.push(`exit ${line?.outcome}`));
    while (!world.requests().includes("POST /api/saves")) await aMoment(5);
    const signedOut = a.api.disconnect({}).then(() => order.push("signed out"));
    await Promise.all([exit, signedOut]);
    expect(order).toEqual(["exit done", "signed out"]);
    expect(world.rows().at(-1)).toBe("A1\nA2\nA3\n");
  });
});

describe("the registry changes while much is under way", () => {
  test("a run that has to stop for a removed shortcut goes on by itself", async () => {
    const { world, a, b } = await setupNewer();
    await vi.waitFor(async () => {
      world.time.elapse(4000); // What the registration itself had asked for is over.
      expect(await b.save()).toBe("A1\nA2\n");
    });
    await vi.waitFor(async () => expect((await b.api.getOverview({})).runs.current).toBeNull());
    await a.play("A3");
    await a.sync();
    await world.romm.faults.set("slow", { ms: 150, route: "GET /api/saves" });
    const run = b.api.syncAll({});
    await aMoment(50);
    expectOk(await b.api.unregisterShortcuts({ appIds: [3_000_000_099 as AppId] }));
    expect(expectOk(await run).isCancelled).toBe(true);
    await world.romm.faults.clear();
    await vi.waitFor(async () => {
      world.time.elapse(4000);
      expect(await b.save()).toBe("A1\nA2\nA3\n");
    }, 5000);
    await vi.waitFor(async () => expect((await b.api.getOverview({})).runs.current).toBeNull());
    await b.state.settled();
  });

  test("a sync that is asked for while a shortcut is being removed finds it gone", async () => {
    const { b } = await setupNewer();
    const removed = b.api.unregisterShortcuts({ appIds: [appId] });
    const report = await b.api.syncShortcut({ appId });
    await removed;
    expect(report.ok && report.value.lines).toEqual([]);
    expect(await b.save()).toBe("A1\n");
  });
});

describe("an exit never covers what was asked about, or never looked at", () => {
  test("a row that passed RomM's check together with ours", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await a.play("A1");
    await a.sync();
    await b.sync();
    const [own, other] = [accountOf(a).deviceId ?? "", accountOf(b).deviceId ?? ""];
    world.time.advance(5000);
    const upload = { romId: world.romId, slot: "autosave", fileName: "Game.srm", bytes: bytesOf("A1\nB2\n") };
    const theirs = world.romm.rules.saves.upload(callerOf(world), { ...upload, deviceId: other });
    if (theirs.ok) world.romm.rules.saves.confirmDownloaded(callerOf(world), theirs.value.id, own);
    world.time.advance(5000);
    await a.play("A2");
    expect(await a.exit()).toMatchObject({ decision: "upload" });
    expect(await a.api.beforeLaunch(launch)).toMatchObject({ kind: "ask", conflict: { reason: "raced" } });
    await a.api.letLaunchThrough({ launchId: launch.launchId });
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "conflict", reason: "raced" });
    expect(await a.api.listConflicts({})).toHaveLength(1);
  });

  test("a server that went back", async () => {
    const { world, a } = await setupNewer();
    expect(await a.sync()).toMatchObject({ decision: "keep" });
    world.romm.rules.saves.remove(callerOf(world), [2]);
    expect(await a.api.beforeLaunch(launch)).toMatchObject({
      kind: "ask",
      conflict: { reason: "server-went-back" },
    });
    await a.api.letLaunchThrough({ launchId: launch.launchId });
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("a session of RomM's web player, saved in place between our download and our word of it", async () => {
    const { world, b } = await setupNewer();
    const { rename } = b.disk;
    b.disk.rename = async (from, to) => {
      await rename(from, to);
      if (to !== b.savePath) return;
      world.time.advance(3000);
      world.romm.rules.saves.update(callerOf(world), 2, { bytes: bytesOf("A1\nA2\nWEB\n") });
    };
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    b.disk.rename = rename;
    await b.play("B3");
    world.time.advance(3000);
    expect(await b.exit()).toMatchObject({ decision: "conflict" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\nWEB\n"]);
  });
});

describe("nothing stays unsent for ever", () => {
  test("signed out while a game ran, in again: its session goes up", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    a.processes.push({ pid: 1, argv: reaper });
    await a.api.appStarted({ appId });
    await aMoment();
    await a.api.disconnect({});
    world.time.elapse(2500);
    await aMoment();
    await a.play("A2");
    a.processes.splice(0);
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    expect(await a.sync()).toMatchObject({ outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("a game that nobody watched is looked at again after it ended", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    await a.play("A2");
    a.processes.push({ pid: 1, argv: reaper });
    world.time.elapse(3500);
    await aMoment(200);
    a.processes.splice(0);
    await vi.waitFor(() => {
      world.time.elapse(60_000);
      expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    }, 5000);
  });

  test("signing in does not wait for a retry that is half an hour away", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await world.romm.faults.set("refused");
    a.start();
    for (let round = 0; round < 8; round++) {
      await aMoment(30);
      world.time.elapse(31 * 60_000);
    }
    await aMoment(100);
    await world.romm.faults.clear();
    const { origin, token } = world.romm;
    expectOk(await a.api.connect({ origin, credentials: { kind: "token", token } }));
    world.time.elapse(10_000);
    await vi.waitFor(() => expect(world.rows()).toHaveLength(1), 5000);
  });
});
