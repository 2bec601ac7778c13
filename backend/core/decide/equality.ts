import type { SaveRow } from "../save-row.ts";
import type { HashTrust, PresentLocal } from "./observation.ts";

/** Whether the bytes here are the row's. `unknown` is settled by fetching the row, never by a guess. */
export function compareContent(
  local: PresentLocal,
  row: SaveRow,
  trust: HashTrust,
): "equal" | "different" | "unknown" {
  const proven = trust.proven.get(row.id);
  if (proven !== undefined) return proven === local.sha256 ? "equal" : "different";
  const isTelling = trust.zipHashes || (!local.isZip && !wasPutInPlace(row));
  if (row.contentHash !== null && local.contentHash !== null && isTelling) {
    return row.contentHash === local.contentHash ? "equal" : "different";
  }
  return row.sizeBytes === local.sizeBytes || local.isZip ? "unknown" : "different";
}

/** RomM before 4.9 leaves the hash of the old bytes on a row that was overwritten in place. */
export function wasPutInPlace(row: SaveRow): boolean {
  return row.updatedAtMs - row.createdAtMs > 1000;
}

/** True only on a trustworthy hash: for rows that are not worth a download. */
export function isSurelyEqual(local: PresentLocal, row: SaveRow, trust: HashTrust): boolean {
  return compareContent(local, row, trust) === "equal";
}
