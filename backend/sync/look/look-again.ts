import { decide } from "../../core/decide/decide.ts";
import type { Look } from "./look.ts";
import { readUnit, toSighting } from "./observe.ts";
import { observeLocal } from "./observe-local.ts";
import type { Work } from "./record.ts";

/**
 * The same rows, with the unit and its files as they are by now: after something was recorded that the rows do not
 * change by. Null: it is not registered any more, or RomM would have to be asked.
 */
export async function lookAgain(
  work: Work,
  { rows, sighting }: Look,
  signal: AbortSignal,
): Promise<Look | null> {
  const { deps, session, unitId } = work;
  const now = readUnit(deps, session, unitId);
  if (!now || rows === null) return null;
  const observed = await observeLocal(deps, now.unit, signal);
  const { proven } = sighting.observation;
  const again = toSighting({ ...now, session, ...observed, rows, proven });
  const verdict = decide(again.observation);
  return verdict.kind === "decided" ? { sighting: again, verdict, rows } : null;
}
