import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  folderOfPlace,
  nameOfPlace,
  pack,
  pathsOf,
  placeAt,
  shapeOf,
} from "../../backend/core/shapes/shapes.ts";
import type { RomId, SaveLocation } from "../../backend/core/vocabulary.ts";

const rom = { romId: 1 as RomId, platformSlug: "gba", fsName: "Game (USA).gba" };
const emulator = "any";

const file: SaveLocation = { kind: "file", path: "/saves/Here.srm", emulator };
const set: SaveLocation = {
  kind: "files",
  folder: "/saves",
  match: { stem: "Here", extensions: [".srm", ".rtc"] },
  emulator,
};
const folder: SaveLocation = {
  kind: "folder",
  path: "/nand/00000001/data",
  beside: "00000001.metadata",
  emulator,
  travelsAs: "00040000001",
};
const folders: SaveLocation = { kind: "folders", parent: "/psp/SAVEDATA", prefix: "ULUS10041", emulator };

const shape = <Verb extends keyof ReturnType<typeof shapeOf>>(location: SaveLocation, verb: Verb) =>
  shapeOf(location)[verb];

describe("where a save is", () => {
  test.each<[SaveLocation, { paths: string[]; name: string; folder: string }]>([
    [file, { paths: ["/saves/Here.srm"], name: "/saves/Here.srm", folder: "/saves" }],
    [
      set,
      { paths: ["/saves/Here.srm", "/saves/Here.rtc"], name: "/saves/Here{.rtc,.srm}", folder: "/saves" },
    ],
    [
      folder,
      {
        paths: ["/nand/00000001/data", "/nand/00000001/00000001.metadata"],
        name: "/nand/00000001/data",
        folder: "/nand/00000001",
      },
    ],
    [
      folders,
      { paths: ["/psp/SAVEDATA/ULUS10041"], name: "/psp/SAVEDATA/ULUS10041*", folder: "/psp/SAVEDATA" },
    ],
  ])("of kind $kind: %j", (location, expected) => {
    const { paths, name } = { paths: pathsOf(location), name: nameOfPlace(location) };
    expect({ paths, name, folder: folderOfPlace(location) }).toEqual(expected);
  });

  test.each([file, set, folder, folders])(
    "told by its own name, a place of kind $kind is the same",
    (location) => {
      expect(placeAt(location, nameOfPlace(location))).toEqual(location);
    },
  );
});

describe("how it travels", () => {
  test.each<[string, SaveLocation, string[], { as: string; members: string[] }]>([
    ["a file as it is", file, [], { as: ".srm", members: ["/saves/Here.srm"] }],
    ["a set's only file as it is", set, [".srm"], { as: ".srm", members: ["/saves/Here.srm"] }],
    [
      "several files as an archive, by the rom's name",
      set,
      [".rtc", ".srm"],
      { as: ".zip", members: ["Game (USA).rtc", "Game (USA).srm"] },
    ],
    [
      "a folder as an archive, under the name that the location says",
      folder,
      ["main.dat", "sub/extra.dat"],
      { as: ".zip", members: ["00040000001/main.dat", "00040000001/sub/extra.dat"] },
    ],
    [
      "folders side by side, under their own names",
      folders,
      ["ULUS10041S0/DATA.BIN"],
      { as: ".zip", members: ["ULUS10041S0/DATA.BIN"] },
    ],
  ])("%s", (_what, location, keys, expected) => {
    const { isArchive, members } = pack({ rom, location }, keys);
    const names = members.map(({ name, path }) => (isArchive ? name : path));
    expect({ as: shapeOf(location).extension(location, keys), members: names }).toEqual(expected);
    expect(isArchive).toBe(expected.as === ".zip");
  });

  test.each<[SaveLocation, string[]]>([
    [set, [".rtc", ".srm"]],
    [folder, ["main.dat", "sub/extra.dat"]],
    [folders, ["ULUS10041S0/DATA.BIN", "ULUS10041S1/DATA.BIN"]],
  ])("what an archive of it holds is known again: %j", (location, keys) => {
    const { members } = pack({ rom, location }, keys);
    const found = shape(location, "keysIn")(
      location,
      members.map(({ name }) => name),
    );
    expect([...(found?.values() ?? [])]).toEqual(keys);
  });
});

describe("what came", () => {
  const arrival = (location: SaveLocation, fileName: string, isZip: boolean) =>
    shape(location, "arrival")(location, { fileName, isZip });

  test("to a file is its bytes, whatever they are called", () => {
    expect(arrival(file, "Other.zip", true)).toEqual({ kind: "member", key: "" });
  });

  test("to a set is told by its name: a plain file may end in bytes that read as an archive", () => {
    expect(arrival(set, "Game.SRM", true)).toEqual({ kind: "member", key: ".srm" });
    expect(arrival(set, "Game.zip", true)).toEqual({ kind: "archive" });
    expect(arrival(set, "Game.sav", false)).toEqual({ kind: "foreign" });
  });

  test.each([folder, folders])("to a save of kind $kind is an archive, or nothing of it", (location) => {
    expect(arrival(location, "Game.zip", true)).toEqual({ kind: "archive" });
    expect(arrival(location, "Game.srm", false)).toEqual({ kind: "foreign" });
  });

  test.each<[string, SaveLocation, string[]]>([
    ["a set with a file of another kind", set, ["Game.srm", "readme.txt"]],
    ["a set of two games", set, ["One.srm", "Two.rtc"]],
    ["a folder beside another", folder, ["one/main.dat", "two/other.dat"]],
    ["a file beside a folder", folder, ["main.dat"]],
    ["folders of another game", folders, ["ULUS10041S0/DATA.BIN", "ULES00001/DATA.BIN"]],
  ])("in an archive that is %s is not this save", (_what, location, names) => {
    expect(shape(location, "keysIn")(location, names)).toBeNull();
  });

  test("where a file of the other kind stands was written by another client", () => {
    const isForeign = (isZip: boolean, here: { isZip: boolean } | null) =>
      shape(file, "isForeign")(file, { isZip }, here);
    expect([isForeign(true, { isZip: false }), isForeign(true, { isZip: true })]).toEqual([true, false]);
    expect([isForeign(true, null), isForeign(false, null)]).toEqual([true, false]);
  });
});

describe("an empty save", () => {
  const clock = { name: "Game.rtc", isBlank: false };
  test.each<[string, SaveLocation, { name: string; isBlank: boolean }[], boolean]>([
    ["a blank file", file, [{ name: "Game.srm", isBlank: true }], true],
    ["a blank file beside a clock that runs", set, [{ name: "Game.srm", isBlank: true }, clock], true],
    ["a file beside a clock", set, [{ name: "Game.srm", isBlank: false }, clock], false],
    ["a folder with nothing in it", folder, [], true],
    ["folders with a blank file", folders, [{ name: "S0/DATA.BIN", isBlank: true }], false],
  ])("%s: $3", (_what, location, members, isEmpty) => {
    expect(shape(location, "isEmpty")(members)).toBe(isEmpty);
  });
});

test("nothing but the shapes, and the looks at them, asks of which kind a location is", () => {
  const backend = new URL("../../backend/", import.meta.url).pathname;
  const sources = readdirSync(backend, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const asking = sources.filter((name) =>
    /\b(location|place)\.kind\b/.test(readFileSync(join(backend, name), "utf8")),
  );
  expect(asking.sort()).toEqual([
    "core/formats/from-format-1.ts",
    "core/shapes/shapes.ts",
    "sync/look/observe-local.ts",
  ]);
});
