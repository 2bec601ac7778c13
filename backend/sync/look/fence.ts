import { standstillOf } from "../../core/decide/standstill.ts";
import { ChangedMeanwhile, Running, Unsupported } from "../../work/problems.ts";
import { type Observed, readUnit } from "./observe.ts";
import type { Purpose, Work } from "./record.ts";

/** Why the unit's files belong to a game now: it runs, or a launch was let go and its process is still to come. */
export async function whyBusy(work: Work, { unit, account }: Observed): Promise<Busy | null> {
  if (await work.deps.fence.isRunning(unit, account)) return "running";
  return (await isLeasedToOther(work)) ? "starting" : null;
}

export type Busy = "running" | "starting";

/** The same within the last second, before work whose writing asks anew. */
export async function whyWasBusy(work: Work, observed: Observed): Promise<Busy | null> {
  const { unit, account } = observed;
  if (await work.deps.fence.wasRunning(unit, account)) return "running";
  // A game may have come within that second.
  return (await isLeasedToOther(work)) ? await whyBusy(work, observed) : null;
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
  const busy = await whyBusy(work, observed);
  if (busy !== null) throw new Running("The game runs, or is about to; its save stays as it is.", busy);
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
