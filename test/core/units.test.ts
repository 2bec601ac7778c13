import { describe, expect, test } from "vitest";
import type { Unit } from "../../backend/core/state.ts";
import { baselineAt } from "../../backend/core/units.ts";
import type { RomId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { aBaseline } from "./observations.ts";

const realPath = "/saves/Game.srm";
const unit: Unit = {
  unitId: "unit" as UnitId,
  rom: { romId: 1 as RomId, platformSlug: "gba", fsName: "Game.gba" },
  slot: "autosave" as Slot,
  location: { kind: "file", path: realPath, emulator: "retroarch" },
  isTracked: true,
  baseline: aBaseline(5, "agreed"),
  seen: {},
  intent: null,
  late: [],
  owed: {},
  postponed: null,
};

describe("what both sides agreed on", () => {
  test("counts for the rom, the slot and the place that it was agreed for", () => {
    expect(baselineAt(unit, realPath)).toBe(unit.baseline);
    expect(baselineAt({ ...unit, slot: "Autosave " as Slot }, realPath)).toBe(unit.baseline);
  });

  test.each<[string, Unit, string | null]>([
    ["another place", unit, "/saves/elsewhere/Game.srm"],
    ["a place that is not there", unit, null],
    ["another slot", { ...unit, slot: "run2" as Slot }, realPath],
    ["another rom", { ...unit, rom: { ...unit.rom, romId: 2 as RomId } }, realPath],
  ])("counts for no other: %s", (_name, other, path) => {
    expect(baselineAt(other, path)).toBeNull();
  });
});
