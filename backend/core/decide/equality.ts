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
  if (row.contentHash !== null && local.contentHash !== null && (trust.zipHashes || !local.isZip)) {
    return row.contentHash === local.contentHash ? "equal" : "different";
  }
  return row.sizeBytes === local.sizeBytes || local.isZip ? "unknown" : "different";
}

/** True only on a trustworthy hash: for rows that are not worth a download. */
export function isSurelyEqual(local: PresentLocal, row: SaveRow, trust: HashTrust): boolean {
  return compareContent(local, row, trust) === "equal";
}
