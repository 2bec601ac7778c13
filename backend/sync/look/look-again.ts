import { decide } from "../../core/decide/decide.ts";
import type { Look } from "./look.ts";
import { readUnit, toObserved } from "./observe.ts";
import { observeLocal } from "./observe-local.ts";
import type { Work } from "./record.ts";

/**
 * The same rows, with the unit and its files as they are by now: after something was recorded that the rows do not
 * change by. Null: it is not registered any more, or RomM would have to be asked.
 */
export async function lookAgain(
  work: Work,
  { rows, observed }: Look,
  signal: AbortSignal,
): Promise<Look | null> {
  const { deps, session, unitId } = work;
  const now = readUnit(deps, session, unitId);
  if (!now || rows === null) return null;
  const onDisk = await observeLocal(deps, now.unit, signal);
  const { proven } = observed.observation;
  const again = toObserved({ ...now, session, ...onDisk, rows, proven });
  const verdict = decide(again.observation);
  return verdict.kind === "decided" ? { observed: again, verdict, rows } : null;
}
