import type { SaveRow } from "../save-row.ts";
import { isUnmoved, type SeenRow, toSeenRow } from "../seen-row.ts";
import type { Baseline } from "../state.ts";
import { compareContent, holdsAgreed, isHashCurrent, wasPutInPlace } from "./equality.ts";
import type { LocalSide, ProvenRows } from "./observation.ts";
import { isUnshown } from "./own-row.ts";

/** `unknown` is settled by fetching the row. */
export type Edit = "same" | "changed" | "unknown";

export interface EditFacts {
  baseline: Baseline;
  seen: Record<string, SeenRow>;
  proven: ProvenRows;
  /** Spares fetching a row that must be compared with the baseline, where this device still holds those bytes. */
  local?: LocalSide;
}

type RowsFacts = Omit<EditFacts, "baseline" | "local"> & { baseline: Baseline | null };

/** The rows as they are, each with what is known of its bytes. */
export function seeRows(rows: SaveRow[], facts: RowsFacts): Record<string, SeenRow> {
  return Object.fromEntries(rows.map((row) => [row.id, withBytes(row, facts)]));
}

/**
 * The rows that were read, or could be. One that could not be handed out is as it was seen before, or
 * was not seen: should its file come back, it holds what was never here. Only our own upload that was lost as it was made
 * holds nothing that anybody could have changed.
 */
export function seeStandingRows(rows: SaveRow[], facts: RowsFacts): Record<string, SeenRow> {
  const { seen, baseline } = facts;
  const isLostOwn = (row: SaveRow) => row.id === baseline?.row.id && isUnshown(baseline);
  return Object.fromEntries(
    rows.flatMap((row) => {
      const isUnread = row.isMissingOnDisk && !isLostOwn(row);
      const known = isUnread ? seen[row.id] : withBytes(row, facts);
      return known ? [[row.id, known] as const] : [];
    }),
  );
}

function withBytes(row: SaveRow, { seen, baseline, proven }: RowsFacts): SeenRow {
  const now = toSeenRow(row);
  if (!now.isOriginless) return now;
  const known = baseline ? knownRow(row, { seen, baseline }) : seen[row.id];
  const sha256 = proven.get(row.id)?.sha256 ?? (known && isUnmoved(known, now) ? known.sha256 : undefined);
  return sha256 === undefined ? now : { ...now, sha256 };
}

export function knownRow(
  row: SaveRow,
  { baseline, seen }: Pick<EditFacts, "baseline" | "seen">,
): SeenRow | undefined {
  if (row.id !== baseline.row.id) return seen[row.id];
  const { id: _same, ...agreed } = baseline.row;
  return { ...seen[row.id], ...agreed, ...(baseline.sha256 && { sha256: baseline.sha256 }) };
}

/**
 * Which known rows were overwritten in place, as RomM's web player does: their id and date of birth stay. Where the
 * agreed row shows that the server computed its hashes anew, other hashes over the same sizes are no change.
 */
export function findEdits(rows: SaveRow[], facts: EditFacts): { row: SaveRow; edit: Edit }[] {
  const agreed = rows.find((row) => row.id === facts.baseline.row.id);
  const isAgreedRehashed = agreed !== undefined && isRehashed(agreed, facts);
  return rows.map((row) => {
    const known = knownRow(row, facts);
    const isOther = row !== agreed && known?.contentHash !== row.contentHash;
    const isRehash = isAgreedRehashed && isOther && known?.sizeBytes === row.sizeBytes;
    return { row, edit: isRehash ? "same" : editOf(row, facts) };
  });
}

function isRehashed(agreed: SaveRow, facts: EditFacts): boolean {
  return agreed.contentHash !== facts.baseline.row.contentHash && editOf(agreed, facts) === "same";
}

/**
 * Another size tells, and so does a hash that is current; any other hash, or a date, only says "compare". Where a row
 * cannot be fetched for that, what it may hold is not covered.
 */
function editOf(row: SaveRow, facts: EditFacts): Edit {
  const known = knownRow(row, facts);
  if (known === undefined) return "same";
  if (holdsOthers(row, facts)) return "changed";
  const isSameHash = known.contentHash === row.contentHash;
  if (isSameHash && isHashCurrent(row)) return "same";
  if (known.sizeBytes !== undefined && known.sizeBytes !== row.sizeBytes) return "changed";
  if (isSameHash && !isRedated(known, row)) return "same";
  if (!isSameHash && isHashCurrent(row)) return "changed";
  const isAgreed = row.id === facts.baseline.row.id && facts.baseline.sha256 !== null;
  const edit = isAgreed
    ? compareWithAgreed(row, isSameHash, facts)
    : compareWithOldHash(row, known, facts.proven);
  return edit === "unknown" && row.isMissingOnDisk ? "changed" : edit;
}

