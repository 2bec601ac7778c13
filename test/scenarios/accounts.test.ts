import { symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AppId, RomId } from "../../backend/core/vocabulary.ts";
import { callerOf } from "../world/engine/caller.ts";
import { answer } from "../world/engine/conflict.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { startedBySteam } from "../world/engine/started-by-steam.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/* Scenario 6: two people, one Deck, one save file; and two shortcuts, one save file. */

const launch = { launchId: "launch-1", appId };

async function signIn(world: World, deck: EngineDeck, token: string): Promise<void> {
  expectOk(await deck.api.connect({ origin: world.romm.origin, credentials: { kind: "token", token } }));
}

async function tie(world: World, deck: EngineDeck, app: AppId = appId) {
  const save = { kind: "file", path: deck.savePath, emulator: "retroarch" } as const;
  const binding = { appId: app, romId: world.romId as RomId, name: `Game ${app}`, save };
  return await deck.api.registerShortcuts({ bindings: [binding] });
}

/** All contents that RomM holds for a user, oldest first. */
function rowsOf({ romm, romId }: World, token: string): string[] {
  const caller = callerOf({ romm }, token);
  const listed = romm.rules.saves.list(caller, { romId });
  const ids = listed.ok ? listed.value.map(({ id }) => id).sort((a, b) => a - b) : [];
  return ids.map((id) => {
    const content = romm.rules.saves.readContent(caller, id, {});
    return content.ok ? new TextDecoder().decode(content.value.bytes) : "(no content)";
  });
}

async function setupTwoPeople() {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const { admin } = world.romm.rules;
  const ben = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
  const ada = world.romm.token;
  await deck.play("ADA1");
  await deck.exit();
  world.time.advance(60_000);
  return { world, deck, ada, ben };
}

describe("scenario 6: account A plays, B signs in on the same Deck and plays, back to A", () => {
  test("what A left is not B's to send: at a launch and at an exit B is asked", async () => {
    const { world, deck, ben } = await setupTwoPeople();
    await signIn(world, deck, ben);
    expectOk(await tie(world, deck));
    expect(await deck.sync()).toMatchObject({ decision: "ask", reason: "other-account-wrote-here" });
    expect(await deck.api.beforeLaunch(launch)).toMatchObject({ kind: "ask" });
    await deck.api.letLaunchThrough({ launchId: launch.launchId });
    await deck.play("BEN1");
    expect(await deck.exit()).toMatchObject({ decision: "ask", reason: "other-account-wrote-here" });
    expect(rowsOf(world, ben)).toEqual([]);
  });

  test("each with a save of their own: neither account holds the other's sessions, and each gets back to theirs", async () => {
    const { world, deck, ada, ben } = await setupTwoPeople();
    const onPhone = { romId: world.romId, slot: "autosave", fileName: "Game.srm" };
    const bytes = new TextEncoder().encode("BEN0\n");
    world.romm.rules.saves.upload(callerOf(world, ben), { ...onPhone, bytes });

    await signIn(world, deck, ben);
    expectOk(await tie(world, deck));
    expect(await deck.sync()).toMatchObject({ outcome: "asks" });
    await answer(deck, "take-remote");
    await deck.play("BEN1");
    world.time.advance(60_000);
    expect(await deck.exit()).toMatchObject({ decision: "upload" });

    await signIn(world, deck, ada);
    world.time.advance(60_000);
    // The file is not what Ada left; it is not hers to send either.
    expect(await deck.sync()).toMatchObject({ outcome: "asks" });
    expect(await deck.exit()).toMatchObject({ outcome: "asks" });
    await answer(deck, "take-remote");
    expect(await deck.save()).toBe("ADA1\n");
    await deck.play("ADA2");
    world.time.advance(60_000);
    expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });

    expect(rowsOf(world, ada)).toEqual(["ADA1\n", "ADA1\nADA2\n"]);
    expect(rowsOf(world, ben)).toEqual(["BEN0\n", "BEN0\nBEN1\n"]);
    expect(await deck.keptCopies()).toEqual(expect.arrayContaining(["ADA1\n", "BEN0\nBEN1\n"]));
  });

  test("a session of A that was never sent: B does not send it; back, A is asked whose it is, and keeps it", async () => {
    const { world, deck, ada, ben } = await setupTwoPeople();
    await world.romm.faults.set("502-html", { route: "POST /api/saves" });
    await deck.play("ADA2");
    await deck.exit();
    await world.romm.faults.clear();
    await signIn(world, deck, ben);
    expectOk(await tie(world, deck));
    expect(await deck.sync()).toMatchObject({ outcome: "asks" });
    expect(rowsOf(world, ben)).toEqual([]);
    await signIn(world, deck, ada);
    world.time.advance(60_000);
    // B had the Deck in between: by its bytes alone the session may be either's.
    expect(await deck.sync()).toMatchObject({ decision: "ask", reason: "other-account-wrote-here" });
    await answer(deck, "keep-local");
    expect(rowsOf(world, ada)).toEqual(["ADA1\n", "ADA1\nADA2\n"]);
    expect(rowsOf(world, ben)).toEqual([]);
    expect(await deck.sync()).toMatchObject({ decision: "keep" });
  });

  test("equal content of both is adopted by either, and nothing is asked", async () => {
    const { world, deck, ada, ben } = await setupTwoPeople();
    const bytes = new TextEncoder().encode("ADA1\n");
    const upload = { romId: world.romId, slot: "autosave", fileName: "Game.srm", bytes };
    world.romm.rules.saves.upload(callerOf(world, ben), upload);
    await signIn(world, deck, ben);
    expectOk(await tie(world, deck));
    expect(await deck.sync()).toMatchObject({ decision: "adopt" });
    await signIn(world, deck, ada);
    expect(await deck.sync()).toMatchObject({ decision: "keep" });
  });
});

