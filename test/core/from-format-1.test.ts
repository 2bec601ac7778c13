import { describe, expect, test } from "vitest";
import type { Format1, Format1Unit } from "../../backend/core/formats/format-1.ts";
import { fromFormat1 } from "../../backend/core/formats/from-format-1.ts";
import { nameOfPlace } from "../../backend/core/shapes/shapes.ts";
import type { Unit } from "../../backend/core/state.ts";
import type {
  AccountId,
  AppId,
  ConflictId,
  RomId,
  SaveId,
  Slot,
  UnitId,
} from "../../backend/core/vocabulary.ts";
import { aRow, md5, seenOf, sha } from "./observations.ts";

const oldId = "rom 1, slot autosave, /saves/Game.srm" as UnitId;
const agreed = { id: 5 as SaveId, createdAtMs: 5000, contentHash: md5("agreed") };

function oldUnit(facts: Partial<Format1Unit> = {}): Format1Unit {
  return {
    unitId: oldId,
    rom: { romId: 1 as RomId, platformSlug: "gba", fsName: "Game.gba" },
    slot: "autosave" as Slot,
    location: { kind: "file", path: "/saves/Game.srm", emulator: "retroarch" },
    isTracked: true,
    baseline: {
      realPath: "/saves/Game.srm",
      sha256: sha("agreed"),
      sizeBytes: 100,
      row: agreed,
      chosenSha256: null,
      parentSaveId: null,
      isProven: true,
      agreedAtMs: 0,
    },
    seen: seenOf([aRow(5, "agreed")]),
    marks: {},
    postponed: null,
    ...facts,
  };
}

function oldState(units: Format1Unit[]): Format1 {
  const shortcut = { appId: 7 as AppId, name: "Game", unitId: oldId, launch: null, registeredAtMs: 0 };
  const account = {
    ...{ origin: "http://romm.lan", username: "ash", deviceId: null, deviceName: "Deck" },
    ...{ serverVersion: "5.2.0", clearedAtMs: null, shortcut_registry: { 7: shortcut } },
    units: Object.fromEntries(units.map((unit) => [unit.unitId, unit])),
  };
  return { activeAccount: "a" as AccountId, accounts: { a: account }, lastWriterByPath: {} };
}

function move(facts: Partial<Format1Unit> = {}): Unit {
  const [unit] = Object.values(fromFormat1(oldState([oldUnit(facts)])).accounts.a?.units ?? {});
  return unit ?? expect.fail("no unit");
}

const incoming: NonNullable<Format1Unit["marks"]["incoming"]> = {
  realPath: "/saves/Game.srm",
  row: { id: 6 as SaveId, createdAtMs: 6000, contentHash: md5("new") },
  sha256: sha("new"),
  sizeBytes: 100,
  replaced: sha("agreed"),
  stagedPath: "/saves/.staged",
  isRaced: false,
};
const sent = {
  ...{ realPath: "/saves/Game.srm", sha256: sha("played"), contentHash: md5("played"), sizeBytes: 100 },
  ...{ parentSaveId: 5 as SaveId, sentAtMs: 9, seen: seenOf([aRow(5, "agreed")]) },
};
const swap = {
  parts: [{ path: "/a", aside: "/a.old", staged: "/a.new", before: sha("a0"), after: sha("a1") }],
};

describe("a unit of format 1", () => {
  test("has an id that says nothing of it, and every shortcut of it follows", () => {
    const { units = {}, shortcut_registry } = fromFormat1(oldState([oldUnit()])).accounts.a ?? {};
    const [id = ""] = Object.keys(units);
    expect(units[id]?.unitId).toBe(id);
    expect(shortcut_registry?.[7]?.unitId).toBe(id);
    for (const part of ["autosave", "Game", "rom"]) expect(id).not.toContain(part);
  });

  test("has the same id whatever stood beside it: backups and snapshots name the same units", () => {
    const other = oldUnit({ unitId: "rom 2, slot autosave, /saves/Other.srm" as UnitId });
    const alone = Object.keys(fromFormat1(oldState([oldUnit()])).accounts.a?.units ?? {});
    const after = Object.keys(fromFormat1(oldState([other, oldUnit()])).accounts.a?.units ?? {});
    expect(after).toHaveLength(2);
    expect(after[1]).toBe(alone[0]);
  });

  test("keeps its baseline, with the rom and the slot that it was agreed for; what RomM showed was not remembered", () => {
    const { isProven: _old, ...kept } = oldUnit().baseline ?? expect.fail("no baseline");
    const facts = { romId: 1, slot: "autosave", isTrusted: true, isStored: false };
    expect(move().baseline).toEqual({ ...kept, ...facts });
  });

  test("that is a set has the rule of its members as one field, and keeps its name", () => {
    const set = { kind: "files" as const, folder: "/saves", emulator: "retroarch" };
    const match = { stem: "Game", extensions: [".srm", ".rtc"] };
    const { location } = move({ location: { ...set, ...match } });
    expect(location).toEqual({ ...set, match });
    expect(nameOfPlace(location)).toBe("/saves/Game{.rtc,.srm}");
  });

  test("stays held, with the two sides as fields", () => {
    const mark = { kind: "held" as const, reason: "vanished" as const, decision: "download" as const };
    const held = (sides: string) => move({ brake: { ...mark, sides: `${oldId} | ${sides}` } }).brake;
    expect(held("absent | 5:abc")).toEqual({ ...mark, sides: { local: null, remote: "5:abc" } });
    expect(held(`${sha("a")} | none`)).toEqual({ ...mark, sides: { local: sha("a"), remote: null } });
  });

  test("a question that was put off stays put off, under the unit's new name", () => {
    const unit = move({ postponed: `${oldId} | absent | 5:abc` as ConflictId });
    expect(unit.postponed).toBe(`${unit.unitId} | absent | 5:abc`);
    expect(move().postponed).toBeNull();
  });
});

describe("an intent of format 1", () => {
  test("a download becomes a pull whose source is the row", () => {
    const { row, ...bytes } = incoming;
    const source = { kind: "row", row, seen: seenOf([aRow(5, "agreed")]) };
    expect(move({ marks: { incoming } }).intent).toEqual({ kind: "pull", source, ...bytes });
  });

  test("the exchange of a set goes with its pull", () => {
    expect(move({ marks: { incoming, swap } }).intent).toMatchObject({ kind: "pull", swap });
  });

  test("an exchange that a recovery had left alone is still put right, and nothing else is believed of it", () => {
    const { intent } = move({ marks: { swap } });
    expect(intent).toMatchObject({ kind: "pull", source: { kind: "forgotten" }, swap });
  });

  test("an upload becomes a push; one that a download had overtaken is late", () => {
    expect(move({ marks: { sent } }).intent).toEqual({ kind: "push", ...sent });
    const { seen: _left, ...late } = sent;
    expect(move({ marks: { sent, incoming } })).toMatchObject({ intent: { kind: "pull" }, late: [late] });
  });

  test("one that did not say where is about the place that was agreed on", () => {
    const { realPath: _then, ...older } = incoming;
    expect(move({ marks: { incoming: older } }).intent?.realPath).toBe("/saves/Game.srm");
  });

  test("what is owed stays owed", () => {
    const confirm = { saveId: 5 as SaveId, contentHash: null };
    const marks = { confirm, tracking: { isTracked: false }, pending: { sinceMs: 5 } };
    const { owed, intent, late } = move({ marks });
    expect(owed).toEqual({ confirm, tracking: { isTracked: false }, look: { sinceMs: 5 } });
    expect([intent, late]).toEqual([null, []]);
  });
});
