import type { SaveRow } from "../save-row.ts";
import type { Baseline, SeenRow } from "../state.ts";
import { compareContent } from "./equality.ts";
import type { HashTrust, LocalSide } from "./observation.ts";

/** `unknown` is settled by fetching the row. */
type Edit = "same" | "changed" | "unknown";

export interface EditFacts {
  baseline: Baseline;
  seen: Record<string, SeenRow>;
  trust: HashTrust;
  /** Spares fetching a row that must be compared with the baseline, where this device still holds those bytes. */
  local?: LocalSide;
}

/** What is remembered of a row, to find it changed in place later. */
export function toSeenRow(row: SaveRow): SeenRow {
  const { contentHash, createdAtMs, sizeBytes, updatedAtMs } = row;
  return { contentHash, createdAtMs, sizeBytes, updatedAtMs };
}

export function knownRow(row: SaveRow, { baseline, seen }: EditFacts): SeenRow | undefined {
  return row.id === baseline.row.id ? { ...seen[row.id], ...baseline.row } : seen[row.id];
}

/**
 * Whether a known row was overwritten in place, as RomM's web player does: its id and date of birth stay. A hash decides
 * where it can be trusted; before 4.9 it stays as it was, so that size and bytes must. A date alone only says "compare".
 */
export function editOf(row: SaveRow, facts: EditFacts): Edit {
  const known = knownRow(row, facts);
  if (known === undefined || row.isMissingOnDisk) return "same";
  const isSameHash = known.contentHash === row.contentHash;
  if (isSameHash && facts.trust.zipHashes && row.contentHash !== null) return "same";
  if (known.sizeBytes !== undefined && known.sizeBytes !== row.sizeBytes) return "changed";
  if (isSameHash && !isRedated(known, row)) return "same";
  if (row.id === facts.baseline.row.id) return compareWithAgreed(row, isSameHash, facts);
  return isSameHash ? compareWithOldHash(row, known, facts.trust) : "changed";
}

/** The given rows as they are now, where they were found to hold their old bytes. */
export function refreshKnown(
  facts: Omit<EditFacts, "baseline"> & { baseline: Baseline | null },
  rows: SaveRow[],
): Pick<EditFacts, "seen"> & { baseline: Baseline | null } {
  const { baseline, seen } = facts;
  if (!baseline?.isProven) return { baseline, seen };
  const same = rows.filter((row) => editOf(row, { ...facts, baseline }) === "same");
  const own = same.find((row) => row.id === baseline.row.id);
  const refreshed = same.filter((row) => seen[row.id] !== undefined).map((row) => [row.id, toSeenRow(row)]);
  return {
    baseline: own ? { ...baseline, row: { id: own.id, ...toSeenRow(own) } } : baseline,
    seen: { ...seen, ...Object.fromEntries(refreshed) },
  };
}

/** The server computed its hashes anew: the agreed row has another one over the agreed bytes. */
export function isRehashed(row: SaveRow, facts: EditFacts): boolean {
  const isMoved = row.id === facts.baseline.row.id && row.contentHash !== facts.baseline.row.contentHash;
  return isMoved && editOf(row, facts) === "same";
}

/** Whether an answer of the server shows a row as another than it was known: then it has to be looked at again. */
export function hasMoved(row: SaveRow, known: SeenRow, { zipHashes }: Pick<HashTrust, "zipHashes">): boolean {
  if (row.contentHash !== known.contentHash) return true;
  if (zipHashes && row.contentHash !== null) return false;
  return (known.sizeBytes !== undefined && known.sizeBytes !== row.sizeBytes) || isRedated(known, row);
}

function compareWithAgreed(row: SaveRow, isSameHash: boolean, { baseline, trust, local }: EditFacts): Edit {
  // The player chose this device's bytes over the row, whose own bytes were never here.
  if (baseline.sha256 === null) return isSameHash ? "same" : "changed";
  const proven = trust.proven.get(row.id);
  if (proven !== undefined) return proven === baseline.sha256 ? "same" : "changed";
  if (local?.kind !== "present") return "unknown";
  // A plain file's hash is the same by every rule of RomM's: another one is another content.
  if (!isSameHash && !local.isZip && row.contentHash !== null && trust.zipHashes) return "changed";
  if (local.sha256 !== baseline.sha256) return "unknown";
  // These are the agreed bytes: a hash of them that was computed anew is no change.
  if (trust.zipHashes && row.contentHash !== null && row.contentHash === local.contentHash) return "same";
  const equality = compareContent(local, row, trust);
  return equality === "unknown" ? "unknown" : equality === "equal" ? "same" : "changed";
}

/** Bytes of an older row that were never here: the hash that RomM kept from before is the witness, if there is one. */
function compareWithOldHash(row: SaveRow, known: SeenRow, { provenHashes }: HashTrust): Edit {
  if (known.contentHash === null) return "same";
  const now = provenHashes?.get(row.id);
  if (now === undefined) return "unknown";
  return now === null || now === known.contentHash ? "same" : "changed";
}

function isRedated(known: SeenRow, row: SaveRow): boolean {
  return known.updatedAtMs !== undefined && Math.abs(known.updatedAtMs - row.updatedAtMs) > 1000;
}
