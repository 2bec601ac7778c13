import { didMake } from "../marks/late.ts";
import type { SentUpload } from "../marks.ts";
import type { SaveRow } from "../save-row.ts";
import type { DeviceId, RemoteChange, SaveId } from "../vocabulary.ts";
import { type Edit, type EditFacts, findEdits, knownRow } from "./edited-row.ts";
import { holdsAgreed, isHashWhole, wasPutInPlace } from "./equality.ts";
import { isRowLost, isTwinOf } from "./twins.ts";

export interface RemoteView {
  change: RemoteChange;
  /** The row that a download would bring; null: the slot is empty. */
  head: SaveRow | null;
  /** Two rows may be the newest, and which is, only the server's clock says: an old row was changed in place and new rows came, or its clock was set back. */
  isAmbiguous: boolean;
  /** Another passed the server's check beside us: a row slipped in, or was changed, below our own upload. */
  racedBy: SaveRow | null;
  /** Whether this row was changed in place must be settled first, by its bytes; then view again. */
  unsettled: SaveRow | null;
  /** Older content lies on top, of an upload that came late or of rows below which one was changed: the agreed one has to go there. */
  isBuried: boolean;
  /** The newest of the rows that are new here, and whose file RomM has not: they are no news. */
  broken: SaveRow | null;
  /** Every row that is new here, broken ones too. */
  news: readonly SaveRow[];
}

export interface RemoteFacts extends EditFacts {
  ownDeviceId: DeviceId;
  late?: readonly SentUpload[];
  /** The save that the slot's line stands at; absent: it has no line. */
  current?: SaveId | undefined;
}

/**
 * What happened to a slot since the baseline. Dates alone never make a row new: a visibility toggle, a re-hash
 * or a clock set back re-date old rows. Ids and hashes do; a re-used id shows a server restored from a dump.
 */
export function viewRemote(rows: SaveRow[], facts: RemoteFacts): RemoteView {
  const { baseline } = facts;
  const none = {
    head: null,
    isAmbiguous: false,
    racedBy: null,
    unsettled: null,
    isBuried: false,
    broken: null,
    news: [],
  };
  if (rows.length === 0) return { ...none, change: "gone" };
  const current = rows.find(({ id }) => id === facts.current);
  if (current) return { ...none, ...viewLine(rows, current, facts) };
  const anchor = rows.find((row) => row.id === baseline.row.id);
  const above = rows.filter((row) => row.id > baseline.row.id);
  const unseen = above.filter((row) => !isLateOwn(row, facts) && !isSeen(row, facts));
  const added = unseen.filter((row) => !row.isMissingOnDisk);
  const broken = latestRow(unseen.filter((row) => row.isMissingOnDisk));
  const { changed, unsettled } = findEdited(rows, facts);
  if (wentBack(rows, unseen.length + changed.length, facts)) {
    return { ...none, change: "behind", head: newestRow(rows) };
  }
  if (unsettled) return { ...none, change: "unchanged", head: anchor ?? null, unsettled };
  const racedBy = rows.find((row) => slippedIn(row, anchor, facts)) ?? editedBelow(changed, facts);
  const latest = latestRow(added);
  const edited = newestRow(changed);
  const head = latest && edited ? newestRow([latest, edited]) : (latest ?? edited);
  if (latest && !edited && added.every((row) => isAgreedContent(row, anchor, facts))) {
    return { ...none, change: "unchanged", head: latest, racedBy };
  }
  if (head) {
    const isAmbiguous = latest !== null && head === edited;
    return { ...none, change: "modified", head, isAmbiguous, racedBy, news: unseen };
  }
  const standing = above.filter((row) => !row.isMissingOnDisk);
  const isBuried = standing.some(
    (row) => row.contentHash === null || row.contentHash !== anchor?.contentHash,
  );
  return { ...none, change: "unchanged", head: anchor ?? newestRow(rows), racedBy, isBuried, broken };
}

/**
 * A line of RomM 5.5: the head is what it stands at, also where that is an older row (somebody went back to it); branches
 * and rows beside the line never are, and the agreed row may have left it.
 */
function viewLine(
  rows: SaveRow[],
  current: SaveRow,
  facts: RemoteFacts,
): Pick<RemoteView, "change" | "head" | "racedBy"> {
  const { baseline } = facts;
  const agreed = rows.find((row) => row.id === baseline.row.id);
  const racedBy = rows.find((row) => slippedIn(row, agreed, facts)) ?? null;
  const isStill = current.id === (baseline.lineSaveId ?? baseline.row.id);
  if (!isStill && !isAgreedContent(current, agreed, facts))
    return { change: "modified", head: current, racedBy };
  return { change: "unchanged", head: agreed ?? current, racedBy };
}