describe("two accounts with one save file, while a game of one of them is about to run", () => {
  /** Both hold ADA1; Ben's phone went on; the Deck is Ada's again. */
  async function setupShared() {
    const { world, deck, ada, ben } = await setupTwoPeople();
    const upload = (text: string) =>
      world.romm.rules.saves.upload(callerOf(world, ben), {
        ...{ romId: world.romId, slot: "autosave", fileName: "Game.srm" },
        bytes: new TextEncoder().encode(text),
      });
    upload("ADA1\n");
    await signIn(world, deck, ben);
    expectOk(await tie(world, deck));
    expect(await deck.sync()).toMatchObject({ decision: "adopt" });
    await signIn(world, deck, ada);
    world.time.advance(60_000);
    upload("ADA1\nBEN2\n");
    return { world, deck, ada, ben };
  }

  test("nothing of the other's is put under it, and it comes once nobody plays", async () => {
    const { world, deck, ben } = await setupShared();
    expect(await deck.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    await signIn(world, deck, ben);
    expect(await deck.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await deck.save()).toBe("ADA1\n");
    world.time.advance(121_000);
    await deck.sync();
    expect(await deck.save()).toBe("ADA1\nBEN2\n");
  });

  test("also where the other's way to the file leads through a link", async () => {
    const { world, deck, ben } = await setupShared();
    await signIn(world, deck, ben);
    const linked = join(dirname(deck.savePath), "../linked");
    await symlink(dirname(deck.savePath), linked);
    const save = { kind: "file", path: join(linked, "Game.srm"), emulator: "retroarch" } as const;
    expectOk(await deck.api.setSaveLocation({ appId, save }));
    await signIn(world, deck, world.romm.token);
    world.time.advance(60_000);
    expect(await deck.api.beforeLaunch(launch)).toMatchObject({ kind: "go" });
    await signIn(world, deck, ben);
    expect(await deck.sync()).toMatchObject({ outcome: "skipped", reason: "starting" });
    expect(await deck.save()).toBe("ADA1\n");
  });

  test("a launch whose shortcut is bound to another rom meanwhile keeps its file", async () => {
    const world = await setupWorld();
    const deck = await world.deck("A");
    await deck.play("A1");
    await deck.sync();
    await deck.api.beforeLaunch(launch);
    const { id } = world.romm.addRom({ platform: "gba", fsName: "Other.gba" });
    const save = { kind: "file", path: deck.savePath, emulator: "retroarch" } as const;
    expectOk(
      await deck.api.registerShortcuts({
        bindings: [{ appId, romId: id as RomId, name: "Other", save }],
      }),
    );
    expect(
      await deck.api.setSaveLocation({ appId, save: { ...save, path: `${deck.savePath}2` } }),
    ).toMatchObject({
      error: { kind: "starting" },
    });
  });
});

describe("scenario 6: two shortcuts on one file", () => {
  const second = 3_000_000_002 as AppId;

  test("of one rom share one unit: whichever was played, one row each, and no conflict with itself", async () => {
    const world = await setupWorld();
    const deck = await world.deck("A");
    expectOk(await tie(world, deck, second));
    await deck.play("A1");
    expectOk(await deck.api.appExited({ appId }));
    world.time.advance(60_000);
    await deck.play("A2");
    expectOk(await deck.api.appExited({ appId: second }));
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    const { lines } = expectOk(await deck.api.syncAll({}));
    expect(lines).toMatchObject([{ appIds: [appId, second], decision: "keep" }]);
  });

  test("while one runs, the other's sync leaves the file alone", async () => {
    const world = await setupWorld();
    const [deck, other] = [await world.deck("A"), await world.deck("B")];
    expectOk(await tie(world, deck, second));
    await other.play("B1");
    await other.sync();
    deck.processes.push(startedBySteam("retroarch", second));
    const { lines } = expectOk(await deck.api.syncShortcut({ appId }));
    expect(lines).toMatchObject([{ outcome: "skipped", reason: "running" }]);
    expect(await deck.save()).toBeNull();
  });

  test("of two roms are refused: one file would take the sessions of both", async () => {
    const world = await setupWorld();
    const deck = await world.deck("A");
    const romId = world.romm.addRom({ platform: "gba", fsName: "Other.gba" }).id as RomId;
    const save = { kind: "file", path: deck.savePath, emulator: "retroarch" } as const;
    const binding = { appId: second, romId, name: "Other", save };
    expect(await deck.api.registerShortcuts({ bindings: [binding] })).toMatchObject({
      error: { kind: "location-taken" },
    });
  });
});
