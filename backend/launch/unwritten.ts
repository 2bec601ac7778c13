import type { SyncLine } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import type { PlayedSession } from "./open-games.ts";

/** Shorter ones are a look at the title screen. */
const longSessionMs = 300_000;

/**
 * What is known of sessions that wrote nothing here, after one more: whoever plays for long, three times, and finds his
 * save as it was, has most likely told us the wrong place. The same object where that tells nothing.
 */
export function afterSession(
  unit: Unit,
  line: Pick<SyncLine, "decision" | "reason">,
  session: PlayedSession | null,
): Unit {
  const isUnchanged = line.decision === "keep" && line.reason === "nothing-new";
  if (!isUnchanged || session?.hasWritten) return written(unit);
  if (session === null || session.durationMs < longSessionMs) return unit;
  const { sessions, sinceMs } = unit.unwritten ?? { sessions: 0, sinceMs: Math.round(session.sinceMs) };
  return { ...unit, unwritten: { sessions: sessions + 1, sinceMs } };
}

function written(unit: Unit): Unit {
  if (unit.unwritten === undefined) return unit;
  const { unwritten: _over, ...left } = unit;
  return left;
}
