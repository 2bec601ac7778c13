import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clockBytesOf, isClockFile } from "../../../backend/core/save-formats/clocks.ts";
import { isDamaged, isSizeClass } from "../../../backend/core/save-formats/damage.ts";
import { emptyFormats, isEmptySave } from "../../../backend/core/save-formats/formats.ts";
import { judgeFile } from "../../../backend/files/body-pass.ts";
import { toTable } from "../../world/readme-table.ts";
import { goodSave, n64Memories, ps1Card, rzip, samples } from "./samples.ts";

describe("formatted, and nothing in it", () => {
  test.each(samples)("$name is empty until a file is in it", ({ empty, used }) => {
    expect(isEmptySave(empty)).toBe(true);
    expect(isEmptySave(used)).toBe(false);
  });

  test.each(samples)("$name cut in its middle throws nothing", ({ empty }) => {
    for (const size of [0, 1, 63, 64, 511, Math.floor(empty.length / 2), empty.length - 1])
      expect(isEmptySave(empty.subarray(0, size))).toBeTypeOf("boolean");
  });

  test.each([
    ["no byte", Buffer.alloc(0), true],
    ["zeros", Buffer.alloc(131_072), true],
    ["0xFF", Buffer.alloc(131_072, 0xff), true],
    ["the word null", Buffer.from("null"), true],
    ["another fill byte: a format's own", Buffer.alloc(512, 0x20), false],
  ])("%s: %#", (_name, bytes, isEmpty) => {
    expect(isEmptySave(bytes)).toBe(isEmpty);
  });

  test("README names every format and where it was read", () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
    const [, printed = ""] = readme.split("<!-- empty saves -->\n");
    const rows = emptyFormats.map(({ name, source }) => [name, source]);
    expect(printed.split("\n\n")[0]).toBe(toTable([["what is empty", "read in"], ...rows]));
  });
});

describe("a clock is no progress", () => {
  test.each([
    ["GBA's", 131_072 + 16, 16],
    ["GBA's, of a small memory", 8192 + 16, 16],
    ["MBC3's of 32-bit times", 32_768 + 44, 44],
    ["MBC3's", 32_768 + 48, 48],
    ["HuC-3's is content", 32_768 + 136, 0],
    ["HuC-3's of SameBoy is content", 32_768 + 17, 0],
    ["TAMA5's is content", 32_768 + 40, 0],
    ["no memory has this size", 40_000 + 16, 0],
  ])("%s", (_name, sizeBytes, clockBytes) => {
    expect(clockBytesOf(sizeBytes)).toBe(clockBytes);
  });

  test("a file of its own", () => {
    expect(["Game.rtc", "Game.RTC", "Game.srm", "rtc"].map(isClockFile)).toEqual([true, true, false, false]);
  });

  test("behind an empty save leaves it empty", () => {
    const save = Buffer.concat([Buffer.alloc(131_072, 0xff), Buffer.from("a clock of 16 b.")]);
    expect(judgeFile(save)).toMatchObject({ isEmpty: true, hasClock: true });
  });
});

describe("RZIP is judged unpacked", () => {
  test.each([
    ["an empty save", Buffer.alloc(131_072, 0xff), true],
    ["a formatted card", ps1Card(), true],
    ["a save", goodSave(131_072), false],
    ["a save of several chunks", goodSave(300_000), false],
  ])("%s", (_name, bytes, isEmpty) => {
    const [once, again] = [judgeFile(rzip(bytes)), judgeFile(rzip(bytes, { level: 1, chunkBytes: 65_536 }))];
    expect(once.isEmpty ?? false).toBe(isEmpty);
    expect(once.measure).toEqual(judgeFile(bytes).measure);
    expect(again.progress).toBe(once.progress);
  });

  test("cut short, or with a wrong length, it is content of its own", () => {
    const packed = rzip(goodSave(131_072));
    const lying = Buffer.from(packed);
    lying.writeBigUInt64LE(5n, 12);
    for (const bytes of [packed.subarray(0, packed.length - 9), packed.subarray(0, 12), lying])
      expect(judgeFile(bytes)).toEqual({
        measure: { "": expect.objectContaining({ sizeBytes: bytes.length }) },
      });
  });
});

describe("damaged against what was agreed", () => {
  const measure = (bytes: Uint8Array) => judgeFile(bytes).measure;
  const zeroTailed = (good: number, sizeBytes: number) =>
    Buffer.concat([goodSave(good), Buffer.alloc(sizeBytes - good)]);

  test.each<[string, Uint8Array, Uint8Array, boolean]>([
    ["40,000 good bytes and then zeros", goodSave(131_072), zeroTailed(40_000, 131_072), true],
    ["a quarter of zeros", goodSave(131_072), zeroTailed(98_304, 131_072), true],
    ["less than a quarter", goodSave(131_072), zeroTailed(102_400, 131_072), false],
    ["zeros where there were zeros", zeroTailed(40_000, 131_072), zeroTailed(40_100, 131_072), false],
    ["under half", goodSave(1000), goodSave(499), true],
    ["half", goodSave(1000), goodSave(500), false],
    ["a memory that was cut", goodSave(131_072), goodSave(100_000), true],
    ["a memory of another size", goodSave(8192), goodSave(32_768), true],
    ["a save that grows as it likes", goodSave(1000), goodSave(32_768), false],
    [
      "a memory and a clock behind it",
      goodSave(131_072),
      Buffer.concat([goodSave(131_072), Buffer.alloc(16, 9)]),
      false,
    ],
  ])("%s: %#", (_name, before, now, expected) => {
    expect(isDamaged(measure(now), measure(before), [])).toBe(expected);
  });

  test("not by a size that the unit had before, or the player took", () => {
    expect(isDamaged(measure(goodSave(8191)), measure(goodSave(32_768)), [8191])).toBe(false);
    expect(isDamaged(measure(zeroTailed(40_000, 131_072)), measure(goodSave(131_072)), [131_072])).toBe(true);
  });

  test("the sizes of memories", () => {
    const sizes = [256, 512, 8192, 40_000, 131_072, n64Memories().length, 8_650_752, 64 * 1024 ** 2];
    expect(sizes.filter(isSizeClass)).toEqual([512, 8192, 131_072, 296_960, 8_650_752]);
  });
});
