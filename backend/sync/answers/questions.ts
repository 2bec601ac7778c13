import type { Conflict } from "../../contract/saves/conflict.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import type { Unit } from "../../core/state.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { activeUnits } from "../../work/active-units.ts";
import { orElse } from "../../work/defects.ts";
import { isAsking, type Knowledge } from "../unit/knowledge.ts";
import { conflictOf } from "./conflicts.ts";
import { isHeld } from "./held.ts";

/** The questions that the last looks opened. What the brake holds is asked about by itself, and what is not followed, not. */
export function createQuestions(deps: SyncDeps, knowledge: Knowledge) {
  const asksNobody = (unit: Unit) => !unit.isTracked || isHeld(unit) || unit.owed.branch !== undefined;
  const listUnits = () => activeUnits(deps)?.listUnits() ?? [];

  function of(unitId: UnitId): Conflict | null {
    return orElse(deps, null, () => {
      const active = activeUnits(deps);
      const unit = active?.account.units[unitId];
      if (!active || !unit || asksNobody(unit)) return null;
      const { account, session } = active;
      return conflictOf(deps, knowledge.get(unitId), { account, ownDeviceId: session.deviceId });
    });
  }

  /** Null: nothing is asked about it. */
  function isPostponed(unit: Unit): boolean | null {
    const { observed, verdict } = knowledge.get(unit.unitId) ?? {};
    if (!observed || !verdict || !isAsking(verdict) || asksNobody(unit)) return null;
    return unit.postponed !== null && unit.postponed === conflictIdOf(observed, verdict);
  }

  return {
    of,
    list: () => listUnits().flatMap((unit) => of(unit.unitId) ?? []),
    /** Of whom something is asked, without the sides; those that were put off are last. */
    open(): { unitId: UnitId; isPostponed: boolean }[] {
      const open = { now: [] as UnitId[], later: [] as UnitId[] };
      for (const unit of listUnits()) {
        const isLater = orElse(deps, null, () => isPostponed(unit));
        if (isLater !== null) open[isLater ? "later" : "now"].push(unit.unitId);
      }
      return [
        ...open.now.map((unitId) => ({ unitId, isPostponed: false })),
        ...open.later.map((unitId) => ({ unitId, isPostponed: true })),
      ];
    },
  };
}
