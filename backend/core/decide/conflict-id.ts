import type { SaveRow } from "../save-row.ts";
import type { ConflictId, UnitId } from "../vocabulary.ts";
import type { LocalSide } from "./observation.ts";

/** Names the two sides as they stand: when either moves, the id is another one, and an old answer is stale. */
export function conflictIdOf(
  { unit, local }: { unit: { unitId: UnitId }; local: LocalSide },
  { head }: { head: SaveRow | null },
): ConflictId {
  const here = local.kind === "present" ? local.sha256 : "absent";
  const there = head ? `${head.id}:${head.contentHash ?? head.sizeBytes}` : "none";
  return `${unit.unitId} | ${here} | ${there}` as ConflictId;
}
