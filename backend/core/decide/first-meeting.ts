import type { SaveRow } from "../save-row.ts";
import type { ReasonCode, SaveDecision } from "../vocabulary.ts";
import { isSurelyEqual } from "./equality.ts";
import type { LocalSide, Observation, PresentLocal, ProvenRows } from "./observation.ts";
import { isRowLost } from "./twins.ts";

type KnownLocal = Exclude<LocalSide, { kind: "unavailable" }>;
type Decided = { kind: "decided"; decision: SaveDecision; reason: ReasonCode; head: SaveRow | null };

/** No baseline, and local is not the head: only one side moves by itself, two different sides ask. */
export function decideFirstMeeting(
  observation: Observation,
  local: KnownLocal,
  slotRows: SaveRow[],
  head: SaveRow | null,
): Decided {
  const isNothingHere = local.kind === "absent" || local.isBlank;
  if (head === null) {
    if (local.kind === "absent") return decided("keep", "no-save-yet", null);
    if (local.isBlank) return decided("keep", "blank-save", null);
    return decided("upload", "first-upload", null);
  }
  if (isNothingHere) return decided("download", "first-download", head);
  if (isOlderVersion(local, slotRows, observation.proven)) {
    return decided("download", "older-version-here", head);
  }
  return decided("conflict", "first-meeting", head);
}

/** The baseline came back from a backup: it may be old, so nothing goes up on its word. */
export function decideUnproven(
  observation: Observation,
  local: KnownLocal,
  remote: { slotRows: SaveRow[]; otherRows: SaveRow[] },
  head: SaveRow | null,
): Decided {
  const { proven } = observation;
  if (local.kind === "absent") {
    return head ? decided("download", "restored", head) : decided("forget", "gone-on-both-sides", null);
  }
  if (head && isOlderVersion(local, remote.slotRows, proven)) {
    return decided("download", "older-version-here", head);
  }
  if (remote.otherRows.some((row) => row.slot !== null && isSurelyEqual(local, row, proven))) {
    return decided("ask", "belongs-to-other-slot", head);
  }
  return decided("conflict", "unproven-differs", head);
}

/** RomM can hand these bytes out: what comes in their place then does away with nothing that is only here. */
function isOlderVersion(local: PresentLocal, slotRows: SaveRow[], proven: ProvenRows): boolean {
  return slotRows.some((row) => !isRowLost(row) && isSurelyEqual(local, row, proven));
}

/** A clock that was set back makes an older row look newest; if the contents differ, only the player knows. */
export function isHeadAmbiguous(rows: SaveRow[], head: SaveRow): boolean {
  const latest = rows.reduce((best, row) => (row.id > best.id ? row : best), head);
  return latest.id !== head.id && (latest.contentHash === null || latest.contentHash !== head.contentHash);
}

function decided(decision: SaveDecision, reason: ReasonCode, head: SaveRow | null): Decided {
  return { kind: "decided", decision, reason, head };
}
