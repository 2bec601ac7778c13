import { expect, test } from "vitest";
import { readWords } from "../../../backend/shortcuts/recognise/words/words.ts";

/** Words with a question mark where they are not certain. */
const inShort = (text: string) => readWords(text).map((word) => word.text + (word.isCertain ? "" : " ?"));

test.each([
  ['"/a b.gba" -f', ["/a b.gba", "-f"]],
  ['--rom="/a b.gba"', ["--rom=/a b.gba"]],
  ["'It'\\''s me.gba'", ["It's me.gba"]],
  ["'It'\"'\"'s me.gba'", ["It's me.gba"]],
  ["/roms/It's me.gba", ["/roms/It's", "me.gba"]],
  ["/roms/a\\ b.gba", ["/roms/a b.gba"]],
  ['"say \\"hi\\" \\\\ \\$5 \\x"', ['say "hi" \\ $5 \\x']],
  ['"$HOME"/roms/a.gba ~/"a b"', ["$HOME/roms/a.gba", "~/a b"]],
  ['""/a b.gba"" x', ["/a b.gba", "x"]],
  ['"/a.gba"; sleep 1', ["/a.gba", ";", "sleep", "1"]],
  ["Z:\\roms\\a.iso", ["Z:\\roms\\a.iso"]],
  ["\"'/a b.iso'\"", ["'/a b.iso'"]],
])("%s is words as a shell and its writer mean them", (text, words) => {
  expect(inShort(text)).toEqual(words);
});

test.each([
  ['"/a"b.gba', ["/ab.gba ?"]],
  ['/a"b.gba"', ["/ab.gba ?"]],
  ['"/a.gba --full', ["/a.gba --full ?"]],
  ["'/a.gba --full", ["'/a.gba ?", "--full"]],
])("%s has a word that is not certain", (text, words) => {
  expect(inShort(text)).toEqual(words);
});

test("a quoted or escaped sign is no operator", () => {
  expect(readWords("a ; \\; ';'").map(({ isBare }) => isBare)).toEqual([true, true, false, false]);
});
