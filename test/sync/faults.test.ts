import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

const launch = { launchId: "launch-1", appId };

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

describe("what the server cannot say is never taken for nothing", () => {
  test.each([
    "proxy-404-html",
    "login-page-200",
    "502-html",
    "500",
    "wrong-shape",
    "gzip-garbage",
    "refused",
    "401",
  ] as const)("a listing that answers with %s moves nothing, here or there", async (fault) => {
    const { world, b } = await setupNewer();
    await b.play("B2");
    await world.romm.faults.set(fault, { route: "GET /api/saves" });
    expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "romm" } });
    await world.romm.faults.clear();
    expect(await b.save()).toBe("A1\nB2\n");
    expect(world.rows()).toHaveLength(2);
    expect(await b.sync()).toMatchObject({ decision: "conflict" });
  });

  test.each(["too-short", "cut-mid-body", "too-long", "entity-404", "500"] as const)(
    "a download that ends with %s is not put in place",
    async (fault) => {
      const { world, b } = await setupNewer();
      await world.romm.faults.set(fault, { route: "GET /api/saves/*/content" });
      expect((await b.sync()).outcome).toBe("failed");
      expect(await b.save()).toBe("A1\n");
      await world.romm.faults.clear();
      await b.sync();
      expect(await b.save()).toBe("A1\nA2\n");
    },
  );

  test("a rom that the server does not know any more stops the unit", async () => {
    const { world, b } = await setupNewer();
    world.romm.rules.admin.removeRom(world.romId);
    await b.play("B2");
    expect(await b.sync()).toMatchObject({ decision: "skip", reason: "unlinked" });
    expect((await b.api.listShortcuts({}))[0]?.status).toEqual({ kind: "unlinked" });
  });
});

describe("an upload whose answer is lost", () => {
  test.each(["cut-in-headers", "cut-mid-body"] as const)(
    "(%s) is found by the next look, and not repeated",
    async (fault) => {
      const world = await setupWorld();
      const a = await world.deck("A");
      await a.play("A1");
      await a.sync();
      await a.play("A2");
      await world.romm.faults.set(fault, { route: "POST /api/saves", count: 1 });
      expect((await a.sync()).outcome).toBe("failed");
      expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
      expect(await a.sync()).toMatchObject({ decision: "keep" });
      expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    },
  );

  test("played on offline, the session goes on top of it without a question", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await a.play("A1");
    await a.sync();
    await a.play("A2");
    await world.romm.faults.set("cut-in-headers", { route: "POST /api/saves", count: 1 });
    await a.sync();
    await a.play("A3");
    expect(await (await a.restart()).sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\nA2\nA3\n"]);
  });
});

