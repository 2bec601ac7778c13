import type { PlayStatusLine } from "../contract/play-status.ts";
import type { PlannedStatus } from "../core/play-status/plan.ts";
import { RommError } from "../core/romm-error.ts";
import type { PlayStatus } from "../core/vocabulary.ts";
import type { PlayStatusServer } from "../ports/play-status-server.ts";
import { concernsAll, mayHaveArrived } from "./problems.ts";

/** What came of one planned status. */
export interface StatusResult {
  planned: PlannedStatus;
  outcome: PlayStatusLine["outcome"];
  /** Nobody knows whether RomM carried it out. */
  isUnsure: boolean;
  error: RommError | null;
}

/**
 * Writes the differences, one after the other: a launch check must always find a free connection. A failure is that
 * game's alone, unless it would be the same for all: then the others are not asked any more.
 */
export async function writeStatuses(
  server: PlayStatusServer,
  planned: readonly PlannedStatus[],
  signal: AbortSignal,
): Promise<{ results: StatusResult[]; endedBy: RommError | null }> {
  const results: StatusResult[] = [];
  let endedBy: RommError | null = null;
  for (const one of planned) {
    const isOver: boolean = endedBy !== null || signal.aborted;
    const result: StatusResult =
      one.write === null || isOver ? leave(one) : await writeOne(server, one, one.write, signal);
    results.push(result);
    if (result.error && !signal.aborted && concernsAll(result.error)) endedBy = result.error;
  }
  return { results, endedBy };
}

export function leave(planned: PlannedStatus): StatusResult {
  const outcome = planned.write === null ? "kept" : "not-reached";
  return { planned, outcome, isUnsure: false, error: null };
}

async function writeOne(
  server: PlayStatusServer,
  planned: PlannedStatus,
  status: PlayStatus,
  signal: AbortSignal,
): Promise<StatusResult> {
  try {
    await server.setStatus({ romId: planned.rom.romId, status }, signal);
    return { planned, outcome: "done", isUnsure: false, error: null };
  } catch (error) {
    if (!(error instanceof RommError)) throw error;
    if (signal.aborted) return { ...leave(planned), isUnsure: true };
    return { planned, outcome: "failed", isUnsure: mayHaveArrived(error), error };
  }
}
