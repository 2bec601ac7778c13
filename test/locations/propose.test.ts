import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { AppId, RomId, SaveLocation } from "../../backend/core/vocabulary.ts";
import { homeOf, putShortcuts, scan } from "../shortcuts/scan-by.ts";
import { steamEntry } from "../shortcuts/vdf-bytes.ts";
import { expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

test("a fresh installation finds the save of a recognised game by itself, registers it and sends it", async () => {
  const { world, deck, home } = await setupPlayed();
  const { matches } = await scan(deck);
  const [match] = matches;
  const path = join(home, saves, "Snes9x/Game.srm");
  expect(match).toMatchObject({
    certainty: "certain",
    save: {
      kind: "found",
      candidate: { why: "configured", install: "flatpak", isCertain: true, sizeBytes: 9, shared: null },
    },
    binding: { save: { kind: "files", folder: dirname(path), match: { stem: "Game" } } },
  });
  if (!match?.binding) throw new Error("Nothing to register.");
  const [shortcut] = expectOk(await deck.api.registerShortcuts({ bindings: [match.binding] }));
  const report = expectOk(await deck.api.syncShortcut({ appId: shortcut?.appId as AppId }));
  expect(report.lines).toMatchObject([{ decision: "upload", outcome: "done" }]);
  expect(world.requests()).toContain("POST /api/saves");
});

test("before it is registered and after, the same places are proposed, and nothing is written", async () => {
  const { deck, home, romId } = await setupPlayed();
  const config = join(home, retroarchConfig);
  const before = await readFile(config);
  const launch = { exe: "flatpak", startDir: "", options: commandFor(join(home, "Games/snes/Game.sfc")) };
  const unregistered = expectOk(await deck.api.proposePlaces({ appId, launch, romId }));
  expect(unregistered).toMatchObject([{ emulator: "retroarch-snes9x", isCertain: true }]);
  const [candidate] = unregistered;
  if (!candidate) return;
  const binding = { appId, romId, name: "Game", save: candidate.location, launch };
  expectOk(await deck.api.registerShortcuts({ bindings: [binding] }));
  expect(expectOk(await deck.api.proposePlaces({ appId }))).toEqual(unregistered);
  expect(await readFile(config)).toEqual(before);
});

test("why there is no place is said: no settings, a core without saves, a command that is none", async () => {
  const { deck, home } = await setupPlayed();
  const why = async (exe: string, options: string) => {
    const answer = await deck.api.proposePlaces({ appId, launch: { exe, startDir: "", options } });
    return answer.ok ? answer.value : answer.error;
  };
  expect(await why("retroarch", `-L snes9x "${home}/Games/snes/Game.sfc"`)).toMatchObject([
    { why: "other-install" },
  ]);
  expect(await why("retroarch", `-L snes9x "${home}/Games/snes/Other.sfc"`)).toMatchObject({
    why: "settings-not-found",
  });
  expect(
    await why("flatpak", `run org.libretro.RetroArch -L stella "${home}/Games/a26/A.a26"`),
  ).toMatchObject({
    ...{ kind: "no-place", why: "keeps-no-saves", emulator: "retroarch" },
  });
  expect(await why("/usr/bin/firefox", "")).toMatchObject({ why: "command-not-understood" });
  expect(await deck.api.proposePlaces({ appId })).toMatchObject({ error: { why: "command-not-understood" } });
});

test("a save that goes by an id only RomM tells is found after a restart too; without RomM, that is said", async () => {
  const { world, deck, home } = await setupPlayed();
  const title_id = "01007ef00011e000";
  const { id } = world.romm.addRom({ platform: "switch", fsName: "Zelda.xci", saveIds: { title_id } });
  const romId = id as RomId;
  const folder = join(home, `.local/share/eden/nand/user/save/0000000000000000/${"1".repeat(32)}`);
  await put(join(folder, title_id.toUpperCase(), "progress.sav"), "played");
  await put(join(home, "Games/switch/Zelda.xci"), "no keys, no id");
  const options = `-f -g "${home}/Games/switch/Zelda.xci"`;
  const launch = { exe: "/usr/bin/eden", startDir: "", options };
  const propose = (of: typeof deck) => of.api.proposePlaces({ appId, launch, romId });
  const found = expectOk(await propose(deck));
  expect(found).toMatchObject([{ location: { path: join(folder, title_id.toUpperCase()) }, sizeBytes: 6 }]);
  const again = await deck.restart();
  expect(expectOk(await propose(again))).toEqual(found);
  await world.romm.faults.set("502-html", { route: `GET /api/roms/${id}` });
  expect(await propose(again)).toMatchObject({ error: { kind: "no-place", why: "id-not-known" } });
});

test("where a save was before is among the places, once, also where nothing else can be told", async () => {
  const { deck, home, romId } = await setupPlayed();
  const path = join(home, "Saves/mine/Game.sav");
  await put(path, "progress!");
  const launch = { exe: "flatpak", startDir: "", options: commandFor(join(home, "Games/snes/Game.sfc")) };
  const save: SaveLocation = { kind: "file", path, emulator: "retroarch-snes9x" };
  expectOk(await deck.api.registerShortcuts({ bindings: [{ appId, romId, name: "Game", save, launch }] }));
  expectOk(await deck.api.syncShortcut({ appId })); // What is sent is kept, with where it was.
  expect(expectOk(await deck.api.proposePlaces({ appId }))).toMatchObject([{ why: "configured" }]);
  expectOk(await deck.api.unregisterShortcuts({ appIds: [appId] }));
  const found = expectOk(await deck.api.proposePlaces({ appId, launch, romId }));
  expect(found).toMatchObject([
    { why: "last-known", location: save, sizeBytes: 9, isCertain: false },
    { why: "configured", isCertain: true },
  ]);
  const unknown = { exe: "/usr/bin/my-own", startDir: "", options: "" };
  const alone = expectOk(await deck.api.proposePlaces({ appId, launch: unknown, romId }));
  expect(alone).toMatchObject([{ why: "last-known", location: save }]);
});

test("what speaks against a place is said before it is taken", async () => {
  const { deck, home, romId } = await setupPlayed();
  const check = async (place: { path: string }) => {
    const save: SaveLocation = { kind: "file", path: place.path, emulator: "retroarch" };
    return expectOk(await deck.api.checkPlace({ appId, romId, save }));
  };
  const kinds = async (path: string) => (await check({ path })).objections.map(({ kind }) => kind);
  const own = join(home, saves, "Snes9x/Game.srm");
  expect(await check({ path: own })).toMatchObject({ fileCount: 1, sizeBytes: 9, objections: [] });
  expect(await kinds("/etc/passwd")).toEqual(["system-folder"]);
  expect(await kinds("/run/media/deck/GONE/saves/Game.srm")).toEqual(["not-mounted"]);
  expect(await kinds(join(home, "no/such/folder/Game.srm"))).toEqual(["nothing-there"]);
  expect(await kinds(join(home, saves))).toEqual(["unusable"]);
  const card = join(home, "Mcd001.ps2");
  await put(card, `Sony PS2 Memory Card Format 1.2.0.0${"\0".repeat(64)}`);
  expect(await kinds(card)).toEqual(["shared-card"]);
  const launch = { exe: "retroarch", startDir: "", options: "" };
  const save: SaveLocation = { kind: "file", path: own, emulator: "retroarch" };
  const binding = { appId: 3_000_000_099 as AppId, romId, name: "Tobu", save, launch };
  expectOk(await deck.api.registerShortcuts({ bindings: [binding] }));
  const other = await deck.api.checkPlace({ appId, romId: (romId + 1) as RomId, save });
  expect(expectOk(other).objections).toEqual([{ kind: "in-use", name: "Tobu", isFinal: false }]);
  expect(await kinds(own)).toEqual([]);
});

const appId = 3_000_000_007 as AppId;
const app = ".var/app/org.libretro.RetroArch";
const retroarchConfig = `${app}/config/retroarch/retroarch.cfg`;
const saves = `${app}/config/retroarch/saves`;
const commandFor = (rom: string) => `run org.libretro.RetroArch -L /cores/snes9x_libretro.so "${rom}"`;

/** A Deck with RetroArch's Flatpak, a game of RomM's that was played, and its shortcut. */
async function setupPlayed() {
  const world = await setupWorld();
  const deck = await world.deck("one");
  const home = homeOf(deck);
  const { id } = world.romm.addRom({ platform: "snes", fsName: "Game.sfc" });
  await put(
    join(home, retroarchConfig),
    `savefile_directory = "~/${saves}"\nsort_savefiles_enable = "true"\n`,
  );
  await put(join(home, saves, "Snes9x/Game.srm"), "progress!");
  await put(join(home, "Games/snes/Game.sfc"), "rom");
  await putShortcuts(deck, [
    steamEntry({ appId, name: "Game", options: commandFor(join(home, "Games/snes/Game.sfc")) }),
  ]);
  return { world, deck, home, romId: id as RomId };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
