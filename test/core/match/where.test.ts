import { expect, test } from "vitest";
import { findWhere } from "../../../backend/core/match/where.ts";
import { platformTable } from "../../../backend/shortcuts/scan/platforms.ts";

const nothing = { extension: "", core: null, emulator: null, system: null, isPlatformOfRomm: () => false };
const find = (path: string, more: Partial<typeof nothing> | Record<string, unknown> = {}) =>
  findWhere({ ...nothing, folders: path.split("/").filter(Boolean), ...more }, platformTable());

test.each([
  ["/run/media/mmcblk0p1/Emulation/roms/gc", "ngc"],
  ["/home/deck/retrodeck/roms/mastersystem", "sms"],
  ["/run/media/deck/CARD/ROMs/Sega Genesis", "genesis"],
  ["/home/deck/Emulation/roms/wiiu/roms/Game/code", "wiiu"],
  ["/home/deck/Emulation/roms/psx/Doom", "psx"],
  ["/home/snes/Games/gba", "gba"],
  ["/run/media/snes/doom/roms/n3ds", "3ds"],
])("games in %s are for %s", (path, slug) => {
  expect(find(path)).toMatchObject({ by: "folder", slugs: expect.arrayContaining([slug]) });
});

test("a folder that only RomM knows is a platform too", () => {
  expect(
    find("/home/deck/Stuff/My Handhelds", { isPlatformOfRomm: (word: string) => word === "myhandhelds" }),
  ).toMatchObject({ folder: "myhandhelds", by: "folder" });
});

test("without a folder the extension tells, then the core, then nothing does", () => {
  expect(find("/home/deck/Downloads", { extension: ".gba" })).toMatchObject({
    by: "extension",
    slugs: ["gba"],
  });
  expect(find("/home/deck/Downloads", { core: "gambatte" })).toMatchObject({
    by: "command",
    slugs: ["gb", "gbc"],
  });
  expect(find("/home/deck/Downloads", { extension: ".zip" })).toMatchObject({ by: "nothing" });
});

test("a Game Boy Color game in the folder of another machine is still one", () => {
  expect(find("/home/deck/roms/gb", { extension: ".gbc" }).slugs).toEqual(["gb", "gbc"]);
});

test("no folder and no extension is listed for two machines by mistake", () => {
  for (const [word, { slugs, related }] of platformTable().folders) {
    expect(new Set([...slugs, ...related]).size, word).toBe(slugs.length + related.length);
  }
});
