import { utimes, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { NewerElsewhere } from "../../../backend/contract/saves/newer-elsewhere.ts";
import type { DeviceId, SaveId } from "../../../backend/core/vocabulary.ts";
import { undoNewest } from "../../history/undo/undo-world.ts";
import { deviceIdOf, unitOf } from "../../world/engine/account.ts";
import { callerOf, makePublic, playInBrowser } from "../../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { addRoms, onlyTheseGames } from "../../world/engine/many-games.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { rowsBySlot, select } from "../slots/slot-world.ts";

/*
 * Other clients keep their saves in slots of their own, and RomM's page in none. Law: one that is newer than what is played
 * here is said, with who made it, once; it comes by the player's word alone, and then nothing is lost.
 */

const versions = ["4.8", "5.2", "5.5.0"];

/** Another client's save, a minute later. */
function put(
  world: World,
  text: string,
  p: { slot?: string; deviceId?: DeviceId; emulator?: string; fileName?: string } = {},
): SaveId {
  world.time.advance(60_000);
  const bytes = new TextEncoder().encode(text);
  const made = world.romm.rules.saves.upload(callerOf(world), {
    ...{ romId: world.romId, fileName: "Game.srm", bytes, overwrite: true },
    ...p,
  });
  if (!made.ok) return expect.fail("The save was refused.");
  world.time.advance(60_000);
  return made.value.id as SaveId;
}

async function setupPlayed(version: string): Promise<{ world: World; a: EngineDeck }> {
  const world = await setupWorld({ version });
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  world.time.advance(60_000);
  await a.sync();
  return { world, a };
}

async function shownOf({ api }: EngineDeck): Promise<NewerElsewhere | undefined> {
  return (await api.listShortcuts({}))[0]?.newerElsewhere;
}

const toldOf = ({ told }: EngineDeck) =>
  told.filter((one) => (one as { kind: string }).kind === "newer-elsewhere");

describe.each(versions)("RomM %s: a newer save in another slot", (version) => {
  test("is said once, with its slot, also over a start, and moves nothing", async () => {
    const { world, a } = await setupPlayed(version);
    const saveId = put(world, "A1\nX2\n", { slot: "armadaos" });
    expect(await a.sync()).toMatchObject({ decision: "keep", outcome: "done" });
    const save = { saveId, slot: "armadaos", maker: { kind: "unknown" } };
    expect(await shownOf(a)).toMatchObject(save);
    expect(toldOf(a)).toMatchObject([{ name: "Game", count: 1, save }]);
    await a.sync();
    put(world, "A1\nX2\nX3\n", { slot: "armadaos" });
    await a.sync();
    expect(toldOf(a)).toHaveLength(1);
    const again = await a.restart();
    await again.sync();
    expect(toldOf(again)).toEqual([]);
    expect(await shownOf(again)).toMatchObject({ slot: "armadaos" });
    expect(await again.save()).toBe("A1\n");
  });

  test("is said by the check of a launch, which lets the game go", async () => {
    const { world, a } = await setupPlayed(version);
    put(world, "X2\n", { slot: "default-x" });
    world.requests();
    expect(await a.api.beforeLaunch({ launchId: "one", appId })).toMatchObject({ kind: "go" });
    // RomM 5.5 is asked for its lines too.
    expect(world.requests().filter((one) => one !== "GET /api/channels")).toEqual(["GET /api/saves"]);
    expect(toldOf(a)).toHaveLength(1);
  });

  test("is said where nothing is in ours yet, before anything is played", async () => {
    const world = await setupWorld({ version });
    const a = await world.deck("A");
    put(world, "X1\n", { slot: "freegosy" });
    await a.sync();
    expect(await shownOf(a)).toMatchObject({ slot: "freegosy" });
    expect(await a.save()).toBeNull();
  });

  test("is said where the save here is older, though it goes up later", async () => {
    const world = await setupWorld({ version });
    const a = await world.deck("A");
    await a.play("A1");
    const before = new Date(world.time.now() - 86_400_000);
    await utimes(a.savePath, before, before);
    put(world, "X1\n", { slot: "freegosy" });
    expect(await a.sync()).toMatchObject({ decision: "upload" });
    world.time.advance(60_000);
    await a.sync();
    expect(await shownOf(a)).toMatchObject({ slot: "freegosy" });
    expect(toldOf(a)).toHaveLength(1);
  });

  test("is none any more once something newer was played here, and the next one is said anew", async () => {
    const { world, a } = await setupPlayed(version);
    put(world, "X2\n", { slot: "armadaos" });
    await a.sync();
    await a.play("A2");
    await a.exit();
    world.time.advance(60_000);
    await a.sync();
    expect(await shownOf(a)).toBeUndefined();
    put(world, "X3\n", { slot: "armadaos" });
    await a.sync();
    expect(toldOf(a)).toHaveLength(2);
  });

  test("comes by the player's word, into the slot that is played, and can be taken back", async () => {
    const { world, a } = await setupPlayed(version);
    const saveId = put(world, "A1\nX2\n", { slot: "armadaos" });
    await a.sync();
    const report = expectOk(await a.api.adoptSave({ appId, saveId }));
    expect(report.lines).toMatchObject([{ outcome: "done" }]);
    expect(await a.save()).toBe("A1\nX2\n");
    expect(await a.keptCopies()).toContain("A1\n");
    expect(rowsBySlot(world)).toEqual({ armadaos: ["A1\nX2\n"], autosave: ["A1\n", "A1\nX2\n"] });
    expect(unitOf(a).slot).toBe("autosave");
    world.time.advance(60_000);
    await a.sync();
    expect(await shownOf(a)).toBeUndefined();
    world.time.advance(5000);
    expectOk(await undoNewest(a));
    expect(await a.save()).toBe("A1\n");
    expect(rowsBySlot(world).armadaos).toEqual(["A1\nX2\n"]);
    expect(await a.api.listConflicts({})).toEqual([]);
  });

  test("is not adopted while the game runs, nor where RomM has it no more", async () => {
    const { world, a } = await setupPlayed(version);
    const saveId = put(world, "A1\nX2\n", { slot: "armadaos" });
    await a.sync();
    a.held.add(a.savePath);
    expect(await a.api.adoptSave({ appId, saveId })).toMatchObject({ error: { kind: "running" } });
    a.held.clear();
    const gone = world.romm.rules.saves.remove(callerOf(world), [saveId]);
    expect(gone.ok).toBe(true);
    expect(await a.api.adoptSave({ appId, saveId })).toMatchObject({ error: { kind: "bytes-gone" } });
    expect(await a.save()).toBe("A1\n");
  });

  test("is none where it holds what is played here, or nothing at all", async () => {
    const { world, a } = await setupPlayed(version === "4.8" ? "4.9" : version);
    put(world, "A1\n", { slot: "armadaos" });
    put(world, "", { slot: "empty" });
    put(world, "null", { slot: "nothing" });
    await a.sync();
    expect(await shownOf(a)).toBeUndefined();
    expect(toldOf(a)).toEqual([]);
  });

  test("is none where this device made it, kept both, or left it", async () => {
    const { world, a } = await setupPlayed(version);
    expectOk(await select(a, "run2", { startFresh: true }));
    await a.play("Y1");
    world.time.advance(5000);
    await a.exit();
    world.time.advance(5000);
    expectOk(await select(a, "autosave"));
    put(world, "Z\n", { slot: "Deck B 2026-11-27 14.03" });
    await a.sync();
    expect(await shownOf(a)).toBeUndefined();
    expect(toldOf(a)).toEqual([]);
  });

  test("outside of every slot is said, also where it is written over again and again", async () => {
    const { world, a } = await setupPlayed(version);
    const saveId = put(world, "W1\n", { fileName: "Web.srm" });
    await a.sync();
    for (const text of ["W1\nW2\n", "W1\nW2\nW3\n"]) {
      playInBrowser(world, saveId, text);
      await a.sync();
    }
    expect(toldOf(a)).toMatchObject([{ save: { saveId, slot: null } }]);
    expectOk(await a.api.adoptSave({ appId, saveId }));
    expect(await a.save()).toBe("W1\nW2\nW3\n");
    expect(rowsBySlot(world)["(none)"]).toEqual(["W1\nW2\nW3\n"]);
  });
});

test.each(["4.8", "5.2"])(
  "RomM %s: a set is adopted whole, though RomM knows its bytes already",
  async (version) => {
    const world = await setupWorld({ version });
    const b = await world.deck("B", { extensions: [".srm", ".rtc"] });
    expectOk(await select(b, "of-b", { startFresh: true }));
    await b.play("B1");
    await writeFile(b.savePath.replace(".srm", ".rtc"), "clock");
    await b.sync();
    world.time.advance(60_000);
    const a = await world.deck("A", { extensions: [".srm", ".rtc"] });
    await a.sync();
    const save = (await shownOf(a)) ?? expect.fail("Nothing is shown.");
    expect(save).toMatchObject({ slot: "of-b" });
    expectOk(await a.api.adoptSave({ appId, saveId: save.saveId }));
    expect(await a.save()).toBe("B1\n");
    world.time.advance(60_000);
    expect(await a.sync()).toMatchObject({ decision: "keep", outcome: "done" });
    expect(Object.keys(rowsBySlot(world)).sort()).toEqual(["autosave", "of-b"]);
  },
);

describe("a newer save elsewhere:", () => {
  test.each(["5.2", "5.5.0"])(
    "RomM %s tells who made it: a device, the web player, or nobody",
    async (version) => {
      const { world, a } = await setupPlayed(version);
      const b = await world.deck("B");
      put(world, "B1\n", { slot: "by-b", deviceId: deviceIdOf(b) });
      await a.sync();
      expect(await shownOf(a)).toMatchObject({ maker: { kind: "device", name: "Deck B" } });
      put(world, "W1\n", { slot: "by-web", emulator: "mgba" });
      await a.sync();
      expect(await shownOf(a)).toMatchObject({ maker: { kind: "web-player" } });
      put(world, "U1\n", { slot: "by-app", emulator: "Some app" });
      await a.sync();
      expect(await shownOf(a)).toMatchObject({ maker: { kind: "unknown" } });
    },
  );

  test("RomM 4.8 tells no makers, and none is made up", async () => {
    const { world, a } = await setupPlayed("4.8");
    put(world, "W1\n", { slot: "by-web", emulator: "mgba" });
    await a.sync();
    expect(await shownOf(a)).toMatchObject({ maker: { kind: "unknown" } });
  });

  test("a playthrough that was left here and is played on another Deck is said", async () => {
    const { world, a } = await setupPlayed("5.2");
    expectOk(await select(a, "run2", { startFresh: true }));
    await a.play("Y1");
    world.time.advance(5000);
    await a.exit();
    world.time.advance(5000);
    expectOk(await select(a, "autosave"));
    const b = await world.deck("B");
    put(world, "Y1\nY2\n", { slot: "run2", deviceId: deviceIdOf(b) });
    await a.sync();
    expect(await shownOf(a)).toMatchObject({ slot: "run2", maker: { kind: "device", name: "Deck B" } });
  });

  test("one of this device in a slot that it never left is none", async () => {
    const { world, a } = await setupPlayed("5.2");
    put(world, "A0\n", { slot: "of-an-older-plugin", deviceId: deviceIdOf(a) });
    await a.sync();
    expect(await shownOf(a)).toBeUndefined();
  });

  test("one that is written over between the look and the word is adopted as it is now", async () => {
    const { world, a } = await setupPlayed("5.2");
    const saveId = put(world, "W1\n", { slot: "by-web" });
    await a.sync();
    playInBrowser(world, saveId, "W1\nW2\n");
    expectOk(await a.api.adoptSave({ appId, saveId }));
    expect(await a.save()).toBe("W1\nW2\n");
  });

  test("a run that finds many tells of them once", async () => {
    const world = await setupWorld({ version: "5.2" });
    const deck = await world.deck("A");
    const roms = addRoms(world, 12);
    const games = await onlyTheseGames(deck, roms);
    for (const [index, { write }] of games.entries()) await write(`A${index}\n`);
    await deck.api.syncAll({});
    for (const romId of roms) put({ ...world, romId }, "X\n", { slot: "armadaos" });
    await deck.api.syncAll({});
    expect(toldOf(deck)).toMatchObject([{ count: 12 }]);
    await deck.api.syncAll({});
    expect(toldOf(deck)).toHaveLength(1);
  });

  test("an older one that is only dated anew is none", async () => {
    const world = await setupWorld({ version: "5.2" });
    const a = await world.deck("A");
    const saveId = put(world, "X1\n", { slot: "armadaos" });
    await a.play("A1");
    await a.sync();
    world.time.advance(60_000);
    await a.sync();
    expect(await shownOf(a)).toBeUndefined();
    makePublic(world, saveId);
    await a.sync();
    const again = await a.restart();
    await again.sync();
    expect(await shownOf(again)).toBeUndefined();
    expect([...toldOf(a), ...toldOf(again)]).toEqual([]);
  });

  test("of ours that is dated anew does not hide it", async () => {
    const { world, a } = await setupPlayed("5.2");
    put(world, "X2\n", { slot: "armadaos" });
    await a.sync();
    makePublic(world, 1);
    await a.sync();
    expect(await shownOf(a)).toMatchObject({ slot: "armadaos" });
  });
});
