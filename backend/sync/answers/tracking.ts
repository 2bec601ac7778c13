import type { SyncError } from "../../contract/saves/sync.ts";
import type { Unit } from "../../core/state.ts";
import { unitOfApp } from "../../core/units.ts";
import type { AppId, Outcome } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { describeDefect, orLogged } from "../../work/defects.ts";
import { inAccount } from "../../work/in-account.ts";
import { toSyncError } from "../../work/problems.ts";
import { withTracking } from "../unit/mirror.ts";
import { nameUnit } from "../unit/report.ts";

/**
 * The player's word on whether a save is followed: it stands at once, for every shortcut of the unit, and with no
 * network too. `tell` passes it on in its own time; the player does not wait for RomM.
 */
export function createTracking(deps: SyncDeps, tell: (unit: Unit) => Promise<void>) {
  return async (
    appId: AppId,
    isTracked: boolean,
    { undoes = null, batchId = null }: { undoes?: string | null; batchId?: string | null } = {},
  ): Promise<Outcome<null, SyncError>> => {
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
    if (unit.isTracked !== isTracked) await noteTracking(deps, active, { unit, isTracked, undoes, batchId });
    deps.changed("saves");
    tell(unit).catch((error) => deps.log.error("Telling RomM failed.", { error: describeDefect(error) }));
    return { ok: true, value: null };
  };
}

async function noteTracking(
  { activity, log }: SyncDeps,
  { account, session: { accountId } }: ActiveUnits,
  p: { unit: Unit; isTracked: boolean; undoes: string | null; batchId: string | null },
): Promise<void> {
  const { unit, isTracked, undoes, batchId } = p;
  const { unitId, rom } = unit;
  await orLogged(log, () =>
    activity.append({
      ...{ ...nameUnit(account, unitId), romId: rom.romId, undoes, batchId },
      ...{ decision: "skip", reason: "untracked", choice: null, outcome: "done" },
      ...{ act: isTracked ? "sync-on" : "sync-off", localBefore: null, localAfter: null, saveId: null },
      ...{ sizeBytes: 0, detail: null },
      takeBack: { kind: "tracking", accountId, unitId, isTracked: !isTracked },
    }),
  );
}
