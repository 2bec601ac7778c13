import type { ProvenRow, ProvenRows } from "../../core/decide/observation.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { SaveId, UnitId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";

/** A file that could not be handed out may be there again: a disk that was away, an admin's repair. */
const brokenForMs = 5 * 60_000;

/**
 * What rows were found to hold, and which RomM lists and cannot hand out. Counts for as long as RomM tells of them what
 * it told when they were asked for; an open question fetches nothing again.
 */
export interface Proofs {
  /** Null: no save of this unit's kind. */
  note(row: SaveRow, proven: ProvenRow | null): void;
  noteBroken(row: SaveRow): void;
  noteAnswering(row: SaveRow): void;
  isAnswering(row: SaveRow): boolean;
  of(rows: readonly SaveRow[]): ProvenRows;
  /** The rows as listed, those marked whose file is known to be gone. */
  mark(rows: readonly SaveRow[]): SaveRow[];
}

export interface ProofBook {
  of(unitId: UnitId): Proofs;
  clear(): void;
}

/** One for the life of the process: after a start every row is asked for anew. */
export function createProofBook(clock: Pick<Clock, "monotonic">): ProofBook {
  const byUnit = new Map<UnitId, Proofs>();
  return {
    of(unitId) {
      const proofs = byUnit.get(unitId) ?? createProofs(clock);
      byUnit.set(unitId, proofs);
      return proofs;
    },
    clear: () => byUnit.clear(),
  };
}

interface Noted {
  row: SaveRow;
  proven?: ProvenRow | null;
  /** On the monotonic clock. */
  brokenAtMs?: number;
}

function createProofs(clock: Pick<Clock, "monotonic">): Proofs {
  const noted = new Map<SaveId, Noted>();
  const known = (row: SaveRow): Noted | null => {
    const one = noted.get(row.id);
    return one && isAsFetched(row, one.row) ? one : null;
  };
  const isBroken = (row: SaveRow) => {
    const at = known(row)?.brokenAtMs;
    return at !== undefined && clock.monotonic() - at < brokenForMs;
  };
  return {
    note: (row, proven) => void noted.set(row.id, { row, proven }),
    noteBroken: (row) => void noted.set(row.id, { row, brokenAtMs: clock.monotonic() }),
    noteAnswering(row) {
      if (known(row)?.proven === undefined) noted.set(row.id, { row });
    },
    isAnswering: (row) => known(row) !== null && !isBroken(row),
    of: (rows) =>
      new Map(
        rows.flatMap((row) => {
          const proven = known(row)?.proven;
          return proven === undefined ? [] : [[row.id, proven] as const];
        }),
      ),
    mark: (rows) => rows.map((row) => (isBroken(row) ? { ...row, isMissingOnDisk: true } : row)),
  };
}

function isAsFetched(now: SaveRow, then: SaveRow): boolean {
  if (now.contentHash !== then.contentHash || now.sizeBytes !== then.sizeBytes) return false;
  return now.updatedAtMs === then.updatedAtMs && now.createdAtMs === then.createdAtMs;
}
