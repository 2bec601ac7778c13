import type { SaveRow } from "../save-row.ts";
import type { Baseline } from "../state.ts";
import type { RemoteChange } from "../vocabulary.ts";
import type { LocalSide, Observation } from "./observation.ts";

/** What was sent, of which RomM has not shown yet that it holds these bytes. */
export function isUnshown(baseline: Baseline | null): baseline is Baseline {
  return baseline?.isTrusted === true && baseline.isSent === true && !baseline.isStored;
}

export type OwnRow =
  /** What the table says holds. */
  | "no-matter"
  /** RomM must show it first: another Deck's upload of the same second may have taken its place. */
  | "to-be-shown"
  /** Another's bytes lie in our row, or newer rows above one that is lost. */
  | "raced"
  /** Its file is gone, or is one with another row's: it is sent once more. */
  | "lost";

/**
 * Whether a save that stands unchanged since it was sent may be taken for stored. RomM checks an upload, then waits for
 * the disk, then makes the row: of two uploads within a second one is lost, and both are answered as if they were not.
 */
export function judgeOwnRow(
  { baseline, local, proven }: Pick<Observation, "baseline" | "proven"> & { local: LocalSide },
  { change, head }: { change: RemoteChange; head: SaveRow | null },
  slotRows: SaveRow[],
): OwnRow {
  if (!isUnshown(baseline) || local.kind !== "present" || local.sha256 !== baseline.sha256)
    return "no-matter";
  if (change !== "unchanged" && change !== "modified") return "no-matter";
  const own = slotRows.find((row) => row.id === baseline.row.id);
  if (own === undefined) {
    const isThere = change === "unchanged" || slotRows.some((row) => hasContentOf(row, baseline));
    return isThere ? "no-matter" : "raced";
  }
  const isNewest = change === "unchanged" || own.id === head?.id;
  if (isNewest && !wasTakenOver(own) && change === "modified") return "no-matter";
  if (own.isMissingOnDisk) return isNewest ? "lost" : "raced";
  const isTwin = isRowLost(own, slotRows);
  if (change === "unchanged" && !isTwin) return "no-matter";
  const shown = proven.get(own.id);
  if (shown === undefined) return own.id === head?.id && !isTwin ? "raced" : "to-be-shown";
  if (shown?.sha256 !== local.sha256) return "raced";
  if (!isTwin) return "no-matter";
  return isNewest ? "lost" : "raced";
}

/** The slot was emptied, or cleaned up, and holds what was sent by another row. */
function hasContentOf({ contentHash, isMissingOnDisk }: SaveRow, { row }: Baseline): boolean {
  return !isMissingOnDisk && contentHash !== null && contentHash === row.contentHash;
}

/** Longer than any upload lies between RomM's check and its row: what is changed later, the web player changed. */
const takenOverWithinMs = 30_000;

/** By an upload that was under way when our row was made. */
function wasTakenOver({ createdAtMs, updatedAtMs }: SaveRow): boolean {
  return updatedAtMs - createdAtMs <= takenOverWithinMs;
}

/** Two rows with one file are twins: whoever deletes one of them deletes the other's bytes (RomM 4.7 and 4.8). */
export function isRowLost(own: SaveRow, slotRows: readonly SaveRow[]): boolean {
  return own.isMissingOnDisk || slotRows.some((row) => row.id !== own.id && isSameFile(row, own));
}

function isSameFile(a: SaveRow, b: SaveRow): boolean {
  return a.filePath != null && a.filePath === b.filePath && a.fileName === b.fileName;
}
