import { expect, test } from "vitest";
import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import type { HeldReason, SaveDecision, UnitId } from "../../../backend/contract/words.ts";
import { answersTo, countInRomM, groupHeld } from "../../../src/screens/needs-you/held-groups.ts";
import { conflict } from "../overviews.ts";

let made = 0;

function unit(reason: HeldReason, decision: SaveDecision, sides: "both" | "here" | "there" | null): HeldUnit {
  made += 1;
  const { appIds, romId, name, slot, local, remote } = conflict(`c${made}`, made, `Game ${made}`, 0);
  return {
    ...{ unitId: `unit ${made}` as UnitId, appIds, romId, name, slot, reason, decision },
    sides: sides && { local: sides === "there" ? null : local, remote: sides === "here" ? null : remote },
  };
}

const deedsOf = (units: HeldUnit[]) =>
  groupHeld(units).flatMap((group) =>
    answersTo(group, group.units).map(({ deed, choice }) => `${deed}: ${choice}`),
  );

test("What happened to them and what waits make a group, the largest first", () => {
  const gone = unit("gone", "keep", "here");
  const vanished = [unit("vanished", "download", "there"), unit("vanished", "download", "there")];
  expect(groupHeld([gone, ...vanished]).map(({ units }) => units)).toEqual([vanished, [gone]]);
});

test("Each answer says what it does, and none is offered twice", () => {
  expect(deedsOf([unit("vanished", "download", "there")])).toEqual(["fetch: take-remote", "sync-off: null"]);
  expect(deedsOf([unit("gone", "keep", "here")])).toEqual(["send: keep-local", "leave: go-on"]);
  expect(deedsOf([unit("behind", "ask", "both")])).toEqual([
    "fetch: take-remote",
    "send: keep-local",
    "one-by-one: go-on",
  ]);
  expect(deedsOf([unit("older-content", "upload", "both")])).toEqual([
    "fetch: take-remote",
    "send: keep-local",
  ]);
  expect(deedsOf([unit("vanished", "forget", null)])).toEqual([
    "fetch: take-remote",
    "send: keep-local",
    "leave: go-on",
    "sync-off: null",
  ]);
});

test("An answer goes to those that have its side, and to nothing that was left out", () => {
  const [both, here] = [unit("looks-lost", "ask", "both"), unit("looks-lost", "ask", "here")];
  const [group] = groupHeld([both, here]);
  if (group === undefined) throw new Error("There is no group.");
  const unitsOf = (units: HeldUnit[]) => answersTo(group, units).map((answer) => answer.units);
  expect(unitsOf([both, here])).toEqual([[both], [both, here], [both, here]]);
  expect(unitsOf([here])).toEqual([[here], [here]]);
  expect(unitsOf([])).toEqual([]);
});

test("How many of them RomM has is said only where all of them were looked at", () => {
  expect(countInRomM([unit("gone", "keep", "here"), unit("gone", "keep", "both")])).toBe(1);
  expect(countInRomM([unit("gone", "keep", "here"), unit("gone", "keep", null)])).toBeNull();
});
