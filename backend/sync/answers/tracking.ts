import type { SyncError } from "../../contract/saves/sync.ts";
import type { Unit } from "../../core/state.ts";
import { unitOfApp } from "../../core/units.ts";
import type { AppId, Outcome } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { activeUnits } from "../../work/active-units.ts";
import { inAccount } from "../../work/in-account.ts";
import { toSyncError } from "../../work/problems.ts";
import { withTracking } from "../unit/mirror.ts";

/**
 * The player's word on whether a save is followed: it stands at once, for every shortcut of the unit, and with no
 * network too. `tell` passes it on in its own time; the player does not wait for RomM.
 */
export function createTracking(deps: SyncDeps, tell: (unit: Unit) => Promise<void>) {
  return async (appId: AppId, isTracked: boolean): Promise<Outcome<null, SyncError>> => {
    const active = activeUnits(deps);
    if (!active) return { ok: false, error: { kind: "signed-out" } };
    const unit = unitOfApp(active.account, appId);
    if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
    const nowMs = deps.clock.now();
    try {
      const door = inAccount(deps.store, active.session.accountId);
      await door.changeUnit(unit.unitId, (now) => withTracking(now, isTracked, nowMs));
    } catch (error) {
      const problem = toSyncError(error);
      if (problem === null) throw error;
      return { ok: false, error: problem };
    }
    deps.changed();
    tell(unit).catch((error) => deps.log.error("Telling RomM failed.", { error: String(error) }));
    return { ok: true, value: null };
  };
}
