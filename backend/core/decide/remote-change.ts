import type { SaveRow } from "../save-row.ts";
import type { Baseline, SeenRow } from "../state.ts";
import type { DeviceId, RemoteChange } from "../vocabulary.ts";

export interface RemoteView {
  change: RemoteChange;
  /** The row that a download would bring; null: the slot is empty. */
  head: SaveRow | null;
  /** Two devices passed the server's check at once: a row slipped in below our own upload. */
  racedBy: SaveRow | null;
}

/**
 * What happened to a slot since the baseline. Dates alone never make a row new: a visibility toggle, a re-hash
 * or a clock set back re-date old rows. Ids and hashes do; a re-used id shows a server restored from a dump.
 */
export function viewRemote(
  rows: SaveRow[],
  baseline: Baseline,
  seen: Record<string, SeenRow>,
  ownDeviceId: DeviceId,
): RemoteView {
  if (rows.length === 0) return { change: "gone", head: null, racedBy: null };
  const anchor = rows.find((row) => row.id === baseline.row.id);
  const newRows = rows.filter((row) => isNew(row, baseline, seen));
  if (wentBack(rows, newRows, baseline, seen)) {
    return { change: "behind", head: newestRow(rows), racedBy: null };
  }
  const racedBy = rows.find((row) => slippedIn(row, baseline, seen, ownDeviceId)) ?? null;
  const newHead = newestRow(newRows);
  if (newHead) return { change: "modified", head: newHead, racedBy };
  return { change: "unchanged", head: anchor ?? newestRow(rows), racedBy };
}

/** The greatest (updated_at, id). */
export function newestRow(rows: SaveRow[]): SaveRow | null {
  return rows.reduce<SaveRow | null>((best, row) => (best === null || isNewer(row, best) ? row : best), null);
}

function isNewer(row: SaveRow, than: SaveRow): boolean {
  return row.updatedAtMs === than.updatedAtMs ? row.id > than.id : row.updatedAtMs > than.updatedAtMs;
}

function isNew(row: SaveRow, baseline: Baseline, seen: Record<string, SeenRow>): boolean {
  if (row.id > baseline.row.id) return true;
  const known = row.id === baseline.row.id ? baseline.row : seen[row.id];
  // An in-place PUT (RomM's web player) keeps id and created_at and changes the hash.
  return known !== undefined && isSameSecond(known, row) && known.contentHash !== row.contentHash;
}

function wentBack(
  rows: SaveRow[],
  newRows: SaveRow[],
  baseline: Baseline,
  seen: Record<string, SeenRow>,
): boolean {
  const isReused = (row: SaveRow) => {
    const known = row.id === baseline.row.id ? baseline.row : seen[row.id];
    return known !== undefined && !isSameSecond(known, row);
  };
  if (rows.some(isReused)) return true;
  if (rows.some((row) => row.id === baseline.row.id)) return false;
  const isOlderSeenStanding = rows.some((row) => row.id < baseline.row.id && seen[row.id] !== undefined);
  return isOlderSeenStanding || newRows.length === 0;
}

function slippedIn(
  row: SaveRow,
  baseline: Baseline,
  seen: Record<string, SeenRow>,
  ownDeviceId: DeviceId,
): boolean {
  if (baseline.parentSaveId === null) return false;
  const isBetween = row.id > baseline.parentSaveId && row.id < baseline.row.id;
  return isBetween && seen[row.id] === undefined && row.originDeviceId !== ownDeviceId;
}

/** Times are whole seconds, plus or minus one: MySQL rounds where MariaDB truncates. */
function isSameSecond(known: { createdAtMs: number }, row: SaveRow): boolean {
  return Math.abs(known.createdAtMs - row.createdAtMs) <= 1000;
}
