import { expect, test } from "vitest";
import { isOfOtherRom } from "../../backend/core/decide/foreign-row.ts";
import type { RomIdentity } from "../../backend/core/state.ts";
import type { RomId } from "../../backend/core/vocabulary.ts";
import { aRow } from "./observations.ts";

const rom: RomIdentity = {
  romId: 1 as RomId,
  platformSlug: "gba",
  platformFolder: "advance",
  fsName: "Game.gba",
};

test.each<[string, string | null | undefined, boolean]>([
  ["its own folder", "users/abc/saves/advance/1/retroarch", false],
  ["its own folder, without an emulator", "users/abc/saves/advance/1", false],
  ["another rom's folder", "users/abc/saves/advance/12/retroarch", true],
  ["another platform's folder", "users/abc/saves/snes/1/retroarch", true],
  ["a path of another layout", "users/abc/saves/advance/retroarch", false],
  ["no path", null, false],
  ["a server that tells none", undefined, false],
])("a row that lies in %s", (_name, filePath, expected) => {
  const row = filePath === undefined ? aRow(1, "a") : aRow(1, "a", { filePath });
  expect(isOfOtherRom(row, rom)).toBe(expected);
});

test("where the platform's folder is not known, only the rom's id tells", () => {
  const { platformFolder: _unknown, ...bare } = rom;
  expect(isOfOtherRom(aRow(1, "a", { filePath: "users/abc/saves/anything/1" }), bare)).toBe(false);
  expect(isOfOtherRom(aRow(1, "a", { filePath: "users/abc/saves/anything/2" }), bare)).toBe(true);
});
