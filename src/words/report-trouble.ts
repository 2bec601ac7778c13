import type { BadRequest } from "../../backend/contract/errors.ts";
import type { SyncError, SyncReport } from "../../backend/contract/saves/sync.ts";
import type { Outcome } from "../../backend/contract/words.ts";
import { syncError } from "./words.ts";

/** The first thing of a run that did not work, in words; null: all of it worked, or was put to the player as a choice. */
export function reportTrouble(outcome: Outcome<SyncReport, SyncError | BadRequest>): string | null {
  if (!outcome.ok) return syncError(outcome.error);
  const problem = outcome.value.lines.find((line) => line.problem !== null)?.problem ?? null;
  return problem === null ? null : syncError(problem);
}
