import { describe, expect, test } from "vitest";
import type { AppId, RomId } from "../../../backend/core/vocabulary.ts";
import { unitOf } from "../../world/engine/account.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { transfers } from "../transfers.ts";

const second = 3_000_000_002 as AppId;
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A rom with content, which RomM can hash, and a Deck that plays it. */
async function setupGame(fsName = "Crystal.gba") {
  const world = await setupWorld();
  const { id } = world.romm.addRom({ platform: "gba", fsSlug: "gba", fsName, content: bytesOf("CRYSTAL") });
  const deck = await world.deck("A");
  const { path } = await register(deck, id as RomId);
  const write = (text: string) => deck.disk.append(path, bytesOf(text));
  const sync = async () => {
    const [line] = expectOk(await deck.api.syncShortcut({ appId: second })).lines;
    return `${line?.decision} ${line?.reason} ${line?.outcome}`;
  };
  const rowCount = (romId = id) =>
    world.romm.rules.database.saves.filter((row) => row.rom_id === romId).length;
  return { world, deck, romId: id as RomId, write, sync, rowCount };
}

async function register({ api, savePath }: EngineDeck, romId: RomId) {
  const path = savePath.replace(/[^/]*$/, "Crystal.srm");
  const save = { kind: "file", path, emulator: "retroarch" } as const;
  expectOk(await api.registerShortcuts({ bindings: [{ appId: second, romId, name: "Crystal", save }] }));
  return { path };
}

describe("scenario 14: the rom is called otherwise in RomM, under the same id", () => {
  const renames = {
    "its file": (world: { romm: Awaited<ReturnType<typeof setupWorld>>["romm"] }, romId: number) =>
      world.romm.rules.admin.renameRom(romId, { fsName: "Crystal (Rev 1).gba" }),
    "its platform's folder": (world: { romm: Awaited<ReturnType<typeof setupWorld>>["romm"] }) =>
      world.romm.rules.admin.renamePlatform("gba", { fsSlug: "advance" }),
    "its platform's slug": (world: { romm: Awaited<ReturnType<typeof setupWorld>>["romm"] }) =>
      world.romm.rules.admin.renamePlatform("gba", { slug: "game-boy-advance" }),
  };
  const cases = Object.entries(renames).map(([what, rename]) => [what, rename] as const);

  test.each(cases)("%s, before the first upload: it goes up", async (_what, rename) => {
    const { world, romId, write, sync } = await setupGame();
    await write("A1\n");
    rename(world, romId);
    expect(await sync()).toBe("upload first-upload done");
    expect(await sync()).toBe("keep nothing-new done");
  });

  test.each(cases)("%s, after it: saves go on, up and down, and nothing is asked", async (_what, rename) => {
    const { world, deck, romId, write, sync, rowCount } = await setupGame();
    await write("A1\n");
    await sync();
    rename(world, romId);
    await write("A2\n");
    expect(await sync()).toBe("upload played-here done");
    expect(rowCount()).toBe(2);
    const upload = { romId, slot: "autosave", fileName: "Crystal.srm", bytes: bytesOf("A1\nA2\nB3\n") };
    world.time.advance(60_000);
    const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
    if (!caller.ok) expect.fail("The token is not known.");
    expect(world.romm.rules.saves.upload(caller.value, upload)).toMatchObject({ ok: true });
    expect(await sync()).toMatch(/^download .* done$/);
    expect(await deck.api.listConflicts({})).toEqual([]);
  });

  test("and the newest row was deleted: it is asked about by the save, not about the game", async () => {
    const { world, romId, write, sync } = await setupGame();
    await write("A1\n");
    await sync();
    await write("A2\n");
    await sync();
    const newest = world.romm.rules.database.saves.at(-1);
    world.romm.rules.database.saves = world.romm.rules.database.saves.filter((row) => row !== newest);
    world.romm.rules.admin.renameRom(romId, { fsName: "Crystal (Rev 1).gba" });
    expect(await sync()).not.toContain("unlinked");
    expect(world.romm.rules.database.saves.filter((row) => row.rom_id === romId)).toHaveLength(1);
  });

  test("ids permuted within one platform, kind and size: nothing goes up or down", async () => {
    const { world, deck, romId, write, sync } = await setupGame();
    await write("A1\n");
    await sync();
    const { admin } = world.romm.rules;
    for (const id of [romId, world.romId]) admin.removeRom(id);
    admin.addRom({ platform: "gba", fsName: "Crystal.gba", content: bytesOf("CRYSTAL"), id: world.romId });
    admin.addRom({ platform: "gba", fsName: "Granite.gba", content: bytesOf("GRANITE"), id: romId });
    world.requests();
    expect(await sync()).toBe("skip unlinked skipped");
    await write("A2\n");
    expect(await sync()).toBe("skip unlinked skipped");
    expect(transfers(world)).toEqual([]);
    expect(unitOf(deck).rom.romId).toBe(world.romId);
  });
});

