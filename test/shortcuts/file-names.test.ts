import { expect, test } from "vitest";
import { fileNamesIn } from "../../backend/core/file-names.ts";

const named: [options: string, name: string][] = [
  ['run org.libretro.RetroArch -L core.so "/roms/gba/Mother 3 (J).gba"', "Mother 3 (J).gba"],
  ["-L core.so '/roms/gba/Mother 3 (J).gba' --verbose", "Mother 3 (J).gba"],
  ["-L core.so /roms/gba/Mother\\ 3\\ (J).gba", "Mother 3 (J).gba"],
  ["-L core.so /roms/gba/Mother 3 (J).gba", "Mother 3 (J).gba"],
  ["/roms/gba/Mother 3 (J).gba --fullscreen", "Mother 3 (J).gba"],
  ['--rom="/roms/ds/It\'s me.nds"', "It's me.nds"],
  ["Game.gba", "Game.gba"],
  ["/roms/ps2/", ""],
];

test.each(named)("%s names %s", (options, name) => {
  const names = fileNamesIn({ exe: '"/usr/bin/flatpak"', startDir: "", options });
  expect(names.has(name)).toBe(name !== "");
});

test("a rom that is only the end of another rom's name is not named", () => {
  const names = fileNamesIn({ exe: "", startDir: "", options: '"/roms/gba/Super Mario.gba"' });
  expect(names.has("Mario.gba")).toBe(false);
});
