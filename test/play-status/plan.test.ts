import { describe, expect, test } from "vitest";
import { adopted, noMemory, notSent, ownStatus, sending } from "../../backend/core/play-status/memory.ts";
import { planPlayStatus } from "../../backend/core/play-status/plan.ts";
import type { PlayStatusMemory, RomStatusMemory } from "../../backend/core/state.ts";
import { progressOn, romWith } from "./facts.ts";

const remember = (roms: Record<string, RomStatusMemory>): PlayStatusMemory => ({ ...noMemory, roms });

function plan(p: Partial<Parameters<typeof planPlayStatus>[0]>) {
  return planPlayStatus({ progress: [], roms: [], memory: noMemory, raAlwaysWins: false, ...p });
}

describe("which roms", () => {
  test("each of several roms of one game has its own status", () => {
    const planned = plan({
      progress: [progressOn(7, "mastered")],
      roms: [romWith(1, 7, null), romWith(2, 7, "finished"), romWith(3, 7, "completed_100")],
    });
    expect(planned.map(({ rom, write, reason }) => [rom.romId, write, reason])).toEqual([
      [1, "completed_100", "no-status"],
      [2, null, "set-by-hand"],
      [3, null, "up-to-date"],
    ]);
  });

  test("a rom without progress, and progress without a rom, lead to nothing", () => {
    expect(plan({ progress: [progressOn(7, "mastered")], roms: [romWith(1, 8, null)] })).toEqual([]);
    expect(plan({ progress: [progressOn(7, "mastered")] })).toEqual([]);
    expect(plan({ roms: [romWith(1, 7, null)] })).toEqual([]);
  });
});

describe("what RetroAchievements tells of a game once it told more", () => {
  const ours = remember({ 1: { raId: 7, written: "completed_100", sent: null } });
  const roms = [romWith(1, 7, "completed_100")];

  test.each(["beaten-hardcore", null])("%s lowers nothing by itself, and is told", (award) => {
    const told = { progress: [progressOn(7, award)], roms, memory: ours };
    expect(plan(told)).toMatchObject([{ write: null, reason: "lower-award" }]);
    expect(plan({ ...told, raAlwaysWins: true })[0]?.write).toBe(award === null ? "incomplete" : "finished");
  });

  test("of a game listed twice the highest award counts, in either order", () => {
    const twice = [progressOn(7, "mastered"), progressOn(7, null)];
    for (const progress of [twice, twice.toReversed()]) {
      expect(plan({ progress, roms: [romWith(1, 7, null)] })).toMatchObject([{ write: "completed_100" }]);
    }
  });

  test("a status of ours that was cleared by hand stays cleared, until the player gives it back", () => {
    const cleared = { progress: [progressOn(7, "mastered")], roms: [romWith(1, 7, null)], memory: ours };
    expect(plan(cleared)).toMatchObject([{ write: null, reason: "set-by-hand" }]);
    expect(plan({ ...cleared, raAlwaysWins: true })).toMatchObject([{ write: "completed_100" }]);
    expect(plan({ ...cleared, roms })).toMatchObject([{ write: null, reason: "up-to-date" }]);
  });
});

describe("whose status it is", () => {
  const mastered = { progress: [progressOn(7, "mastered")], roms: [romWith(1, 7, "finished")] };

  test("the one that we wrote last is ours, another one is the player's", () => {
    const ours = remember({ 1: { raId: 7, written: "finished", sent: null } });
    const other = remember({ 1: { raId: 7, written: "incomplete", sent: null } });
    expect(plan({ ...mastered, memory: ours })[0]).toMatchObject({ reason: "follows" });
    expect(plan({ ...mastered, memory: other })[0]).toMatchObject({ reason: "set-by-hand" });
    expect(plan(mastered)[0]).toMatchObject({ reason: "set-by-hand" });
  });

  test("one that was sent and whose answer was lost is ours", () => {
    const sent = remember({ 1: { raId: 7, written: "incomplete", sent: "finished" } });
    expect(plan({ ...mastered, memory: sent })[0]).toMatchObject({ reason: "follows" });
  });

  test("what we wrote for another game that had this id is not ours", () => {
    const rebuilt = remember({ 1: { raId: 99, written: "finished", sent: null } });
    expect(plan({ ...mastered, memory: rebuilt })[0]).toMatchObject({ reason: "set-by-hand" });
  });

  test("one that is equal to the award's is adopted once", () => {
    const equal = { progress: [progressOn(7, "beaten-softcore")], roms: [romWith(1, 7, "finished")] };
    expect(plan(equal)[0]).toMatchObject({ write: null, adopt: "finished" });
    const known = remember({ 1: { raId: 7, written: "finished", sent: null } });
    expect(plan({ ...equal, memory: known })[0]).toMatchObject({ write: null, adopt: null });
    const lost = remember({ 1: { raId: 7, written: "incomplete", sent: "finished" } });
    expect(plan({ ...equal, memory: lost })[0]).toMatchObject({ write: null, adopt: "finished" });
  });
});

describe("what is remembered about a status on its way", () => {
  const rom = romWith(1, 7, "finished");
  const incomplete = remember({ 1: { raId: 7, written: "incomplete", sent: "finished" } });

  test("what stood there as ours stays known as ours, whether it was written or only sent", () => {
    expect(sending(incomplete, rom, "completed_100")).toEqual({
      raId: 7,
      written: "finished",
      sent: "completed_100",
    });
  });

  test("what was the player's does not become ours by being overruled in vain", () => {
    const underWay = remember({ 1: sending(noMemory, rom, "completed_100") });
    expect(ownStatus(underWay, rom)).toBeNull();
    expect(notSent(underWay, rom)).toBeNull();
  });

  test("a refused one is forgotten, and what was known before is known again", () => {
    const before = remember({ 1: adopted(rom, "finished") });
    const underWay = remember({ 1: sending(before, rom, "completed_100") });
    expect(notSent(underWay, rom)).toEqual(before.roms[1]);
  });
});
