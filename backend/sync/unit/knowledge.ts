import type { WaitsFor } from "../../contract/conditions.ts";
import type { EmulatorChange } from "../../contract/saves/emulator-change.ts";
import type { SyncError } from "../../contract/saves/sync.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Unit } from "../../core/state.ts";
import type { ConflictId, SaveId, UnitId } from "../../core/vocabulary.ts";
import { emulatorChange } from "../../emulators/save-formats.ts";
import type { ListedRows } from "../../ports/rows-known.ts";
import type { Decided } from "../look/decided.ts";
import type { Observed, Rows } from "../look/observe.ts";
/** What the last look at a unit showed. Lost at a restart, when every unit is looked at again. */
export interface Known {
  rows: Rows | null;
  observed: Observed | null;
  verdict: Decided | null;
  problem: SyncError | null;
  atMs: number;
  /** It is not carried out yet: it is too much to be moved now. */
  waitsFor?: WaitsFor;
  /** Rows came into the slot that the verdict does not know. */
  hasNews?: boolean;
  /** What it decided was carried out, and nothing is open. */
  isSettled?: boolean;
}

/** The last look at every unit, for the statuses and the conflicts that the panel shows. */
export interface Knowledge {
  get(unitId: UnitId): Known | null;
  /** What is remembered until `endTurn` is listed there: work on a unit may look at it more than once. */
  beginTurn(unitId: UnitId): void;
  endTurn(unitId: UnitId): Known[];
  remember(unitId: UnitId, known: Known): void;
  forget(unitId: UnitId): void;
  /** The rom's rows as they were read to be shown: nothing is decided by that. */
  noteRows(unitId: UnitId, rows: Rows, atMs: number): void;
  /** When its rows were read last, and what they were; null: not since the start. */
  rowsOf(unitId: UnitId): { rows: SaveRow[]; atMs: number } | null;
  settle(unitId: UnitId, isSettled: boolean): void;
  /** A row that we made ourselves: without it the last listing would read as a server that went back. */
  addRow(unitId: UnitId, row: SaveRow): void;
  /** True the first time these two sides are seen; then false until they move. */
  isNewQuestion(unitId: UnitId, conflictId: ConflictId): boolean;
  /** True the first time that this row is about to come. */
  isNewWarning(unitId: UnitId, saveId: SaveId): boolean;
  /** These two sides were found to be of different kinds (raw file and archive). */
  isForeign(unitId: UnitId, conflictId: ConflictId): boolean;
  markForeign(unitId: UnitId, conflictId: ConflictId): void;
  clear(): void;
}

export function isAsking(verdict: Decided): boolean {
  return verdict.decision === "conflict" || verdict.decision === "ask";
}

/** Of the row that comes next, or that came and was not played on; null: nothing speaks against it, or it was not seen. */
export function emulatorChangeOf(known: Known | null, { baseline, location }: Unit): EmulatorChange | null {
  const { verdict, rows } = known ?? {};
  // What is equal to what stands here was played here.
  if (!verdict || verdict.decision === "upload" || verdict.decision === "adopt") return null;
  const agreed = rows?.slotRows.find((row) => row.id === baseline?.row.id && !baseline.isSent);
  const row = verdict.decision === "keep" ? agreed : verdict.head;
  return row ? emulatorChange(row.emulator, location.emulator) : null;
}

/** Null: not listed since the start, or the rom that was asked about may be another one. */
export function listedRows(
  { get, rowsOf }: Pick<Knowledge, "get" | "rowsOf">,
  unitId: UnitId,
): ListedRows | null {
  const known = get(unitId);
  const listed = rowsOf(unitId);
  if (!known?.rows || !listed || !known.verdict || known.verdict.reason === "unlinked") return null;
  const isUndisputed = known.problem === null && !isAsking(known.verdict) && !known.hasNews;
  return { rows: known.rows.slotRows, isUndisputed, listedAtMs: listed.atMs };
}

export function createKnowledge(): Knowledge {
  const byUnit = new Map<UnitId, Known>();
  const turns = new Map<UnitId, Known[]>();
  const asked = new Map<UnitId, ConflictId>();
  const warned = new Map<UnitId, SaveId>();
  const foreign = new Map<UnitId, ConflictId>();
  const rowsReadAtMs = new Map<UnitId, number>();
  return {
    get: (unitId) => byUnit.get(unitId) ?? null,
    beginTurn: (unitId) => void turns.set(unitId, []),
    endTurn(unitId) {
      const looks = turns.get(unitId) ?? [];
      turns.delete(unitId);
      return looks;
    },
    remember(unitId, known) {
      turns.get(unitId)?.push(known);
      if (known.rows !== byUnit.get(unitId)?.rows) rowsReadAtMs.set(unitId, known.atMs);
      byUnit.set(unitId, known);
    },
    forget: (unitId) => void byUnit.delete(unitId),
    noteRows(unitId, rows, atMs) {
      const nothing = { observed: null, verdict: null, problem: null, atMs };
      const known = byUnit.get(unitId);
      const ids = new Set(known?.rows?.slotRows.map(({ id }) => id));
      const hasNews = known?.hasNews || rows.slotRows.some(({ id }) => !ids.has(id));
      byUnit.set(unitId, { ...nothing, ...known, rows, hasNews });
      rowsReadAtMs.set(unitId, atMs);
    },
    rowsOf(unitId) {
      const { rows } = byUnit.get(unitId) ?? {};
      const atMs = rowsReadAtMs.get(unitId);
      return rows && atMs !== undefined ? { rows: [...rows.slotRows, ...rows.otherRows], atMs } : null;
    },
    settle(unitId, isSettled) {
      const known = byUnit.get(unitId);
      if (known) byUnit.set(unitId, { ...known, isSettled });
    },
    addRow(unitId, row) {
      const known = byUnit.get(unitId);
      if (!known?.rows) return;
      const others = known.rows.slotRows.filter((one) => one.id !== row.id);
      byUnit.set(unitId, { ...known, rows: { ...known.rows, slotRows: [...others, row] } });
    },
    isNewQuestion(unitId, conflictId) {
      if (asked.get(unitId) === conflictId) return false;
      asked.set(unitId, conflictId);
      return true;
    },
    isNewWarning(unitId, saveId) {
      if (warned.get(unitId) === saveId) return false;
      warned.set(unitId, saveId);
      return true;
    },
    isForeign: (unitId, conflictId) => foreign.get(unitId) === conflictId,
    markForeign: (unitId, conflictId) => void foreign.set(unitId, conflictId),
    clear() {
      for (const known of [byUnit, asked, warned, foreign, rowsReadAtMs]) known.clear();
    },
  };
}
