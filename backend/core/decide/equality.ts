import { onlyFileOf } from "../places.ts";
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
    if (row.contentHash !== local.contentHash) return "different";
    return isHashWhole(local) ? "equal" : "unknown";
  }
  return row.sizeBytes === local.sizeBytes || local.isZip ? "unknown" : "different";
}

/**
 * RomM hashes nothing but the entries of a zip. A set has nothing else; a save that is one file and only reads as a zip
 * may hold a whole session outside of them.
 */
export function isHashWhole({ isZip, members }: Pick<PresentLocal, "isZip" | "members">): boolean {
  return !isZip || (members.length > 0 && onlyFileOf(members) === null);
}

/** RomM before 4.9 leaves the hash of the old bytes on a row that was overwritten in place. */
export function wasPutInPlace(row: Pick<SaveRow, "createdAtMs" | "updatedAtMs">): boolean {
  return Math.abs(row.updatedAtMs - row.createdAtMs) > 1000;
}

/** True only on a trustworthy hash: for rows that are not worth a download. */
export function isSurelyEqual(local: PresentLocal, row: SaveRow, trust: HashTrust): boolean {
  return compareContent(local, row, trust) === "equal";
}
