import type { SaveRow } from "../save-row.ts";
import type { ConflictId, UnitId } from "../vocabulary.ts";
import type { HashTrust, LocalSide } from "./observation.ts";

/** Names the two sides as they stand: when either moves, the id is another one, and an old answer is stale. */
export function conflictIdOf(
  sides: { unit: { unitId: UnitId }; local: LocalSide; observation: { trust: HashTrust } },
  { head }: { head: SaveRow | null },
): ConflictId {
  const { unit, local, observation } = sides;
  const here = local.kind === "present" ? local.sha256 : "absent";
  const there = head ? `${head.id}:${contentOf(head, observation.trust)}` : "none";
  return `${unit.unitId} | ${here} | ${there}` as ConflictId;
}

/** Where a row may be overwritten in place under its old hash (RomM before 4.9), or has none, its date tells. */
function contentOf({ contentHash, sizeBytes, updatedAtMs }: SaveRow, { zipHashes }: HashTrust): string {
  return contentHash !== null && zipHashes ? contentHash : `${contentHash ?? ""}:${sizeBytes}:${updatedAtMs}`;
}