/** Below an older row that was changed in place, and agreed on, lie newer ones that were known by then. */
function isSeen(row: SaveRow, { seen }: RemoteFacts): boolean {
  const known = seen[row.id];
  return known !== undefined && isSameSecond(known, row);
}

/** A row above the agreed one that an unanswered upload of ours made: its content was sent before the agreed one. */
function isLateOwn(row: SaveRow, { late = [], ...facts }: RemoteFacts): boolean {
  return late.some((mark) => didMake(mark, row, facts));
}

/** A slot that was lost, or cleared, was filled again with what both sides agreed on: no step forward. */
function isAgreedContent(
  row: SaveRow,
  agreed: SaveRow | undefined,
  { baseline, local, proven }: RemoteFacts,
): boolean {
  if (holdsAgreed(proven.get(row.id) ?? null, baseline, local)) return true;
  // Nothing says whose bytes its hash was made of.
  if (isRowLost(row) || (agreed && isRowLost(agreed))) return false;
  if (row.contentHash === null || row.contentHash !== baseline.row.contentHash) return false;
  const { sizeBytes, createdAtMs, updatedAtMs = createdAtMs } = baseline.row;
  if (row.sizeBytes !== (sizeBytes ?? row.sizeBytes)) return false;
  if (wasPutInPlace(row) || wasPutInPlace({ createdAtMs, updatedAtMs })) return false;
  return baseline.sha256 !== null && local?.kind === "present" && isHashWhole(local);
}

/** The greatest id: ids only grow, while a clock that was set back dates a newer row before an older one. */
export function latestRow(rows: SaveRow[]): SaveRow | null {
  return rows.reduce<SaveRow | null>((best, row) => (best === null || row.id > best.id ? row : best), null);
}

/** The greatest (updated_at, id). */
export function newestRow(rows: SaveRow[]): SaveRow | null {
  return rows.reduce<SaveRow | null>((best, row) => (best === null || isNewer(row, best) ? row : best), null);
}

function isNewer(row: SaveRow, than: SaveRow): boolean {
  return row.updatedAtMs === than.updatedAtMs ? row.id > than.id : row.updatedAtMs > than.updatedAtMs;
}

/** Rows that were overwritten in place. Of those to be fetched the agreed one is first: it may speak for the others. */
function findEdited(rows: SaveRow[], facts: RemoteFacts) {
  const isOld = (row: SaveRow) => row.id <= facts.baseline.row.id || isSeen(row, facts);
  const old = rows.filter((row) => isOld(row) && !isReused(row, facts));
  const edits = findEdits(old, facts);
  const rowsOf = (kind: Edit) => edits.filter(({ edit }) => edit === kind).map(({ row }) => row);
  return { unsettled: latestRow(rowsOf("unknown")), changed: rowsOf("changed") };
}

/** A known id with another date of birth is another row. */
function isReused(row: SaveRow, facts: RemoteFacts): boolean {
  const known = knownRow(row, facts);
  return known !== undefined && !isSameSecond(known, row);
}

function wentBack(rows: SaveRow[], newCount: number, facts: RemoteFacts): boolean {
  const { baseline, seen } = facts;
  if (rows.some((row) => isReused(row, facts))) return true;
  if (rows.some((row) => row.id === baseline.row.id)) return false;
  const isOlderSeenStanding = rows.some((row) => row.id < baseline.row.id && seen[row.id] !== undefined);
  return isOlderSeenStanding || newCount === 0;
}

/**
 * Its origin proves nothing: two Decks that were cloned, machine-id and all, are one device to RomM. One that has our own
 * row's file holds what that holds.
 */
function slippedIn(row: SaveRow, own: SaveRow | undefined, facts: RemoteFacts): boolean {
  const { baseline, seen } = facts;
  const parentSaveId = baseline.isFirst ? 0 : baseline.parentSaveId;
  if (parentSaveId === null || isLateOwn(row, facts)) return false;
  const isBetween = row.id > parentSaveId && row.id < baseline.row.id;
  const isSameContent = row.contentHash !== null && row.contentHash === baseline.row.contentHash;
  const isSameFile = own !== undefined && isTwinOf(row, own);
  return isBetween && seen[row.id] === undefined && !isSameContent && !isSameFile;
}

/** An older row that was changed when our own upload is first seen: which came first, nobody can tell. */
function editedBelow(changed: SaveRow[], { baseline }: RemoteFacts): SaveRow | null {
  if (baseline.parentSaveId === null) return null;
  return newestRow(changed.filter((row) => row.id < baseline.row.id));
}

/** Times are whole seconds, plus or minus one: MySQL rounds where MariaDB truncates. */
function isSameSecond(known: { createdAtMs: number }, row: SaveRow): boolean {
  return Math.abs(known.createdAtMs - row.createdAtMs) <= 1000;
}
