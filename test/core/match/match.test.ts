import { expect, test } from "vitest";
import type { LaunchTarget } from "../../../backend/core/launch-target.ts";
import type { LibraryRom, LocalFile } from "../../../backend/core/match/library.ts";
import { indexLibrary } from "../../../backend/core/match/library-index.ts";
import { matchRom } from "../../../backend/core/match/match.ts";
import { extensionOf, nameOf } from "../../../backend/core/paths.ts";
import type { RomId } from "../../../backend/core/vocabulary.ts";
import { platformTable } from "../../../backend/shortcuts/scan/platforms.ts";

test("a name that two roms of the platform share is asked about, with both", () => {
  const found = match("/roms/snes/ActRaiser (USA).7z", [
    "snes/ActRaiser (USA).sfc",
    "snes/ActRaiser (USA).zip",
  ]);
  expect(found).toMatchObject({ certainty: "likely", evidence: ["same-name", "several-alike"] });
  expect(found.candidates).toHaveLength(2);
});

test("the same name on another platform is no candidate at all, and on a kin of it a question", () => {
  expect(match("/roms/gamegear/Sonic.zip", ["sms/Sonic.zip"])).toMatchObject({
    certainty: "none",
    candidates: [],
  });
  expect(match("/roms/gb/Tetris.zip", ["gbc/Tetris.zip"])).toMatchObject({
    certainty: "likely",
    evidence: ["same-file", "kin-platform"],
  });
});

test("without a platform the same name is a question", () => {
  expect(match("/home/deck/Downloads/Doom (USA).zip", ["snes/Doom (USA).zip"])).toMatchObject({
    certainty: "likely",
    evidence: ["same-file", "platform-not-told"],
  });
});

test("a command that was not understood is at most a question, and never by its title", () => {
  const unknown = { kind: "unknown" as const };
  expect(match("/roms/snes/Game (USA).sfc", ["snes/Game (USA).sfc"], unknown)).toMatchObject({
    certainty: "likely",
  });
  expect(match("/roms/snes/Game.sfc", ["snes/Game (USA).sfc"], unknown)).toMatchObject({
    certainty: "none",
    evidence: ["not-understood"],
  });
});

test("the checksum settles what the name could not: of a file by its size, of an archive's content by its CRC", () => {
  const roms = ["snes/Chrono Trigger (USA).sfc", "snes/Chrono Trigger (Japan).sfc"];
  expect(match("/roms/snes/ct.sfc", roms)).toMatchObject({ certainty: "none" });
  const byMd5 = match("/roms/snes/ct.sfc", roms, { file: { ...blankFile, sizeBytes: 102, md5: "md5-2" } });
  expect(byMd5).toMatchObject({
    certainty: "certain",
    evidence: ["same-checksum"],
    candidates: [{ romId: 2 }],
  });
  const byCrc = match("/roms/snes/ct.zip", roms, { file: { ...blankFile, sizeBytes: 999, crc: "crc-1" } });
  expect(byCrc).toMatchObject({ certainty: "certain", candidates: [{ romId: 1 }] });
  const other = match("/roms/snes/ct.sfc", roms, { file: { ...blankFile, sizeBytes: 102, md5: "another" } });
  expect(other).toMatchObject({ certainty: "none" });
});

test("what an archive on the Deck holds is matched by its name", () => {
  const file = { ...blankFile, entries: ["readme.txt", "Chrono Trigger (USA).sfc"] };
  const roms = ["snes/Chrono Trigger (USA).sfc", "snes/Chrono Trigger (Japan).sfc"];
  expect(match("/roms/snes/ct.zip", roms, { file })).toMatchObject({
    certainty: "certain",
    evidence: ["same-entry"],
    candidates: [{ romId: 1 }],
  });
});

test("another region and another disc are a question that says so", () => {
  expect(match("/roms/psx/Game (Europe).chd", ["psx/Game (USA).chd"]).evidence).toEqual([
    "same-title",
    "other-region",
  ]);
  expect(match("/roms/psx/Game (USA) (Disc 2).chd", ["psx/Game (USA) (Disc 1).chd"])).toMatchObject({
    certainty: "likely",
    evidence: ["same-title", "other-disc"],
  });
});

test("the other editions stand behind a certain one, for a player who knows better", () => {
  const found = match("/roms/snes/Game (USA).sfc", [
    "snes/Game (Europe).sfc",
    "snes/Game (USA).sfc",
    "snes/Other.sfc",
  ]);
  expect(found.certainty).toBe("certain");
  expect(found.candidates.map(({ fsName }) => fsName)).toEqual(["Game (USA).sfc", "Game (Europe).sfc"]);
});

const blankFile: LocalFile = { sizeBytes: null, crc: null, md5: null, entries: [] };

interface More {
  kind?: "unknown";
  file?: LocalFile;
}

/** Roms as `platform/name`; their ids count from 1, their sizes from 101. */
function match(path: string, roms: string[], { kind, file }: More = {}) {
  const rom = { kind: "file" as const, path, archiveEntry: null, names: [nameOf(path)], titleId: null };
  const understood = {
    ...{ emulator: "retroarch", core: null, install: "native" as const },
    ...{ wrappers: [], system: null, dataFolder: null, user: null, program: null, flatpak: null },
    ...{ startFolder: "", files: { settings: null, appended: [], save: null } },
  };
  const target: LaunchTarget = { ...understood, kind: kind ?? "rom", rom };
  const index = indexLibrary(roms.map(toRom));
  return matchRom({ target, name: "" }, { index, platforms: platformTable() }, file ?? null);
}

function toRom(path: string, at: number): LibraryRom {
  const platform = path.slice(0, path.indexOf("/"));
  return {
    ...{ romId: (at + 1) as RomId, name: null, otherNames: [], fsName: nameOf(path) },
    ...{ isFolder: extensionOf(path) === "", sizeBytes: 101 + at, files: null },
    ...{ platformSlug: platform, platformFolder: platform, platformName: platform },
    hashes: { crc: `crc-${at + 1}`, md5: `md5-${at + 1}`, sha1: null },
  };
}
