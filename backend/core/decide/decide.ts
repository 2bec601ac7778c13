import type { SaveRow } from "../save-row.ts";
import type { Baseline } from "../state.ts";
import type { ReasonCode, SaveDecision } from "../vocabulary.ts";
import { compareContent, isHashCurrent } from "./equality.ts";
import { decideFirstMeeting, decideUnproven, isHeadAmbiguous } from "./first-meeting.ts";
import { isPerhapsSame, isSameButItsClock } from "./guise.ts";
import { isLostHere, orAskIfLost } from "./loss.ts";
import { lossTable } from "./loss-table.ts";
import type { LocalSide, Observation, PresentLocal } from "./observation.ts";
import { judgeOwnRow } from "./own-row.ts";
import { latestRow, newestRow, type RemoteView, viewRemote } from "./remote-change.ts";
import { decisionTable } from "./table.ts";

export type Verdict =
  | { kind: "decided"; decision: SaveDecision; reason: ReasonCode; head: SaveRow | null }
  /** The row's bytes must be fetched and compared first; then decide again. */
  | { kind: "compare"; row: SaveRow };

/**
 * The one decision about a unit, for status, dry run and execution alike (sync/README.md 3). Equality comes first,
 * whatever the baseline says; then the table, or one of the two rules for units without a proven baseline.
 */
export function decide(observation: Observation): Verdict {
  const { local, baseline, remote } = observation;
  if (!observation.isTracked) return decided("skip", "untracked", null);
  if (local.kind === "unavailable") return decided("skip", "location-unavailable", null);
  if (remote.kind === "assumed") {
    return baseline?.isTrusted
      ? decideAssumed(observation, local, baseline)
      : decided("skip", "not-reached", null);
  }
  const view = viewSlot(observation, remote.slotRows);
  if (view.unsettled) return { kind: "compare", row: view.unsettled };
  // To agree on one of two heads would silently choose between them.
  if (view.head && local.kind === "present" && !view.isAmbiguous && !isAgreed(local, view, baseline)) {
    const equality = compareContent(local, view.head, observation.proven);
    if (equality === "equal" && isSameButItsClock(observation, local, view.head)) {
      const { decision, reason } = lossTable["never met, equal but for its clock / another clock"];
      return decided(decision, reason, view.head);
    }
    if (equality === "equal") return decided("adopt", "equal-content", view.head);
    if (equality === "unknown" && isBaselineRow(local, view.head, baseline)) {
      return decided("keep", "unproven-still-head", view.head);
    }
    const isFetchable = !view.head.isMissingOnDisk && !isKnown(view, baseline);
    if (equality === "unknown" && isFetchable) return { kind: "compare", row: view.head };
  }
  const unequal = decideUnequal(observation, local, remote, view);
  if (unequal.kind === "compare") return unequal;
  const verdict = { ...unequal, ...orAskIfLost(observation, view, unequal) };
  if (verdict.head && isPerhapsSame(observation, verdict)) return { kind: "compare", row: verdict.head };
  if (isBlockedTransfer(verdict)) return decided("skip", "broken-on-server", view.head);
  return verdict.decision === "upload" && observation.isWrittenByOther
    ? decided("ask", "other-account-wrote-here", view.head)
    : verdict;
}

function decideUnequal(
  observation: Observation,
  local: Exclude<LocalSide, { kind: "unavailable" }>,
  remote: Extract<Observation["remote"], { kind: "listed" }>,
  view: RemoteView,
): Verdict {
  const { baseline } = observation;
  if (view.isAmbiguous) return decideAmbiguous(local, baseline, remote.slotRows, view.head);
  if (baseline === null) return decideFirstMeeting(observation, local, remote.slotRows, view.head);
  if (!baseline.isTrusted) return decideUnproven(observation, local, remote, view.head);
  if (observation.isRaced && local.kind === "present" && local.sha256 !== baseline.sha256) {
    return decided("conflict", "raced", view.head);
  }
  if (view.racedBy)
    return decided("conflict", "raced", view.change === "unchanged" ? view.racedBy : view.head);
  const own = remote.slotRows.find((row) => row.id === baseline.row.id);
  switch (judgeOwnRow(observation, view, remote.slotRows)) {
    case "raced":
      return decided("conflict", "raced", view.head);
    case "lost":
      return decided("upload", "lost-on-server", view.head);
    case "to-be-shown":
      if (own) return { kind: "compare", row: own };
  }
  const cell = decisionTable[`${changeOf(local, baseline)}/${view.change}`];
  if (cell.reason === "nothing-new" && view.isBuried) {
    return decided("upload", "older-upload-came-late", view.head);
  }
  if (cell.reason === "nothing-new" && view.broken) {
    return decided("skip", "broken-on-server", view.broken);
  }
  if (cell.reason === "both-changed" && view.head && mayBeAgreed(view.head, observation, baseline)) {
    return { kind: "compare", row: view.head };
  }
  if (cell.decision === "upload" && local.kind === "present" && isLostHere(local, observation)) {
    const { decision, reason } = lossTable[`lost / ${view.change === "gone" ? "gone" : "unchanged"}`];
    return decided(decision, reason, view.head);
  }
  return decided(cell.decision, cell.reason, view.head);
}

