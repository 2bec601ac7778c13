import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { LaunchCommand, RomId, SaveLocation } from "../../../backend/core/vocabulary.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";

/* Where the emulator's settings put a save from now on: the old place is not "deleted", and nothing moves unasked. */

/** How the Deck calls its own folder: what a test's machine calls it is no place where a player keeps saves. */
const deckFolder = "/home/deck/A";

/** Where a path of the Deck stands on this machine. */
type ToMachine = (path: string) => string;

/** RetroArch's settings on the Deck: its saves' folder, sorted by core or not. */
async function setUp(at: ToMachine, p: { saves: string; isSorted: boolean }): Promise<void> {
  const config = at(join(deckFolder, "home/.config/retroarch"));
  await mkdir(config, { recursive: true });
  await mkdir(at(p.saves), { recursive: true });
  await writeFile(
    join(config, "retroarch.cfg"),
    [
      `savefile_directory = "${p.saves}"`,
      `sort_savefiles_enable = "${p.isSorted}"`,
      'sort_savefiles_by_content_enable = "false"',
      'savefiles_in_content_dir = "false"',
    ].join("\n"),
  );
}

async function setupRetroarch() {
  const world = await setupWorld();
  const at: ToMachine = (path) => path.replace(deckFolder, world.folderOf("A"));
  const [home, saves] = [join(deckFolder, "home"), join(deckFolder, "home/saves")];
  await setUp(at, { saves, isSorted: false });
  await mkdir(at(join(home, "roms")), { recursive: true });
  await writeFile(at(join(home, "roms/Game.gba")), "rom");
  const launch: LaunchCommand = {
    exe: "/usr/bin/retroarch",
    startDir: "",
    options: `-L /usr/lib/libretro/mgba_libretro.so "${join(home, "roms/Game.gba")}"`,
  };
  const guise = { folder: deckFolder, origin: world.romm.origin };
  const a = await world.deck("A", { guise });
  const proposed = expectOk(await a.api.proposePlaces({ appId, launch, romId: world.romId as RomId }));
  const save = proposed[0]?.location ?? expect.fail("nothing was proposed");
  const bindings = [{ appId, romId: world.romId as RomId, name: "Game", launch, save }];
  expectOk(await a.api.registerShortcuts({ bindings }));
  await writeFile(at(join(saves, "Game.srm")), "A1\n");
  await a.api.look({ appId });
  await a.sync();
  const sorted = join(saves, "mGBA");
  /** The player flips a flag in RetroArch's menu. */
  const flip = () => setUp(at, { saves, isSorted: true });
  return { world, a, at, home, saves, sorted, flip };
}

const shortcutOf = async (deck: EngineDeck) =>
  (await deck.api.listShortcuts({}))[0] ?? expect.fail("no shortcut");

const folderOf = (save: SaveLocation | undefined) =>
  save && ("folder" in save ? save.folder : "path" in save ? dirname(save.path) : save.parent);

describe("a sort flag that is flipped from the menu", () => {
  test("is noticed after the exit that wrote nothing here, and nothing is moved by it", async () => {
    const { a, at, flip, sorted, saves, world } = await setupRetroarch();
    await flip();
    await mkdir(at(sorted));
    await writeFile(at(join(sorted, "Game.srm")), "A1\nA2\n");
    expect(await a.exit()).toMatchObject({ decision: "keep" });
    await expect.poll(async () => folderOf((await shortcutOf(a)).movedTo)).toBe(sorted);
    expect(folderOf((await shortcutOf(a)).save)).toBe(saves);
    expect(world.rows()).toEqual(["A1\n"]);
  });

  test("Follow: the save is where the settings say, compared first, and the question is over", async () => {
    const { a, at, flip, sorted, saves, world } = await setupRetroarch();
    await flip();
    await rename(at(join(saves, "Game.srm")), at(join(saves, "kept")));
    await mkdir(at(sorted));
    await rename(at(join(saves, "kept")), at(join(sorted, "Game.srm")));
    await a.api.look({ appId });
    const { movedTo } = await shortcutOf(a);
    const save = movedTo ?? expect.fail("not noticed");
    expect(expectOk(await a.api.setSaveLocation({ appId, save })).movedTo).toBeUndefined();
    expect(await a.sync()).toMatchObject({ decision: "adopt", sizeBytes: 0 });
    await writeFile(at(join(sorted, "Game.srm")), "A1\nA2\n");
    expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
    expect(world.rows()).toEqual(["A1\n", "A1\nA2\n"]);
    await a.api.look({ appId });
    expect((await shortcutOf(a)).movedTo).toBeUndefined();
  });

  test("Stay: it is not asked again, after a restart either, until the settings change once more", async () => {
    const { a, at, home, flip, saves } = await setupRetroarch();
    await flip();
    await a.api.look({ appId });
    const { save, movedTo } = await shortcutOf(a);
    expect(movedTo).toBeDefined();
    expectOk(await a.api.setSaveLocation({ appId, save }));
    expect(await a.sync()).toMatchObject({ decision: "keep", reason: "nothing-new" });
    const after = await a.restart();
    await after.api.look({ appId });
    expect(await shortcutOf(after)).not.toHaveProperty("movedTo");
    await setUp(at, { saves: join(home, "elsewhere"), isSorted: false });
    await after.api.look({ appId });
    expect(folderOf((await shortcutOf(after)).movedTo)).toBe(join(home, "elsewhere"));
    expect(folderOf((await shortcutOf(after)).save)).toBe(saves);
  });
});

test("A folder that was moved whole is not deleted saves: nothing is brought back to the old one before an answer", async () => {
  const { a, at, home, saves, world } = await setupRetroarch();
  const moved = join(home, "card/retrodeck/saves");
  await mkdir(at(dirname(moved)), { recursive: true });
  await rename(at(saves), at(moved));
  await mkdir(at(saves));
  await setUp(at, { saves: moved, isSorted: false });
  await a.api.look({ appId });
  expect(await a.sync()).toMatchObject({ decision: "skip", reason: "location-unavailable" });
  await expect(readFile(at(join(saves, "Game.srm")))).rejects.toThrow("ENOENT");
  const { movedTo } = await shortcutOf(a);
  expectOk(await a.api.setSaveLocation({ appId, save: movedTo ?? expect.fail("not noticed") }));
  expect(await a.sync()).toMatchObject({ decision: "adopt" });
  expect(world.rows()).toEqual(["A1\n"]);
});

test("A place that the player chose beside the settings is not called moved", async () => {
  const { a, at, home } = await setupRetroarch();
  const own: SaveLocation = { kind: "file", path: join(home, "own/Game.srm"), emulator: "retroarch" };
  await mkdir(at(join(home, "own")));
  expectOk(await a.api.setSaveLocation({ appId, save: own }));
  await a.api.look({ appId });
  expect(await shortcutOf(a)).not.toHaveProperty("movedTo");
});

test("Settings that cannot be read any more say nothing: the save stays where it is", async () => {
  const { a, at, home } = await setupRetroarch();
  const settings = at(join(home, ".config/retroarch/retroarch.cfg"));
  await rm(settings);
  await mkdir(settings);
  await a.api.look({ appId });
  expect(await shortcutOf(a)).not.toHaveProperty("movedTo");
  expect(await a.sync()).toMatchObject({ decision: "keep" });
});
