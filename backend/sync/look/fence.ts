import { standstillOf } from "../../core/decide/standstill.ts";
import { ChangedMeanwhile, Running, Unsupported } from "../../work/problems.ts";
import { type Observed, readUnit } from "./observe.ts";
import type { Purpose, Work } from "./record.ts";

/** Whether the unit's files belong to a game now: it runs, or a launch was let go and its process is still to come. */
export async function isBusy(work: Work, { unit, account }: Observed): Promise<boolean> {
  return (await work.deps.fence.isRunning(unit, account)) || (await isLeasedToOther(work));
}

/** The same within the last second, before work whose writing asks anew. */
export async function wasBusy(work: Work, { unit, account }: Observed): Promise<boolean> {
  return (await work.deps.fence.wasRunning(unit, account)) || (await isLeasedToOther(work));
}

async function isLeasedToOther({ deps, unitId, purpose }: Work): Promise<boolean> {
  return !overrulesLease(purpose) && (await deps.fence.isLeased(unitId));
}

/** A launch's check may write, since its verdict is not out yet; and who answers a question does not wait for a game. */
export function overrulesLease(purpose: Purpose): boolean {
  return purpose === "launch" || purpose === "answer";
}

/** Before the unit's files are replaced: nobody plays, and what was seen is not older than a sleep. */
export async function refuseIfBusy(work: Work, observed: Observed): Promise<void> {
  if (await isBusy(work, observed)) throw new Running("The game runs; its save stays as it is.");
  work.sleep.refuseIfSlept();
}

/** Before a save is replaced, by whosever word: of a card that games share it would be the others' saves, too. */
export function refuseIfShared({ unit }: Observed): void {
  const standstill = standstillOf(unit, {});
  if (standstill?.reason === "unsupported") throw new Unsupported(standstill.detail);
}

/** Before bytes move: since the look, the player may have let the unit go, or switched this device's sync off. */
export function refuseIfLetGo({ deps, session, unitId }: Work): void {
  const now = readUnit(deps, session, unitId);
  if (!now?.unit.isTracked || standstillOf(now.unit, now.account)) {
    throw new ChangedMeanwhile("The save is not followed any more.");
  }
}