/** A new row of the agreed size and hash, or without one that tells, may be what was agreed on once more: then there is nothing to ask. */
function mayBeAgreed(head: SaveRow, { proven }: Observation, { row }: Baseline): boolean {
  if (head.id <= row.id || head.isMissingOnDisk || proven.has(head.id)) return false;
  if (head.isTwin) return true;
  const isOther = isHashCurrent(head) && head.contentHash !== row.contentHash;
  return !isOther && head.sizeBytes === (row.sizeBytes ?? head.sizeBytes);
}

/** Which of two rows is the newest, only the player knows; where nothing is here to lose, the last one made comes down. */
function decideAmbiguous(
  local: Exclude<LocalSide, { kind: "unavailable" }>,
  baseline: Baseline | null,
  rows: SaveRow[],
  head: SaveRow | null,
): Verdict & { kind: "decided" } {
  const isNothingHere = local.kind === "absent" || (baseline === null && local.isBlank);
  if (!isNothingHere || baseline?.isTrusted) return decided("ask", "ambiguous-head", head);
  return decided("download", baseline === null ? "first-download" : "restored", latestRow(rows));
}

/** Without asking the server: what changed here goes up, and its 409 tells if it moved. */
function decideAssumed(
  observation: Observation,
  local: Exclude<LocalSide, { kind: "unavailable" }>,
  baseline: Baseline,
): Verdict {
  if (observation.isRaced || observation.isWrittenByOther) return decided("skip", "not-reached", null);
  const change = changeOf(local, baseline);
  if (change === "absent") return decided("skip", "not-reached", null);
  const cell = decisionTable[`${change}/unchanged`];
  const isLost = change === "modified" && local.kind === "present" && isLostHere(local, observation);
  return isLost ? decided("skip", "not-reached", null) : decided(cell.decision, cell.reason, null);
}

/** The slot against the baseline; without a proven one, whatever stands there is news. */
export function viewSlot({ baseline, ...facts }: Observation, rows: SaveRow[]): RemoteView {
  if (baseline?.isTrusted) return viewRemote(rows, { ...facts, baseline });
  const current = rows.find(({ id }) => id === facts.current);
  const standing = current ? [current] : rows.filter((row) => !row.isMissingOnDisk);
  const offered = standing.length > 0 ? standing : rows;
  const head = newestRow(offered);
  return {
    change: rows.length === 0 ? "gone" : "modified",
    head,
    isAmbiguous: head !== null && isHeadAmbiguous(offered, head),
    racedBy: null,
    unsettled: null,
    isBuried: false,
    broken: null,
    news: [],
  };
}

/** Where hashes tell nothing: the bytes and the row are those of an unproven baseline, down to its dates. */
function isBaselineRow(local: PresentLocal, head: SaveRow, baseline: Baseline | null): boolean {
  if (baseline === null || baseline.isTrusted || local.sha256 !== baseline.sha256) return false;
  const {
    id,
    createdAtMs,
    contentHash,
    sizeBytes = head.sizeBytes,
    updatedAtMs = head.updatedAtMs,
  } = baseline.row;
  const isSameRow = head.id === id && head.createdAtMs === createdAtMs && head.updatedAtMs === updatedAtMs;
  return isSameRow && head.contentHash === contentHash && head.sizeBytes === sizeBytes;
}

/** The head is the row whose bytes were agreed on: nothing needs fetching to see that others are here. */
function isKnown({ change, head }: RemoteView, baseline: Baseline | null): boolean {
  if (!baseline?.isTrusted || baseline.sha256 === null) return false;
  return change === "unchanged" && head?.id === baseline.row.id;
}

/** Nothing moved on either side: there is nothing to compare. */
function isAgreed(local: PresentLocal, view: RemoteView, baseline: Baseline | null): boolean {
  return isKnown(view, baseline) && local.sha256 === baseline?.sha256;
}

/** Against what was agreed last. */
export function changeOf(local: Exclude<LocalSide, { kind: "unavailable" }>, baseline: Baseline) {
  if (local.kind === "absent") return "absent";
  return local.sha256 === baseline.sha256 ? "unchanged" : "modified";
}

function isBlockedTransfer(verdict: Verdict & { kind: "decided" }): boolean {
  return verdict.decision === "download" && verdict.head?.isMissingOnDisk === true;
}

function decided(decision: SaveDecision, reason: ReasonCode, head: SaveRow | null) {
  return { kind: "decided", decision, reason, head } as const;
}
