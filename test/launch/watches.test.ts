import { expect, test, vi } from "vitest";
import type { Unit } from "../../backend/core/state.ts";
import type { RomId, Slot, UnitId } from "../../backend/core/vocabulary.ts";
import { createLeases } from "../../backend/launch/leases.ts";
import { createWatches } from "../../backend/launch/watches.ts";
import { createScopedLog } from "../../backend/machine/scoped-log.ts";
import { createWorldTime } from "../world/engine/time.ts";

const unitId = "unit" as UnitId;
const unit: Unit = {
  unitId,
  rom: { romId: 1 as RomId, platformSlug: "gba", fsName: "Game.gba" },
  slot: "autosave" as Slot,
  location: { kind: "file", path: "/saves/Game.srm", emulator: "retroarch" },
  isTracked: true,
  baseline: null,
  seen: {},
  intent: null,
  late: [],
  owed: {},
  postponed: null,
};

/** A game whose signs are told one by one. */
function setupGame() {
  const time = createWorldTime();
  const clock = time.clock();
  const leases = createLeases(clock);
  const signs = { wasSeen: false, isSeen: false, isHeldOpen: false };
  const asked = { isSeen: 0 };
  const ended: UnitId[] = [];
  const quiet = () => {};
  const watches = createWatches({
    ...{ clock, leases, changed: quiet, unitOf: () => unit },
    log: createScopedLog(quiet, clock.now),
    wasSeen: async () => signs.wasSeen,
    isSeen: async () => {
      asked.isSeen += 1;
      return signs.isSeen;
    },
    isHeldOpen: async () => signs.isHeldOpen,
    hasEnded: async (id) => ended.push(id),
  });
  const poll = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    time.elapse(10_000);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { signs, asked, ended, watches, leases, poll };
}

test.each(["wasSeen", "isSeen", "isHeldOpen"] as const)(
  "A game of which only %s tells has not ended; without it, it has, once.",
  async (sign) => {
    const { signs, ended, watches, leases, poll } = setupGame();
    signs[sign] = true;
    watches.found(unitId);
    for (let round = 0; round < 3; round++) await poll();
    expect(ended).toEqual([]);
    expect(leases.isPlaying(unitId)).toBe(true);
    signs[sign] = false;
    for (let round = 0; round < 3; round++) await poll();
    expect(ended).toEqual([unitId]);
    expect(leases.isLeased(unitId)).toBe(false);
  },
);

test("A launch of which no process comes is given up after two minutes.", async () => {
  const { ended, watches, leases, poll } = setupGame();
  leases.open(unitId);
  watches.watch(unitId);
  for (let round = 0; round < 11; round++) await poll();
  expect(ended).toEqual([]);
  await vi.waitFor(async () => {
    await poll();
    expect(ended).toEqual([unitId]);
  });
});

test("A launch that is checked again makes nobody look at once, and its game is seen by the watch under way.", async () => {
  const { signs, asked, watches, leases, poll } = setupGame();
  for (let check = 0; check < 3; check++) {
    leases.end(unitId, leases.open(unitId));
    leases.open(unitId);
    watches.expect(unitId);
  }
  expect(asked.isSeen).toBe(0);
  Object.assign(signs, { wasSeen: true, isSeen: true });
  await poll();
  await poll();
  expect(leases.isPlaying(unitId)).toBe(true);
});
