import { expect, test } from "vitest";
import { isElsewhere, isOfOtherRom, isSameRom } from "../../backend/core/decide/foreign-row.ts";
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
  ["another platform's folder, which a rename may have made", "users/abc/saves/snes/1/retroarch", false],
  ["a path of another layout", "users/abc/saves/advance/retroarch", false],
  ["no path", null, false],
  ["a server that tells none", undefined, false],
])("a row that lies in %s", (_name, filePath, expected) => {
  const row = filePath === undefined ? aRow(1, "a") : aRow(1, "a", { filePath });
  expect(isOfOtherRom(row, rom)).toBe(expected);
});

test("a row of a channel came back with its rom's file, and keeps the path of the id before", () => {
  const filePath = "users/abc/saves/advance/12/retroarch";
  expect(isOfOtherRom(aRow(1, "a", { filePath, channelId: "line" }), rom)).toBe(false);
  expect(isOfOtherRom(aRow(1, "a", { filePath, channelId: null }), rom)).toBe(true);
});

test.each<[string, string | null, (string | undefined)[], boolean]>([
  ["the folder that was registered", "users/abc/saves/advance/1", ["advance"], false],
  ["the folder that it is called now", "users/abc/saves/gba/1", ["advance", "gba"], false],
  ["a third one", "users/abc/saves/snes/1", ["advance", "gba"], true],
  ["any, where none was ever told", "users/abc/saves/snes/1", [undefined], false],
  ["no path", null, ["advance"], false],
])("a row that lies in %s", (_name, filePath, folders, expected) => {
  expect(isElsewhere(aRow(1, "a", { filePath }), folders)).toBe(expected);
});

test.each<[string, Partial<RomIdentity>, boolean]>([
  ["unchanged", {}, true],
  ["a patch in its place", { md5: "b".repeat(32) }, true],
  ["another name, the same content", { fsName: "Other.gba" }, true],
  ["another platform, the same content", { platformSlug: "gb" }, true],
  ["another name and other content", { fsName: "Other.gba", md5: "b".repeat(32) }, false],
])("%s: is it the rom that was registered", (_name, change, expected) => {
  const known = { ...rom, md5: "a".repeat(32) };
  expect(isSameRom(known, { ...known, ...change })).toBe(expected);
});

test("where no content was told, another name is another rom", () => {
  expect(isSameRom(rom, { ...rom, fsName: "Other.gba" })).toBe(false);
});
