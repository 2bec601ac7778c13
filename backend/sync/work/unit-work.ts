import type { Unit } from "../../core/state.ts";
import type { AccountId, RomId, UnitId } from "../../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "../active-units.ts";
import { alarmIn, hold } from "../brake/marks.ts";
import { createGate, throwIfAborted } from "../gate.ts";
import { createKeyedQueue } from "../queues.ts";
import type { UnitRuns } from "../runs.ts";
import { createSleepWatch } from "../sleep-watch.ts";
import { act, type UnitSync, type UnitSyncParts } from "../unit/act.ts";
import { mirrorTracking } from "../unit/mirror.ts";
import type { Purpose, Work } from "../unit/record.ts";
import { isAtRest, syncUnit } from "../unit/sync-unit.ts";
import { glance } from "./library.ts";
import { createStop, type Stop } from "./stop.ts";

export interface UnitWork extends Omit<UnitRuns, "isHalting"> {
  stop: Stop;
  /** The unit's turn, in the account as it is then. Null: by then the unit is gone, or somebody else is signed in. */
  inTurn<T>(whose: WhoseUnit, work: (active: ActiveUnits) => Promise<T>): Promise<T | null>;
  /** Tells RomM whether the unit is followed, if it was not told yet. */
  mirror(unit: Unit): Promise<void>;
}

export interface WhoseUnit {
  unitId: UnitId;
  accountId?: AccountId | undefined;
}

/** The one door to work on a unit: whatever is done to it waits for what is being done to its rom. */
export function createUnitWork(parts: UnitSyncParts): UnitWork {
  const { deps, postTimes } = parts;
  const inRomOrder = createKeyedQueue<RomId>();
  const stop = createStop();

  function toWork({ session }: ActiveUnits, unitId: UnitId, purpose: Purpose): Work {
    return { deps, session, unitId, postTimes, purpose, sleep: createSleepWatch(deps.clock) };
  }

  const inTurn: UnitWork["inTurn"] = async ({ unitId, accountId }, work) =>
    await stop.pass(async () => {
      const active = activeUnits(deps);
      const unit = active?.account.units[unitId];
      if (!active || !unit || (accountId ?? active.session.accountId) !== active.session.accountId)
        return null;
      return await inRomOrder(unit.rom.romId, () => work(active));
    });

  /** From the listing of all saves, where that is enough; null: the unit needs a look of its own. */
  async function syncByLibrary(active: ActiveUnits, p: UnitSync, library: UnitLibrary) {
    const { unitId, purpose, gate } = p;
    const isNewer = (parts.knowledge.get(unitId)?.atMs ?? 0) > (library?.atMs ?? 0);
    if (!library || isNewer) return null;
    const seen = await glance(deps, active.session, { unitId, library, signal: gate.signal });
    const isEnough = seen?.verdict.decision === "keep" && alarmIn(seen) === null;
    if (!seen || !(isEnough || purpose === "dry-run")) return null;
    parts.knowledge.remember(unitId, { ...seen, problem: null, atMs: deps.clock.now() });
    const line = await act(parts, toWork(active, unitId, purpose), seen, p);
    parts.knowledge.settle(unitId, isAtRest(line));
    deps.changed();
    return line;
  }

  return {
    stop,
    inTurn,
    sync: (unitId, { library, ...how }) =>
      inTurn({ unitId, accountId: how.accountId }, async (active) => {
        const p = { unitId, ...how };
        throwIfAborted(p.gate.signal);
        return (await syncByLibrary(active, p, library)) ?? (await syncUnit(parts, active.session, p));
      }),
    hold: (unitId, { seen, reason }, { purpose, gate }) =>
      inTurn({ unitId }, async (active) => {
        throwIfAborted(gate.signal);
        return await hold(toWork(active, unitId, purpose), seen, reason);
      }),
    async mirror({ unitId }) {
      await inTurn({ unitId }, (active) =>
        mirrorTracking(toWork(active, unitId, "run"), createGate().signal),
      );
    },
  };
}

type UnitLibrary = Parameters<UnitRuns["sync"]>[1]["library"];