describe("the server's lock", () => {
  test("a network that fails while a refusal is looked into is a failure like another", async () => {
    const { world, b } = await setupNewer();
    await b.play("B2");
    await world.romm.faults.set("500", { route: "GET /api/saves" });
    expect(await b.exit()).toMatchObject({
      outcome: "failed",
      problem: { kind: "romm", code: "server-error" },
    });
    expect(world.rows()).toHaveLength(2);
  });

  test("a row that was only re-dated (shown to others) costs no question", async () => {
    const { world, a } = await setupNewer();
    const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
    world.time.advance(60_000);
    if (caller.ok) world.romm.rules.saves.setVisibility(caller.value, 2, true);
    await a.play("A3");
    expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toHaveLength(3);
  });

  test("a newer row from elsewhere becomes a question, and is not covered", async () => {
    const { world, b } = await setupNewer();
    await b.play("B2");
    expect(await b.exit()).toMatchObject({ decision: "conflict", outcome: "asks" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });

  test("going back to an older content makes it the newest row", async () => {
    const { world, a, b } = await setupNewer();
    await a.write("A1\n");
    await a.sync();
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n", "A1\n"]);
    await b.sync();
    expect(await b.save()).toBe("A1\n");
    expect(await b.sync()).toMatchObject({ decision: "keep" });
  });
});

describe("nothing is replaced while a game runs", () => {
  const reaper = [
    "/home/deck/.local/share/Steam/ubuntu12_32/reaper",
    "SteamLaunch",
    `AppId=${appId}`,
    "--",
    "retroarch",
  ];

  test("started by Steam", async () => {
    const { b } = await setupNewer();
    b.processes.push({ pid: 1, argv: reaper });
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    expect(await b.save()).toBe("A1\n");
  });

  test("an installer's reaper is not the game", async () => {
    const { b } = await setupNewer();
    b.processes.push({ pid: 1, argv: [...reaper.slice(0, 3), "Install=1", "--"] });
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
    expect(await b.sync()).toMatchObject({ outcome: "skipped", reason: "running" });
    expect(await b.save()).toBe("A1\nA2\n");
    expect(await b.exit()).toMatchObject({ decision: "download", outcome: "done" });
  });

  test("a process that appears while the save is put in place makes its exit a question, never a silent push", async () => {
    const { world, b } = await setupNewer();
    const { rename: put } = b.disk;
    b.disk.rename = async (from, to) => {
      await put(from, to);
      if (to === b.savePath) b.processes.push({ pid: 1, argv: reaper });
    };
    expect((await b.sync()).outcome).toBe("failed");
    b.processes.splice(0);
    await b.write("A1\nB2\n");
    expect(await b.exit()).toMatchObject({ decision: "conflict", reason: "raced" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
  });
});

describe("play never waits long", () => {
  test("a check that was let through answers, and nothing of it writes afterwards", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("slow", { ms: 300, route: "GET /api/saves/*/content" });
    const verdict = b.api.beforeLaunch({ ...launch, budgetMs: 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await b.api.letLaunchThrough({ launchId: launch.launchId });
    expect(await verdict).toEqual({ kind: "go-unchecked", reason: "let-through", detail: null });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await b.save()).toBe("A1\n");
  });

  test("a run that was under way does not replace the save behind a launch that was let go", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("slow", { ms: 200, route: "GET /api/saves/*/content" });
    const run = b.sync();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await b.api.beforeLaunch({ ...launch, budgetMs: 1000 })).toMatchObject({ reason: "budget" });
    expect(await run).toMatchObject({ outcome: "failed", problem: { kind: "running" } });
    expect(await b.save()).toBe("A1\n");
  });

  test("without a network the game starts at once", async () => {
    const { world, b } = await setupNewer();
    await world.romm.faults.set("refused");
    expect(await b.api.beforeLaunch(launch)).toMatchObject({ kind: "go-unchecked", reason: "offline" });
  });
});

describe("what looks lost asks", () => {
  test("a save that became blank is not sent", async () => {
    const { world, a } = await setupNewer();
    await a.write("\0\0\0\0\0\0");
    expect(await a.sync()).toMatchObject({ decision: "conflict", reason: "looks-lost" });
    expect(world.rows()).toHaveLength(2);
  });

  test("a card that is not mounted is no deletion, and nothing comes into its place", async () => {
    const { a } = await setupNewer();
    const folder = dirname(a.savePath);
    await rename(folder, `${folder}-unmounted`);
    expect(await a.sync()).toMatchObject({ outcome: "skipped", reason: "location-unavailable" });
    expect((await a.api.listShortcuts({}))[0]?.status.kind).toBe("location-unavailable");
    await rename(`${folder}-unmounted`, folder);
    expect(await a.sync()).toMatchObject({ decision: "keep" });
  });

  test("a save that was deleted here comes back", async () => {
    const { a } = await setupNewer();
    await rename(a.savePath, `${a.savePath}.deleted`);
    expect(await a.sync()).toMatchObject({ decision: "download", reason: "restored" });
    expect(await a.save()).toBe("A1\nA2\n");
  });

  test("an archive where the emulator keeps a plain file is a question, not a transfer", async () => {
    const { world, b } = await setupNewer();
    const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
    world.time.advance(60_000);
    if (caller.ok) {
      const upload = { romId: world.romId, fileName: "Game.zip", bytes: emptyZip, slot: "autosave" };
      world.romm.rules.saves.upload(caller.value, upload);
    }
    expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "foreign-shape" });
    expect(await b.save()).toBe("A1\n");
    world.requests();
    await b.sync();
    expect(world.requests()).toEqual(["GET /api/saves"]);
  });
});

test("an archive that was chosen where the emulator keeps a plain file is refused, and the question says why", async () => {
  const { world, b } = await setupNewer();
  const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
  world.time.advance(60_000);
  if (caller.ok) {
    const upload = { romId: world.romId, fileName: "Game.zip", bytes: emptyZip, slot: "autosave" };
    world.romm.rules.saves.upload(caller.value, upload);
  }
  await b.play("B2");
  expect(await b.sync()).toMatchObject({ decision: "conflict", reason: "both-changed" });
  const [conflict] = await b.api.listConflicts({});
  const conflictId = conflict?.conflictId ?? expect.fail("no conflict");
  const answered = await b.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] });
  expect(answered).toMatchObject({ value: { lines: [{ problem: { kind: "foreign-shape" } }] } });
  expect(await b.api.listConflicts({})).toMatchObject([{ conflictId, reason: "foreign-shape" }]);
  expect(await b.save()).toBe("A1\nB2\n");
});

test("what cannot be kept is not replaced", async () => {
  const { b } = await setupNewer();
  const create = b.disk.create;
  const { FileError } = await import("../../backend/machine/disk.ts");
  b.disk.create = async (path, options) => {
    if (path.includes("/history/")) throw new FileError("no-space", path, "the disk is full");
    return await create(path, options);
  };
  expect(await b.sync()).toMatchObject({ outcome: "failed", problem: { kind: "no-space" } });
  expect(await b.save()).toBe("A1\n");
});

test("a link to a folder elsewhere is followed, and the save is replaced behind it", async () => {
  const { b } = await setupNewer();
  const { symlink, rm } = await import("node:fs/promises");
  const folder = dirname(b.savePath);
  await mkdir(`${folder}-real`);
  await writeFile(`${folder}-real/Game.srm`, "A1\n");
  await rm(folder, { recursive: true });
  await symlink(`${folder}-real`, folder);
  await b.sync();
  expect(await b.save()).toBe("A1\nA2\n");
});

/** An archive without entries: just its end record. */
const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0)]);

test("a full disk refuses a registration with a clear word, and the registry stays whole", async () => {
  const world = await setupWorld();
  const a = await world.deck("A");
  const before = a.state.store.current();
  const { FileError } = await import("../../backend/machine/disk.ts");
  a.disk.create = async (path) => {
    throw new FileError("no-space", path, "the disk is full");
  };
  const outcome = await a.api.clearRegistry({});
  expect(outcome).toEqual({ ok: false, error: { kind: "no-space" } });
  expect(a.state.store.current()).toEqual(before);
});
