import type { SaveRow } from "../save-row.ts";
import type { Sides } from "../state.ts";
import type { ConflictId, UnitId } from "../vocabulary.ts";
import { isHashCurrent } from "./equality.ts";
import type { LocalSide } from "./observation.ts";

/** The two sides as they stand. */
export function sidesOf({ local }: { local: LocalSide }, { head }: { head: SaveRow | null }): Sides {
  return {
    local: local.kind === "present" ? local.sha256 : null,
    remote: head && `${head.id}:${contentOf(head)}`,
  };
}

export function isSameSides(a: Sides, b: Sides): boolean {
  return a.local === b.local && a.remote === b.remote;
}

/** Names the two sides of a unit as they stand: when either moves, the id is another one, and an old answer is stale. */
export function conflictIdOf(
  observed: { unit: { unitId: UnitId }; local: LocalSide },
  verdict: { head: SaveRow | null },
): ConflictId {
  return toConflictId(observed.unit.unitId, sidesOf(observed, verdict));
}

export function toConflictId(unitId: UnitId, { local, remote }: Sides): ConflictId {
  return `${unitId} | ${local ?? "absent"} | ${remote ?? "none"}` as ConflictId;
}

/** The same two sides, where the unit goes by another id from now on. */
export function ofRenamed(conflictId: ConflictId, from: UnitId, to: UnitId): ConflictId {
  return isAbout(conflictId, from) ? (`${to}${conflictId.slice(from.length)}` as ConflictId) : conflictId;
}

/** Whether it names two sides of this unit, whichever. */
export function isAbout(conflictId: ConflictId, unitId: UnitId): boolean {
  return conflictId.startsWith(`${unitId} | `);
}

/** Where a row may be overwritten under its old hash, or has none, its date tells. */
function contentOf(row: SaveRow): string {
  const { contentHash, sizeBytes, updatedAtMs } = row;
  return isHashCurrent(row) ? `${contentHash}` : `${contentHash ?? ""}:${sizeBytes}:${updatedAtMs}`;
}
