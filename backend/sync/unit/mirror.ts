import { RommError } from "../../core/romm-error.ts";
import type { Unit } from "../../core/state.ts";
import { changeUnit, type Work } from "../look/record.ts";

/** Follows the save from now on, or no more. RomM is told later; what was missed meanwhile asks for a listing first. */
export function withTracking(unit: Unit, isTracked: boolean, nowMs: number): Unit {
  if (unit.isTracked === isTracked) return unit;
  if (unit.baseline === null) return { ...unit, isTracked };
  // RomM's "untrack" leaves a mark that passes its 409 check: the first upload after it must not trust that alone.
  const look = isTracked ? { look: { sinceMs: Math.round(nowMs) } } : {};
  return { ...unit, isTracked, owed: { ...unit.owed, ...look, tracking: { isTracked } } };
}

/**
 * Tells RomM whether the player follows the save: of the row that we hold, and of no other, since RomM keeps the word
 * per row. Ours is the word that counts, so nothing is ever read back. While RomM is out of reach the mark stays.
 */
export async function mirrorTracking(work: Work, signal: AbortSignal): Promise<void> {
  const { deps, session, unitId } = work;
  const unit = deps.store.current().accounts[session.accountId]?.units[unitId];
  const tracking = unit?.owed.tracking;
  if (!tracking) return;
  const saveId = unit.baseline?.row.id;
  if (saveId !== undefined && !(await tell(work, { saveId, ...tracking }, signal))) return;
  await changeUnit(work, (now) => {
    if (now.owed.tracking?.isTracked !== tracking.isTracked) return now;
    const { tracking: _told, ...owed } = now.owed;
    return { ...now, owed };
  });
}

type Told = { saveId: NonNullable<Unit["baseline"]>["row"]["id"]; isTracked: boolean };

/** False: it must be tried again. A row that RomM does not have any more needs no word. */
async function tell({ deps, session }: Work, { saveId, isTracked }: Told, signal: AbortSignal) {
  const { server, deviceId } = session;
  try {
    if (isTracked) await server.trackSave({ saveId, deviceId }, signal);
    else await server.untrackSave({ saveId, deviceId }, signal);
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    if (!(error instanceof RommError)) throw error;
    deps.log.info("RomM could not be told yet which saves are followed.", { code: error.code });
    return error.code === "not-found" && error.entity === "save";
  }
}
