import type { RommProblem } from "../contract/errors.ts";
import type { SaveRow } from "../core/save-row.ts";

/** RomM's rows of a rom, as they were read last. */
export interface RowsKnown {
  /** Null: not read since the start. */
  rows: { slotRows: SaveRow[]; otherRows: SaveRow[] } | null;
  asOfMs: number | null;
  /** Why they could not be read just now; null: they could, or were read shortly before. */
  problem: RommProblem | { kind: "signed-out" } | null;
}

/** A slot's rows as this process listed them last, and those it made since. */
export interface ListedRows {
  rows: readonly SaveRow[];
  /** False: something is asked about, failed or vanished. */
  isUndisputed: boolean;
  listedAtMs: number;
}
