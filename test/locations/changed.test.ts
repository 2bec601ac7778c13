import { mkdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { activeAccount } from "../../backend/core/units.ts";
import type { AccountId, AppId, LaunchCommand, RomId } from "../../backend/core/vocabulary.ts";
import { inAccount } from "../../backend/work/in-account.ts";
import { homeOf } from "../shortcuts/scan-by.ts";
import { unitOf } from "../world/engine/account.ts";
import { appId, type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { setupWorld } from "../world/engine/world.ts";

/* Played three times, and the save that Savepoint watches did not change: what did is offered. */

const since = new Date("2026-01-01T12:00:00Z");
const minutes = (after: number) => new Date(since.getTime() + after * 60_000);
const app = ".var/app/org.libretro.RetroArch/config/retroarch";

/** A Deck whose game was given a place by hand, at which nothing is written. */
async function setupUnwritten(command: (home: string) => LaunchCommand | null) {
  const world = await setupWorld();
  const deck = await world.deck("A");
  const home = homeOf(deck);
  const put = async (name: string, at: Date, text = "progress") => {
    const path = join(home, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await utimes(path, at, at);
    return path;
  };
  await put("Games/gba/Game.gba", minutes(-99), "rom");
  const path = await put("Saves/Game.sav", minutes(-50));
  const save = { kind: "file", path, emulator: "retroarch-mgba" } as const;
  const romId = world.romId as RomId;
  const launch = command(home);
  const binding = { appId, romId, name: "Game", save, ...(launch && { launch }) };
  expectOk(await deck.api.registerShortcuts({ bindings: [binding] }));
  await noteUnwritten(deck);
  const propose = async () => expectOk(await deck.api.proposePlaces({ appId }));
  return { world, deck, home, put, propose };
}

async function noteUnwritten(deck: EngineDeck): Promise<void> {
  const { store } = deck.state;
  const accountId = activeAccount(store.current())?.accountId as AccountId;
  const unwritten = { sessions: 3, sinceMs: since.getTime() };
  await inAccount(store, accountId).changeUnit(unitOf(deck).unitId, (unit) => ({ ...unit, unwritten }));
}

const retroarch = (home: string): LaunchCommand => ({
  exe: "flatpak",
  startDir: "",
  options: `run org.libretro.RetroArch -L mgba_libretro.so "${home}/Games/gba/Game.gba"`,
});
const unknownProgram = (home: string): LaunchCommand => ({
  exe: `${home}/bin/my-own-emulator`,
  startDir: "",
  options: `"${home}/Games/gba/Game.gba"`,
});

test("what settings name and did change comes first, then files of the rom's name, then the newest; the rest is last", async () => {
  const { put, propose, home } = await setupUnwritten(retroarch);
  await put(`${app}/retroarch.cfg`, minutes(-99), `savefile_directory = "${home}/${app}/saves"\n`);
  const configured = await put(`${app}/saves/mGBA/Game.srm`, minutes(1));
  const ofRom = await put("Saves/deep/Game (USA).sav", minutes(2));
  const older = await put("Saves/b.dat", minutes(3));
  const newest = await put("Saves/a.dat", minutes(4));
  await put("Saves/before.dat", minutes(-1));
  const found = await propose();
  const paths = found.map(({ location }) => ("path" in location ? location.path : location.kind));
  expect(paths).toEqual([configured, ofRom, newest, older]);
  expect(found.map(({ why }) => why)).toEqual(Array.from({ length: 4 }, () => "changed-while-playing"));
  expect(found.slice(1).some(({ isCertain }) => isCertain)).toBe(false);
});

test("of an emulator that is not known, what changed is offered, and can be taken", async () => {
  const { deck, put, propose } = await setupUnwritten(unknownProgram);
  expect(await deck.api.proposePlaces({ appId })).toMatchObject({ error: { kind: "no-place" } });
  const save = await put("Saves/mine/Game.mem", minutes(1), "played there");
  const [found] = await propose();
  expect(found).toMatchObject({ why: "changed-while-playing", isCertain: false, sizeBytes: 12 });
  expect(found?.location).toMatchObject({ kind: "file", path: save });
  if (!found) return;
  expectOk(await deck.api.setSaveLocation({ appId, save: found.location }));
  expect(await deck.sync()).toMatchObject({ direction: "up", outcome: "done", sizeBytes: 12 });
});

test("also of a game that was added without its command", async () => {
  const { deck, put, propose } = await setupUnwritten(() => null);
  expect(await deck.api.proposePlaces({ appId })).toMatchObject({ error: { why: "command-not-understood" } });
  const path = await put("Saves/mine/Game.mem", minutes(1));
  expect(await propose()).toMatchObject([{ why: "changed-while-playing", location: { path } }]);
});

test("files of one stem are one save, and several in a folder of their own are that folder", async () => {
  const { put, propose, home } = await setupUnwritten(unknownProgram);
  await put("Saves/Game.srm", minutes(1));
  await put("Saves/Game.rtc", minutes(1));
  await put("Saves/GAME01/DATA.BIN", minutes(2));
  await put("Saves/GAME01/ICON0.BIN", minutes(2));
  const places = (await propose()).map(({ location }) => location);
  expect(places).toMatchObject([
    { kind: "files", folder: join(home, "Saves"), match: { stem: "Game", extensions: [".rtc", ".srm"] } },
    { kind: "folder", path: join(home, "Saves/GAME01") },
  ]);
});

test("settings, pictures, states, roms and other games' saves are none of it", async () => {
  const { world, deck, put } = await setupUnwritten(unknownProgram);
  const other = await put("Saves/Other.srm", minutes(1));
  const romId = world.romm.addRom({ platform: "gba", fsName: "Other.gba" }).id as RomId;
  const save = { kind: "file", path: other, emulator: "retroarch-mgba" } as const;
  const binding = { appId: 3_000_000_009 as AppId, romId, name: "Other", save };
  expectOk(await deck.api.registerShortcuts({ bindings: [binding] }));
  for (const name of [
    "emu.cfg",
    "Game.state1",
    "Game.png",
    "log.txt",
    "states/Game.sav",
    "shaders/x.bin",
    "Two.gba",
  ])
    await put(`Saves/${name}`, minutes(1));
  await put("Saves/empty.sav", minutes(1), "");
  expect(await deck.api.proposePlaces({ appId })).toMatchObject({ error: { kind: "no-place" } });
});
