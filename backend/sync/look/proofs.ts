import type { ProvenRow, ProvenRows } from "../../core/decide/observation.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { SaveId } from "../../core/vocabulary.ts";

/** What rows were found to hold; counts for as long as RomM tells of them what it told when they were fetched. */
export interface Proofs {
  note(row: SaveRow, proven: ProvenRow | null): void;
  of(rows: readonly SaveRow[]): ProvenRows;
}

export function createProofs(): Proofs {
  const noted = new Map<SaveId, { row: SaveRow; proven: ProvenRow | null }>();
  return {
    note: (row, proven) => void noted.set(row.id, { row, proven }),
    of: (rows) =>
      new Map(
        rows.flatMap((row) => {
          const known = noted.get(row.id);
          return known && isAsFetched(row, known.row) ? [[row.id, known.proven] as const] : [];
        }),
      ),
  };
}

function isAsFetched(now: SaveRow, then: SaveRow): boolean {
  if (now.contentHash !== then.contentHash || now.sizeBytes !== then.sizeBytes) return false;
  return now.updatedAtMs === then.updatedAtMs && now.createdAtMs === then.createdAtMs;
}
