import { decide } from "../../backend/core/decide/decide.ts";
import type { LocalSide, Observation, ProvenRows } from "../../backend/core/decide/observation.ts";
import { viewRemote } from "../../backend/core/decide/remote-change.ts";
import type { SentUpload } from "../../backend/core/marks.ts";
import type { SaveRow } from "../../backend/core/save-row.ts";
import type { Baseline } from "../../backend/core/state.ts";
import { aBaseline, aRow, here, seenOf } from "./observations.ts";

/** `upload: played-here`, or `compare 6` where a row has to be fetched first. */
export function verdictOf(observation: Observation): string {
  const verdict = decide(observation);
  return verdict.kind === "compare" ? `compare ${verdict.row.id}` : `${verdict.decision}: ${verdict.reason}`;
}

/** What the slot held when this Deck last looked: the row agreed on, and one below it. */
export const older = aRow(4, "older");
export const agreed = aRow(5, "agreed");

/** Of the Deck, besides the rows; what is not told is as it was agreed. */
export interface Facts {
  baseline?: Baseline;
  seen?: SaveRow[];
  proven?: ProvenRows;
  local?: LocalSide;
  late?: SentUpload[];
}

/** `modified, head 6`, with what is doubtful about it. */
export function view(rows: SaveRow[], facts: Facts = {}): string {
  const { baseline = aBaseline(5, "agreed"), proven = new Map(), ...rest } = facts;
  const seen = seenOf(facts.seen ?? [older, agreed]);
  const seenFacts = { ...rest, baseline, seen, proven, ownDeviceId: here };
  const { change, head, racedBy, isAmbiguous, unsettled, isBuried } = viewRemote(rows, seenFacts);
  if (unsettled) return `compare ${unsettled.id}`;
  const doubt = `${isAmbiguous ? ", ambiguous" : ""}${isBuried ? ", buried" : ""}`;
  return `${change}, head ${head?.id ?? "none"}${doubt}${racedBy ? `, raced by ${racedBy.id}` : ""}`;
}
