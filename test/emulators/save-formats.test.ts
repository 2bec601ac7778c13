import { expect, test } from "vitest";
import { emulatorChange, loadingIn } from "../../backend/emulators/save-formats.ts";

test.each([
  ["retroarch-gpsp", "retroarch-mgba", "may-not-load", "other sizes of the same chip"],
  ["gpsp", "mgba", "may-not-load", "another client names the core alone"],
  ["retroarch-desmume", "retroarch-melonds", "may-not-load", "a footer of its own"],
  ["melonds", "desmume", "may-not-load", "standalone ones too"],
  ["rmg", "retroarch-mupen64plus_next", "may-not-load", "a file for each chip, or one for all"],
  ["retroarch-kronos", "retroarch-mednafen_saturn", "may-not-load", ""],
  ["melonDS DS", "retroarch-melonds", "loads", "as RetroArch shows the core"],
  ["mgba", "retroarch-mgba", "loads", "raw, whatever the file is called"],
  ["duckstation", "retroarch-swanstation", "loads", "one memory card"],
  ["eden", "ryujinx", "loads", "the game's own files"],
  ["retroarch-snes9x", "retroarch-snes9x", "loads", "the same"],
  ["snes9x_libretro", "retroarch-snes9x", "loads", "with its ending"],
  ["retroarch-snes9x", "retroarch-bsnes", "not-told", "nothing is known against it"],
  ["", "retroarch-mgba", "not-told", "a row without an emulator"],
  ["retroarch", "retroarch-mgba", "not-told", "the core is not told"],
  ["retroarch-gpsp", "retroarch-snes9x", "not-told", "of two systems"],
  ["ParaLLEl N64", "retroarch-parallel_n64", "loads", "blanks for what the file's name has otherwise"],
  ["Beetle Saturn", "retroarch-mednafen_saturn", "loads", "RetroArch shows Mednafen's cores so"],
  ["Beetle Saturn", "Kronos", "may-not-load", "both as players call them"],
  ["race", "retroarch-mednafen_ngp", "may-not-load", "a file of its own layout"],
  ["DOSBox-pure", "retroarch-dosbox_core", "may-not-load", "an archive over the game's folder"],
  ["fbneo", "retroarch-mame", "may-not-load", ""],
])("a save made by %s in %s: %s", (made, here, loading) => {
  expect(loadingIn(made, here)).toBe(loading);
  expect(loadingIn(here, made)).toBe(loading);
});

test.each([
  ["retroarch-gpsp", "retroarch-mgba", { made: "gpSP", here: "mGBA" }],
  ["desmume", "retroarch-melondsds", { made: "DeSmuME", here: "melonDS DS" }],
  ["retroarch-mgba", "mgba", null],
  [null, "retroarch-mgba", null],
])("of a save made by %s and played in %s the player is told %o", (made, here, told) => {
  expect(emulatorChange(made, here)).toEqual(told);
});

test("whatever a row calls its emulator, asking is told nothing and throws nothing", () => {
  for (const made of [
    "",
    " ",
    "constructor",
    "__proto__",
    "_libretro",
    "retroarch-",
    "../..",
    "é".repeat(999),
  ])
    expect(emulatorChange(made, "retroarch-mgba")).toBeNull();
  for (let at = 0; at < 2000; at += 1) expect(emulatorChange(`gpsp of ${at}`, "retroarch-mgba")).toBeNull();
  expect(emulatorChange("gpSP", "retroarch-mgba")).toEqual({ made: "gpSP", here: "mGBA" });
});
