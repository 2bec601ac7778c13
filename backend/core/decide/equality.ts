import { isSameProgress } from "../save-formats/body.ts";
import type { SaveRow } from "../save-row.ts";
import { isFolderName } from "../shapes/folder-names.ts";
import { onlyFileOf } from "../shapes/set.ts";
import type { Baseline } from "../state.ts";
import type { LocalSide, PresentLocal, ProvenRow, ProvenRows } from "./observation.ts";

/** Whether the bytes here are the row's. `unknown` is settled by fetching the row, never by a guess. */
export function compareContent(
  local: PresentLocal,
  row: SaveRow,
  proven: ProvenRows,
): "equal" | "different" | "unknown" {
  const fetched = proven.get(row.id);
  if (fetched !== undefined) return fetched && isSameContent(local, fetched) ? "equal" : "different";
  if (row.contentHash !== null && local.contentHash !== null && isHashTelling(row, local)) {
    if (row.contentHash !== local.contentHash) return "different";
    return isHashWhole(local) ? "equal" : "unknown";
  }
  return row.sizeBytes === local.sizeBytes || local.isZip || row.isTwin ? "unknown" : "different";
}

/** Whether bytes of another hash are other bytes than the row's. */
export function isHashTelling(row: SaveRow, { isZip }: { isZip: boolean }): boolean {
  return !row.isTwin && (isHashCurrent(row) || (!isZip && !wasPutInPlace(row)));
}

/** A row's bytes are those that were agreed on; what stands here may be those with another clock. */
export function holdsAgreed(
  fetched: ProvenRow | null,
  { sha256 }: Pick<Baseline, "sha256">,
  local: LocalSide | undefined,
): boolean {
  if (fetched === null || sha256 === null) return false;
  if (fetched.sha256 === sha256) return true;
  return local?.kind === "present" && local.sha256 === sha256 && isSameContent(local, fetched);
}

/** Its clock and its packing are no content. */
function isSameContent(local: PresentLocal, { sha256, content }: ProvenRow): boolean {
  if (sha256 === local.sha256) return true;
  return content !== undefined && isSameProgress(local, { sha256, ...content });
}

/**
 * RomM before 4.9 hashed a zip's bytes and not its entries, and left the old hash on a row that was overwritten in
 * place; no update of RomM mends either. Only since then does it tell which device made a row.
 */
export function isHashCurrent({
  contentHash,
  originDeviceId,
}: Pick<SaveRow, "contentHash" | "originDeviceId">): boolean {
  return contentHash !== null && originDeviceId !== null;
}

/**
 * RomM hashes nothing but the entries of a zip. A set has nothing else; a save that is one file and only reads as a zip
 * may hold a whole session outside of them.
 */
export function isHashWhole({ isZip, members }: Pick<PresentLocal, "isZip" | "members">): boolean {
  if (!isZip) return true;
  // Nor does it hash empty folders.
  return members.length > 0 && onlyFileOf(members) === null && !members.some(isFolderName);
}

/** Or only re-dated: a date does not tell which. */
export function wasPutInPlace(row: Pick<SaveRow, "createdAtMs" | "updatedAtMs">): boolean {
  return Math.abs(row.updatedAtMs - row.createdAtMs) > 1000;
}

/** True only on a trustworthy hash: for rows that are not worth a download. */
export function isSurelyEqual(local: PresentLocal, row: SaveRow, proven: ProvenRows): boolean {
  return compareContent(local, row, proven) === "equal";
}
