import { expect, test } from "vitest";
import type { RegisteredShortcut, Unit } from "../../backend/core/state.ts";
import type { AppId, RomId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { isGame, marksOf } from "../../backend/launch/match-process.ts";

/* Which lines of the process table are a unit's game: each row is a command line as it stands there. */

const appId = 3_000_000_001 as AppId;
const unitId = "unit" as UnitId;
const reaper = "/home/deck/.local/share/Steam/ubuntu12_32/reaper";
const core = "/home/deck/cores/gambatte_libretro.so";

function setupUnit(p: { fsName?: string; emulator?: string; options?: string } = {}) {
  const unit: Unit = {
    unitId,
    rom: { romId: 1 as RomId, platformSlug: "gb", fsName: p.fsName ?? "Anguna (USA).gb" },
    slot: "autosave" as Slot,
    location: { kind: "file", path: "/saves/Anguna (USA).srm", emulator: p.emulator ?? "retroarch" },
    isTracked: true,
    baseline: null,
    seen: {},
    intent: null,
    late: [],
    owed: {},
    postponed: null,
  };
  const launch = p.options === undefined ? null : { exe: "/bin/x", startDir: "", options: p.options };
  const shortcut: RegisteredShortcut = { appId, name: "Anguna", unitId, launch, registeredAtMs: 0 };
  return marksOf(unit, [shortcut]);
}

const isSeen = (argv: string[], unit = setupUnit(), flatpak?: string) =>
  isGame(flatpak === undefined ? { pid: 1, argv } : { pid: 1, argv, flatpak }, unit);

test.each([
  ["Steam's reaper of the shortcut", [reaper, "SteamLaunch", `AppId=${appId}`, "--", "es-de"], true],
  ["a reaper of another app", [reaper, "SteamLaunch", `AppId=${appId + 1}`, "--", "es-de"], false],
  [
    "a reaper with a word of a later Steam",
    [reaper, "SteamLaunch", `AppId=${appId}`, "New=1", "--", "x"],
    true,
  ],
  ["a longer id that begins alike", [reaper, "SteamLaunch", `AppId=${appId}1`, "--", "es-de"], false],
  ["an installer's reaper", [reaper, "SteamLaunch", `AppId=${appId}`, "Install=1", "--", "setup"], false],
  [
    "an installer's reaper that names the rom",
    [reaper, "SteamLaunch", `AppId=${appId}`, "Install=1", "--", "setup", "/roms/gb/Anguna (USA).gb"],
    false,
  ],
  [
    "Install=1 among the game's own words",
    [reaper, "SteamLaunch", `AppId=${appId}`, "--", "es-de", "Install=1"],
    true,
  ],
  ["words that only look like reaper's", ["grep", "reaper", "SteamLaunch", `AppId=${appId}`, "--"], false],
])("%s: %j is the game: %s", (_name, argv, expected) => {
  expect(isSeen(argv)).toBe(expected);
});

test.each([
  ["the rom as an argument, whatever runs it", ["/opt/unheard-of", "/roms/gb/Anguna (USA).gb"], true],
  ["the rom in an option", ["/opt/unheard-of", "--rom=/roms/gb/Anguna (USA).gb"], true],
  ["the rom as a card without case would name it", ["unheard-of", "/run/media/GB/ANGUNA (USA).GB"], true],
  ["another rom under an unknown program", ["/opt/unheard-of", "/roms/gb/Other.gb"], false],
  ["the rom's name inside a longer one", ["/opt/unheard-of", "/roms/gb/Not Anguna (USA).gb"], false],
])("%s: %j is the game: %s", (_name, argv, expected) => {
  expect(isSeen(argv)).toBe(expected);
});

test("The rom's file in the shortcut's own command counts, though RomM calls it otherwise.", () => {
  const unit = setupUnit({ emulator: "unknown", options: `-L ${core} "/roms/gb/anguna-renamed.gb"` });
  expect(isSeen(["unheard-of", "/roms/gb/anguna-renamed.gb"], unit)).toBe(true);
  expect(isSeen(["unheard-of", core], unit)).toBe(false);
});

test.each([
  ["without a game", ["/usr/bin/retroarch"], true],
  ["without a game, but with a core and a configuration", ["retroarch", "-L", core, "-c", "/x/a.cfg"], true],
  ["as an AppImage", ["/home/deck/Applications/RetroArch-Linux-x86_64.AppImage", "--menu"], true],
  ["with another game", ["/usr/bin/retroarch", "-L", core, "/roms/gb/Tetris.gb"], false],
  ["with another game, packed", ["/usr/bin/retroarch", "-L", core, "/roms/gb/Tetris.zip"], false],
  [
    "with a file that may be a game or a BIOS",
    ["/usr/bin/retroarch", "-L", core, "/roms/md/Sonic.bin"],
    true,
  ],
  ["with a relative name, which may be anything", ["/usr/bin/retroarch", "Tetris.gb"], true],
  ["with the rom, unpacked", ["retroarch", "/tmp/Anguna (USA).gbc"], true],
  ["with another region of it", ["retroarch", "/roms/gb/Anguna (Europe).gb"], true],
  ["with a disc of it", ["retroarch", "/roms/psx/Anguna (USA) (Disc 2).chd"], true],
  ["with another game and the rom's folder", ["retroarch", "/roms/Anguna/disc1.cue"], true],
  ["with two games, one of which may be it", ["retroarch", "/roms/Tetris.gb", "/roms/Anguna DX.gb"], true],
  ["as a program that only begins alike", ["/usr/bin/retroarchiver"], false],
])("its emulator %s: %j is the game: %s", (_name, argv, expected) => {
  expect(isSeen(argv)).toBe(expected);
});

test.each([
  ["retroarch", "org.libretro.RetroArch", true],
  ["dolphin", "org.DolphinEmu.dolphin-emu", true],
  ["dolphin", "org.libretro.RetroArch", false],
  ["unheard-of", "org.libretro.RetroArch", false],
])("a save of %s and the sandbox of %s: running is %s", (emulator, flatpak, expected) => {
  expect(isSeen(["bwrap", "--args", "42", "--", "wrapper"], setupUnit({ emulator }), flatpak)).toBe(expected);
});

test("A sandbox that plays another rom is not this game.", () => {
  const argv = ["bwrap", "--args", "42", "--", "retroarch", "/roms/gb/Tetris.gb"];
  expect(isSeen(argv, setupUnit(), "org.libretro.RetroArch")).toBe(false);
});

test.each([
  ["duckstation", "/tmp/.mount_x/usr/bin/duckstation-qt"],
  ["PCSX2", "/home/deck/Applications/pcsx2-Qt.AppImage"],
  ["retroarch-mgba", "/usr/bin/retroarch"],
  ["xenia", "Z:\\home\\deck\\xenia_canary.exe"],
  ["azahar", "/usr/bin/lime3ds"],
])("a save of %s belongs to %s", (emulator, program) => {
  expect(isSeen([program], setupUnit({ emulator }))).toBe(true);
});

test("An emulator that nobody told us of is no reason to wait for another one.", () => {
  expect(isSeen(["/usr/bin/retroarch"], setupUnit({ emulator: "my-own" }))).toBe(false);
});
