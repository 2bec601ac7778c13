import { readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { RomId } from "../../../backend/core/vocabulary.ts";
import { twoRounds, undoNewest } from "../../history/undo/undo-world.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { startedBySteam } from "../../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { playthroughs, rowsBySlot, select } from "./slot-world.ts";

/* Playthroughs: a slot's bytes go up into that slot alone, and coming back, the player finds what was left. */

async function setupPlayed(): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("X1");
  await a.sync();
  world.time.advance(5000);
  await b.sync();
  world.time.advance(5000);
  return { world, a, b };
}

const offline = async (world: World, work: () => Promise<void>) => {
  await world.romm.faults.set("502-html", { route: "* /**" });
  await work();
  await world.romm.faults.clear();
};

describe("a new playthrough", () => {
  test("begins without a save, goes up into its own slot, and coming back the first one is played on", async () => {
    const { world, b } = await setupPlayed();
    expectOk(await select(b, "run2", { startFresh: true }));
    expect(await b.save()).toBeNull();
    await b.play("Y1");
    world.time.advance(5000);
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"], run2: ["Y1\n"] });
    world.time.advance(5000);
    expectOk(await select(b, "autosave"));
    expect(await b.save()).toBe("X1\n");
    await b.play("X2");
    world.time.advance(5000);
    expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n", "X1\nX2\n"], run2: ["Y1\n"] });
    expect(await b.api.listConflicts({})).toEqual([]);
  });

  test("from a version of another is a copy: both go on by themselves", async () => {
    const { world, b } = await setupPlayed();
    const { versions } = expectOk(await b.api.listVersions({ appId }));
    expectOk(await select(b, "copy", { fromVersion: versions[0]?.versionId ?? "" }));
    expect(await b.save()).toBe("X1\n");
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"], copy: ["X1\n"] });
    await b.play("C2");
    world.time.advance(5000);
    await b.exit();
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"], copy: ["X1\n", "X1\nC2\n"] });
  });

  test("of a name that is taken, in whatever spelling, is refused, and nothing is changed", async () => {
    const { b } = await setupPlayed();
    for (const name of ["autosave", "AutoSave", "autosave "]) {
      const refused = await select(b, name, { startFresh: true });
      expect(refused).toMatchObject({ ok: false, error: { kind: "slot-taken" } });
    }
    expect(await select(b, "nowhere")).toMatchObject({ ok: false, error: { kind: "unknown-slot" } });
    expect(await b.save()).toBe("X1\n");
  });

  test("made offline gets the device's name, since nobody can be asked whether another has the name", async () => {
    const { world, b } = await setupPlayed();
    world.time.advance(120_000);
    await offline(world, async () => {
      expectOk(await select(b, "run2", { startFresh: true }));
      await b.play("Y1");
      await b.exit();
    });
    world.time.advance(60_000);
    await b.sync();
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"], "run2 (Deck B)": ["Y1\n"] });
  });

  test("from RomM's saves outside of any slot copies one of them, which stays as it is", async () => {
    const { world, b } = await setupPlayed();
    const upload = { romId: world.romId, fileName: "Old.srm", bytes: Buffer.from("OLD\n") };
    const made = world.romm.rules.saves.upload(callerOf(world), upload);
    expect(made.ok).toBe(true);
    world.time.advance(120_000);
    const archive = (await playthroughs(b)).find(({ slot }) => slot === null);
    expect(archive).toMatchObject({ saveCount: 1, isPlayed: false });
    expectOk(await select(b, "from old", { fromVersion: `row:${archive?.latest?.saveId}` }));
    expect(await b.save()).toBe("OLD\n");
    expect(rowsBySlot(world)).toEqual({ "(none)": ["OLD\n"], autosave: ["X1\n"], "from old": ["OLD\n"] });
  });
});