describe("the rom was removed, and scanned again under another id", () => {
  test.each([
    ["under its name", "Crystal.gba", "CRYSTAL", "content"],
    ["under another name, by its content", "Crystal (Rev 1).gba", "CRYSTAL", "content"],
    ["as another content in its place", "Crystal.gba", "PATCHED", "name"],
  ])("%s it is offered, and one press takes it up with what is here", async (_how, fsName, content, by) => {
    const { world, deck, romId, write, sync, rowCount } = await setupGame();
    await write("A1\n");
    await sync();
    const { admin } = world.romm.rules;
    admin.removeRom(romId);
    const { id } = admin.addRom({ platform: "gba", fsName, content: bytesOf(content) });
    expect(await sync()).toBe("skip unlinked skipped");
    const moved = expectOk(await deck.api.findMovedRoms({}));
    expect(moved).toMatchObject([
      { appIds: [second], name: "Crystal", formerRomId: romId, rom: { romId: id, fsName }, by },
    ]);
    const moves = moved.flatMap(({ appIds, rom }) => appIds.map((one) => ({ appId: one, romId: rom.romId })));
    const [followed] = expectOk(await deck.api.followRoms({ moves }));
    expect(followed).toMatchObject({ appId: second, romId: id });
    await sync();
    expect([rowCount(id), await sync()]).toEqual([1, "keep nothing-new done"]);
    const { versions } = expectOk(await deck.api.listVersions({ appId: second }));
    expect(versions.length).toBeGreaterThan(0);
  });

  test("what RomM holds under the new id by then is not replaced unasked", async () => {
    const { world, deck, romId, write, sync } = await setupGame();
    await write("A1\n");
    await sync();
    const { admin } = world.romm.rules;
    admin.removeRom(romId);
    const { id } = admin.addRom({ platform: "gba", fsName: "Crystal.gba", content: bytesOf("CRYSTAL") });
    const caller = world.romm.rules.authenticate(`Bearer ${world.romm.token}`);
    if (!caller.ok) expect.fail("The token is not known.");
    const upload = { romId: id, slot: "autosave", fileName: "Crystal.srm", bytes: bytesOf("B9\n") };
    world.romm.rules.saves.upload(caller.value, upload);
    await sync();
    expectOk(await deck.api.followRoms({ moves: [{ appId: second, romId: id as RomId }] }));
    expect(await sync()).toContain("conflict first-meeting");
    expect(await deck.api.listConflicts({})).toHaveLength(1);
  });

  test("two roms of one content are no answer", async () => {
    const { world, deck, romId, write, sync } = await setupGame();
    await write("A1\n");
    await sync();
    const { admin } = world.romm.rules;
    admin.removeRom(romId);
    for (const fsName of ["Crystal (A).gba", "Crystal (B).gba"])
      admin.addRom({ platform: "gba", fsName, content: bytesOf("CRYSTAL") });
    await sync();
    expect(expectOk(await deck.api.findMovedRoms({}))).toEqual([]);
  });

  test("taken back, it is tied as it was", async () => {
    const { world, deck, romId, write, sync } = await setupGame();
    await write("A1\n");
    await sync();
    const { admin } = world.romm.rules;
    admin.removeRom(romId);
    const { id } = admin.addRom({ platform: "gba", fsName: "Crystal.gba", content: bytesOf("CRYSTAL") });
    await sync();
    expectOk(await deck.api.followRoms({ moves: [{ appId: second, romId: id as RomId }] }));
    const line = expectOk(await deck.api.listActivity({ appId: second })).find(
      ({ act }) => act === "other-rom",
    );
    if (!line) expect.fail("No line tells of it.");
    expectOk(await deck.api.undo({ activityId: line.id }));
    const shortcuts = await deck.api.listShortcuts({});
    expect(shortcuts.find((one) => one.appId === second)?.romId).toBe(romId);
  });
});
