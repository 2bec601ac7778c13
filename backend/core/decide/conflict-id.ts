import type { SaveRow } from "../save-row.ts";
import type { ConflictId, UnitId } from "../vocabulary.ts";
import { isHashCurrent } from "./equality.ts";
import type { LocalSide } from "./observation.ts";

/** Names the two sides as they stand: when either moves, the id is another one, and an old answer is stale. */
export function conflictIdOf(
  sides: { unit: { unitId: UnitId }; local: LocalSide },
  { head }: { head: SaveRow | null },
): ConflictId {
  const { unit, local } = sides;
  const here = local.kind === "present" ? local.sha256 : "absent";
  const there = head ? `${head.id}:${contentOf(head)}` : "none";
  return `${unit.unitId} | ${here} | ${there}` as ConflictId;
}

/** Where a row may be overwritten under its old hash, or has none, its date tells. */
function contentOf(row: SaveRow): string {
  const { contentHash, sizeBytes, updatedAtMs } = row;
  return isHashCurrent(row) ? `${contentHash}` : `${contentHash ?? ""}:${sizeBytes}:${updatedAtMs}`;
}