describe("leaving a playthrough with something unsent", () => {
  test("parks it: it goes up into its own slot by the next run, and into no other", async () => {
    const { world, b } = await setupPlayed();
    await b.play("X2");
    world.time.advance(5000);
    expectOk(await select(b, "run2", { startFresh: true }));
    await b.play("Y1");
    world.time.advance(5000);
    await b.sync();
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n", "X1\nX2\n"], run2: ["Y1\n"] });
    expect((await playthroughs(b)).every(({ isWaiting }) => !isWaiting)).toBe(true);
  });

  test("offline: coming back plays it on, and it goes up when RomM is there, with no question", async () => {
    const { world, b } = await setupPlayed();
    await select(b, "run2", { startFresh: true });
    await b.play("Y1");
    world.time.advance(5000);
    await b.sync();
    await offline(world, async () => {
      await b.play("Y2");
      expectOk(await select(b, "autosave"));
      expect(await b.save()).toBe("X1\n");
      expect(await playthroughs(b)).toMatchObject([
        { slot: "autosave" },
        { slot: "run2", isWaiting: true, isHere: true },
      ]);
      expectOk(await select(b, "run2"));
      expect(await b.save()).toBe("Y1\nY2\n");
    });
    world.time.advance(60_000);
    expect(await b.sync()).toMatchObject({ decision: "upload" });
    expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"], run2: ["Y1\n", "Y1\nY2\n"] });
  });

  test("offline, with the other one sent meanwhile: coming back it is a change on what was agreed there, and asks nobody", async () => {
    const { world, b } = await setupPlayed();
    await offline(world, async () => {
      await b.play("X2");
      world.time.advance(120_000);
      expectOk(await select(b, "run2", { startFresh: true }));
      await b.play("Y1");
    });
    world.time.advance(60_000);
    expect(await b.exit()).toMatchObject({ decision: "upload" });
    await offline(world, async () => void expectOk(await select(b, "autosave")));
    world.time.advance(60_000);
    expect(await b.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(rowsBySlot(world).autosave).toEqual(["X1\n", "X1\nX2\n"]);
    expect(await b.api.listConflicts({})).toEqual([]);
  });

  test("where another Deck went on in it meanwhile: it waits, and is asked about when the player comes back", async () => {
    const { world, a, b } = await setupPlayed();
    await offline(world, async () => {
      await b.play("X2 of B");
      world.time.advance(120_000);
      expectOk(await select(b, "run2", { startFresh: true }));
    });
    await a.play("X2 of A");
    world.time.advance(5000);
    await a.sync();
    world.time.advance(5000);
    await b.sync();
    expect(rowsBySlot(world).autosave).toEqual(["X1\n", "X1\nX2 of A\n"]);
    world.time.advance(5000);
    expectOk(await select(b, "autosave"));
    expect(await b.save()).toBe("X1\nX2 of B\n");
    expect(await b.api.listConflicts({})).toMatchObject([{ reason: "both-changed" }]);
  });
});

test("the list names each playthrough once, whatever its spellings, with its count, its newest and what made it", async () => {
  const { world, a, b } = await setupPlayed();
  for (const slot of ["Autosave", "other"]) {
    world.time.advance(5000);
    const upload = { romId: world.romId, slot, fileName: "Game.srm", bytes: Buffer.from(`by ${slot}\n`) };
    expect(world.romm.rules.saves.upload(callerOf(world), upload).ok).toBe(true);
  }
  world.time.advance(120_000);
  world.requests();
  expect(await playthroughs(b)).toMatchObject([
    { slot: "autosave", isPlayed: true, saveCount: 2, spellings: ["autosave", "Autosave"], isHere: true },
    { slot: "other", isPlayed: false, saveCount: 1, isHere: false, latest: { deviceName: null } },
  ]);
  // Opening a game asks once, whatever is looked at.
  await b.api.listVersions({ appId });
  await playthroughs(b);
  expect(world.requests()).toEqual(["GET /api/saves"]);
  void a;
});

test("a switch can be undone and redone, offline too, and what was played since stays", async () => {
  const { world, a, b } = await setupPlayed();
  await select(b, "run2", { startFresh: true });
  await b.play("Y1");
  world.time.advance(5000);
  await b.exit();
  await offline(world, async () => {
    expect(await undoNewest(b)).toMatchObject({ ok: true });
    expect(await b.save()).toBe("X1\n");
    expect(await undoNewest(b)).toMatchObject({ ok: true });
    expect(await b.save()).toBe("Y1\n");
    expect(await undoNewest(b)).toMatchObject({ ok: true });
  });
  world.time.advance(60_000);
  await twoRounds({ world, a, b });
  expect([await b.save(), await a.save()]).toEqual(["X1\n", "X1\n"]);
  expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"], run2: ["Y1\n"] });
  expect(await b.api.listConflicts({})).toEqual([]);
});

test("what another account left there is not parked: it is kept, and goes up into no playthrough of this one", async () => {
  const { world, b } = await setupPlayed();
  const { admin } = world.romm.rules;
  const token = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
  expectOk(await b.api.connect({ origin: world.romm.origin, credentials: { kind: "token", token } }));
  const save = { kind: "file", path: b.savePath, emulator: "retroarch" } as const;
  const binding = { appId, romId: world.romId as RomId, name: "Game", save };
  expectOk(await b.api.registerShortcuts({ bindings: [binding] }));
  world.time.advance(60_000);
  expect(await b.sync()).toMatchObject({ reason: "other-account-wrote-here" });
  expectOk(await select(b, "run2", { startFresh: true }));
  world.time.advance(60_000);
  await b.sync();
  const own = world.romm.rules.saves.list(callerOf(world, token), { romId: world.romId });
  expect(own).toMatchObject({ ok: true, value: [] });
  expect(await b.keptCopies()).toContain("X1\n");
  // What is played on it now is this account's, and not what the one before left.
  await b.play("BEN1");
  const { token: first } = world.romm;
  expectOk(await b.api.connect({ origin: world.romm.origin, credentials: { kind: "token", token: first } }));
  world.time.advance(60_000);
  expect(await b.exit()).toMatchObject({ outcome: "asks", reason: "other-account-wrote-here" });
  expect(rowsBySlot(world)).toEqual({ autosave: ["X1\n"] });
});

test("a memory card that games share makes room for nothing: no playthrough, no version", async () => {
  const world = await setupWorld();
  const b = await world.deck("B", {
    save: (folder) => ({ kind: "file", path: `${folder}/saves/shared_card_1.mcd`, emulator: "duckstation" }),
  });
  const card = `${dirname(b.savePath)}/shared_card_1.mcd`;
  await writeFile(card, "of many games");
  const upload = { romId: world.romId, slot: "run2", fileName: "Game.mcd", bytes: Buffer.from("of one") };
  expect(world.romm.rules.saves.upload(callerOf(world), upload).ok).toBe(true);
  const refused = { ok: false, error: { kind: "unsupported" } };
  expect(await select(b, "run2")).toMatchObject(refused);
  expect(await select(b, "run3", { startFresh: true })).toMatchObject(refused);
  expect(await select(b, "run4", { fromVersion: "row:1" })).toMatchObject(refused);
  expect(await b.api.restoreVersion({ appId, versionId: "row:1" })).toMatchObject(refused);
  expect(await readFile(card, "utf8")).toBe("of many games");
  expect((await b.api.listShortcuts({}))[0]?.slot).toBe("autosave");
});

test("nothing is switched under a game", async () => {
  const { b } = await setupPlayed();
  b.processes.push(startedBySteam());
  expect(await select(b, "run2", { startFresh: true })).toMatchObject({
    ok: false,
    error: { kind: "running" },
  });
  expect(await b.save()).toBe("X1\n");
});
