import type { SaveRow } from "../save-row.ts";
import type { Baseline, SeenRow } from "../state.ts";
import type { DeviceId, RemoteChange } from "../vocabulary.ts";

export interface RemoteView {
  change: RemoteChange;
  /** The row that a download would bring; null: the slot is empty. */
  head: SaveRow | null;
  /** An old row was changed in place and new rows came: which is newer, only the server's clock says. */
  isAmbiguous: boolean;
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
  const none = { head: null, isAmbiguous: false, racedBy: null };
  if (rows.length === 0) return { ...none, change: "gone" };
  const anchor = rows.find((row) => row.id === baseline.row.id);
  const added = rows.filter((row) => row.id > baseline.row.id);
  const changed = rows.filter((row) => isChangedInPlace(row, baseline, seen));
  if (wentBack(rows, added.length + changed.length, baseline, seen)) {
    return { ...none, change: "behind", head: newestRow(rows) };
  }
  const racedBy = rows.find((row) => slippedIn(row, baseline, seen, ownDeviceId)) ?? null;
  const latest = latestRow(added);
  const edited = newestRow(changed);
  const head = latest && edited ? newestRow([latest, edited]) : (latest ?? edited);
  if (head) return { change: "modified", head, isAmbiguous: latest !== null && head === edited, racedBy };
  return { ...none, change: "unchanged", head: anchor ?? newestRow(rows), racedBy };
}

/** The greatest id: ids only grow, while a clock that was set back dates a newer row before an older one. */
function latestRow(rows: SaveRow[]): SaveRow | null {
  return rows.reduce<SaveRow | null>((best, row) => (best === null || row.id > best.id ? row : best), null);
}

/** The greatest (updated_at, id). */
export function newestRow(rows: SaveRow[]): SaveRow | null {
  return rows.reduce<SaveRow | null>((best, row) => (best === null || isNewer(row, best) ? row : best), null);
}

function isNewer(row: SaveRow, than: SaveRow): boolean {
  return row.updatedAtMs === than.updatedAtMs ? row.id > than.id : row.updatedAtMs > than.updatedAtMs;
}

/** RomM's web player overwrites a row: id and created_at stay, the hash is another. */
function isChangedInPlace(row: SaveRow, baseline: Baseline, seen: Record<string, SeenRow>): boolean {
  const known = row.id === baseline.row.id ? baseline.row : seen[row.id];
  if (known === undefined || row.id > baseline.row.id) return false;
  return isSameSecond(known, row) && known.contentHash !== row.contentHash;
}

function wentBack(
  rows: SaveRow[],
  newCount: number,
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
  return isOlderSeenStanding || newCount === 0;
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