/** Our upload's row was fetched, and another's bytes lie in it: two uploads within one second had one file. */
function holdsOthers(row: SaveRow, { baseline, proven, local }: EditFacts): boolean {
  if (row.id !== baseline.row.id || !isUnshown(baseline)) return false;
  const fetched = proven.get(row.id);
  return fetched !== undefined && !holdsAgreed(fetched, baseline, local);
}

/** The given rows as they are now, where they were found to hold their old bytes. The same objects: nothing moved. */
export function refreshKnown(
  facts: Omit<EditFacts, "baseline"> & { baseline: Baseline | null },
  rows: SaveRow[],
): Pick<EditFacts, "seen"> & { baseline: Baseline | null } {
  const { baseline, seen, proven } = facts;
  if (!baseline?.isTrusted) return { baseline, seen };
  const known = { ...facts, baseline };
  const moved = findEdits(rows, known).flatMap(({ row, edit }) => {
    const before = knownRow(row, known);
    const isRefreshed = edit === "same" && before !== undefined && !row.isMissingOnDisk;
    return isRefreshed && !isUnmoved(before, toSeenRow(row)) ? [{ row, before }] : [];
  });
  if (moved.length === 0) return { baseline, seen };
  const refreshed = moved.map(({ row, before }) => {
    const now = toSeenRow(row);
    const sha256 = now.isOriginless && (proven.get(row.id)?.sha256 ?? before.sha256);
    return [row.id, { ...now, ...(sha256 && { sha256 }) }] as const;
  });
  const own = moved.find(({ row }) => row.id === baseline.row.id)?.row;
  return {
    baseline: own ? { ...baseline, row: { id: own.id, ...toSeenRow(own) } } : baseline,
    seen: { ...seen, ...Object.fromEntries(refreshed) },
  };
}

/** Whether an answer of the server shows a row as another than it was known: then it has to be looked at again. */
export function hasMoved(row: SaveRow, known: SeenRow): boolean {
  if (row.contentHash !== known.contentHash) return true;
  if (isHashCurrent(row)) return false;
  return (known.sizeBytes !== undefined && known.sizeBytes !== row.sizeBytes) || isRedated(known, row);
}

function compareWithAgreed(row: SaveRow, isSameHash: boolean, { baseline, proven, local }: EditFacts): Edit {
  const fetched = proven.get(row.id);
  if (fetched !== undefined) return holdsAgreed(fetched, baseline, local) ? "same" : "changed";
  if (local?.kind !== "present") return "unknown";
  // A plain file's hash is the same by every rule of RomM's; before 4.9 it had none.
  const hadHash = baseline.row.contentHash !== null && row.contentHash !== null;
  if (!isSameHash && !local.isZip && hadHash) return "changed";
  if (local.sha256 !== baseline.sha256) return "unknown";
  // A hash that was computed anew tells of the bytes as they are.
  if (!isSameHash && row.contentHash !== null && row.contentHash === local.contentHash) return "same";
  const equality = compareContent(local, row, proven);
  return equality === "unknown" ? "unknown" : equality === "equal" ? "same" : "changed";
}

/**
 * A row that is not what stands here: the witness is its bytes, if they ever were here, or else the hash that RomM told
 * of them. Where that may have been a left one, nobody can tell, and what is newer is not replaced on a guess.
 */
function compareWithOldHash(row: SaveRow, known: SeenRow, proven: ProvenRows): Edit {
  const { contentHash, createdAtMs, updatedAtMs = createdAtMs, sha256 } = known;
  const fetched = proven.get(row.id);
  if (sha256 === undefined) {
    // An update from 4.8 computes the hashes that were missing: over the same size that is no sign of a change.
    if (contentHash === null) return "same";
    if (known.isOriginless && wasPutInPlace({ createdAtMs, updatedAtMs })) return "same";
  }
  if (fetched === undefined) return "unknown";
  if (sha256 !== undefined) return fetched?.sha256 === sha256 ? "same" : "changed";
  return contentHash !== null && fetched?.contentHashes.includes(contentHash) ? "same" : "changed";
}

function isRedated(known: SeenRow, row: SaveRow): boolean {
  return known.updatedAtMs !== undefined && Math.abs(known.updatedAtMs - row.updatedAtMs) > 1000;
}
