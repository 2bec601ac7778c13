import { isElsewhere, isKnownRow, isOfOtherRom } from "../../core/decide/foreign-row.ts";
import { hasMarks } from "../../core/marks/survival.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Unit } from "../../core/state.ts";
import { type Rows, splitRows } from "./observe.ts";

/**
 * The unit's rows out of a listing that was made for many; null: more must be known than they tell. A mark asks for a
 * listing of its own, and a row that is missing for a question about the rom.
 */
export function rowsIn(unit: Unit, listed: SaveRow[]): Rows | null {
  // A late upload decides nothing alone.
  if (!unit.isTracked || hasMarks({ ...unit, late: [] }) || unit.brake !== undefined) return null;
  const rows = splitRows(unit, listed);
  const isAnchored = unit.baseline === null || rows.slotRows.some((row) => row.id === unit.baseline?.row.id);
  return isAnchored && !isDoubtful(unit, rows) ? rows : null;
}

/** The rom itself has to be asked about. */
function isDoubtful(unit: Unit, { slotRows, otherRows }: Rows): boolean {
  const { rom } = unit;
  if (slotRows.some((row) => isOfOtherRom(row, rom))) return true;
  const isKnown = [...slotRows, ...otherRows].some((row) => isKnownRow(unit, row));
  return !isKnown && slotRows.some((row) => isElsewhere(row, [rom.platformFolder]));
}
