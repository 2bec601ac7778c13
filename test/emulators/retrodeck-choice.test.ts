import { describe, expect, test } from "vitest";
import { chooseEmulator, readSystems } from "../../backend/emulators/retrodeck/choice.ts";

const systems = `<?xml version="1.0"?>
<!-- RetroDECK's own list has commands like <command>%EMULATOR_X% &ndash;&ndash;full %ROM%</command> in comments. -->
<systemList>
  <system>
    <name>snes</name>
    <command label="Snes9x - Current">%EMULATOR_RETROARCH% -L %CORE_RETROARCH%/snes9x_libretro.so %ROM%</command>
    <command label="bsnes">%EMULATOR_RETROARCH% -L %CORE_RETROARCH%/bsnes_libretro.so %ROM%</command>
    <command label="ares &amp; friends">%EMULATOR_ARES% --fullscreen --system "Super Famicom" %ROM%</command>
  </system>
  <system>
    <name>psx</name>
    <command label="SwanStation">%EMULATOR_RETROARCH% -L %CORE_RETROARCH%/swanstation_libretro.so %ROM%</command>
    <command label="DuckStation (Standalone)">%INJECT%=%BASENAME%.esprefix %EMULATOR_DUCKSTATION% -batch %ROM%</command>
  </system>
  <system><name>ports</name><command label="Shell">%ENABLESHORTCUTS% %EMULATOR_OS-SHELL% %ROM%</command></system>
</systemList>`;

const game = (path: string, alternative?: string) =>
  [
    "\t<game>",
    `\t\t<path>${path}</path>`,
    alternative && `\t\t<altemulator>${alternative}</altemulator>`,
    "\t</game>",
  ]
    .filter(Boolean)
    .join("\n");
const gamelist = (...games: string[]) =>
  `<?xml version="1.0"?>\n<gameList>\n${games.join("\n")}\n</gameList>\n`;
const alternative = (label: string) =>
  `<alternativeEmulator>\n\t<label>${label}</label>\n</alternativeEmulator>\n`;

function choose(romName: string, list: string | null, system = "snes"): string {
  const commands = readSystems(systems)?.get(system) ?? [];
  const order = chooseEmulator(romName, { gamelist: list, commands });
  return order === null ? "not known" : [order.family?.name, order.core].filter(Boolean).join(" ");
}

describe("RetroDECK starts", () => {
  test("the first command where nobody chose another", () => {
    expect(choose("Zelda.sfc", null)).toBe("retroarch snes9x");
    expect(choose("Zelda.sfc", gamelist(game("./Zelda.sfc")))).toBe("retroarch snes9x");
  });

  test("the game's own alternative before the system's", () => {
    const list = alternative("ares & friends") + gamelist(game("./Mario.sfc"), game("./Zelda.sfc", "bsnes"));
    expect(choose("Zelda.sfc", list)).toBe("retroarch bsnes");
    expect(choose("Mario.sfc", list)).toBe("ares");
  });

  test("a standalone emulator behind the words that ES-DE puts before it", () => {
    expect(choose("FF VII.m3u", alternative("DuckStation (Standalone)"), "psx")).toBe("duckstation");
  });

  test("the first command where a game's label is no command's, whatever the system's says", () => {
    const list = alternative("bsnes") + gamelist(game("./Zelda.sfc", "gone since the update"));
    expect(choose("Zelda.sfc", list)).toBe("retroarch snes9x");
  });

  test("the system's emulator for a name with brackets: the script takes them for a pattern's", () => {
    const list = gamelist(game("./Chrono Trigger (USA).sfc", "bsnes"));
    expect(choose("Chrono Trigger (USA).sfc", list)).toBe("retroarch snes9x");
  });

  test("another game's alternative where the pattern of this one matches it", () => {
    const list = gamelist(game("./Chrono Trigger USA.sfc", "bsnes"), game("./Chrono Trigger (USA).sfc"));
    expect(choose("Chrono Trigger (USA).sfc", list)).toBe("retroarch bsnes");
    expect(choose("Zelda [!].sfc", gamelist(game("./Zelda !.sfc", "bsnes")))).toBe("retroarch bsnes");
  });

  test("the system's emulator for a name that is no pattern at all", () => {
    for (const name of ["Zelda (.sfc", "Zelda [.sfc", "Zelda [En-De].sfc", "*.sfc"]) {
      expect(choose(name, gamelist(game(`./${name}`, "bsnes")))).toBe("retroarch snes9x");
    }
  });

  test("the system's emulator for a game in a folder of its own: the script looks for its name alone", () => {
    expect(choose("Zelda.sfc", gamelist(game("./hacks/Zelda.sfc", "bsnes")))).toBe("retroarch snes9x");
  });

  test("the label as it stands in the file: nothing of it is decoded", () => {
    expect(choose("Zelda.sfc", gamelist(game("./Zelda.sfc", "ares &amp; friends")))).toBe("retroarch snes9x");
  });
});

describe("What RetroDECK starts is not known", () => {
  test("of a system that its list lacks, or whose commands start no emulator that we know", () => {
    expect(choose("Zelda.sfc", null, "satellaview")).toBe("not known");
    expect(choose("Zelda.sfc", null, "ports")).toBe("not known");
  });

  test("where its list cannot be read", () => {
    expect(readSystems(systems.slice(0, 400))).toBe(null);
    expect(readSystems("")).toBe(null);
    expect(readSystems("<html><body>Not found</body></html>")).toBe(null);
  });

  test("of a name whose pattern could mean anything, or take for ever", () => {
    const hard = `${"(a+)+".repeat(20)}b.sfc`;
    expect(choose(hard, gamelist(game(`./${"a".repeat(200)}`, "bsnes")))).toBe("not known");
    expect(choose("back\\slash.sfc", gamelist(game("./back\\slash.sfc", "bsnes")))).toBe("not known");
  });
});
