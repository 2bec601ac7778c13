import { expect, test } from "vitest";
import { moveAccount } from "../../backend/core/accounts/move-account.ts";
import { toConflictId } from "../../backend/core/decide/conflict-id.ts";
import type { AccountState, SavepointState, Unit } from "../../backend/core/state.ts";
import type { AccountId, RomId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { aBaseline, sha } from "./observations.ts";

const [from, to] = ["http://old#1" as AccountId, "http://new#1" as AccountId];
const sides = { local: sha("mine"), remote: "7:theirs" };
const facts = { origin: "http://new", username: "player", deviceId: null, deviceName: "", serverVersion: "" };

/** Agreed at that time, with a question that the player put off. */
function unitOf(id: string, agreedAtMs: number): Unit {
  const unitId = id as UnitId;
  return {
    unitId,
    rom: { romId: 1 as RomId, platformSlug: "gba", fsName: "Game.gba" },
    slot: "autosave" as Slot,
    location: { kind: "file", path: "/saves/Game.srm", emulator: "retroarch" },
    isTracked: true,
    baseline: aBaseline(5, "agreed", { agreedAtMs }),
    seen: {},
    intent: null,
    late: [],
    owed: {},
    postponed: toConflictId(unitId, sides),
  };
}

function stateOf(moving: Unit, there: Unit): SavepointState {
  const accountOf = (unit: Unit): AccountState => ({
    ...{ ...facts, clearedAtMs: null, shortcut_registry: {} },
    units: { [unit.unitId]: unit },
  });
  const accounts = { [from]: accountOf(moving), [to]: accountOf(there) };
  return { activeAccount: from, accounts, lastWriterByPath: {} };
}

test.each([
  ["the one that moves", 2, 1],
  ["the one that was known at the new address", 1, 2],
])("A question that was put off stays put off, whichever agreement is later: %s", (_name, old, known) => {
  const state = stateOf(unitOf("unit of old", old), unitOf("unit", known));
  const { accounts } = moveAccount(state, { from, to, facts });
  const units = Object.values(accounts[to]?.units ?? {});
  expect(units.map(({ unitId, postponed }) => [unitId, postponed])).toEqual([
    ["unit of old", toConflictId("unit of old" as UnitId, sides)],
  ]);
});
