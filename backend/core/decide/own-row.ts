import type { SaveRow } from "../save-row.ts";
import type { Baseline } from "../state.ts";
import type { RemoteChange } from "../vocabulary.ts";
import { holdsAgreed } from "./equality.ts";
import type { LocalSide, Observation } from "./observation.ts";
import { isRowLost } from "./twins.ts";

/** What was sent, or is agreed on by a hash alone: RomM has not shown yet that it holds these bytes. */
export function isUnshown(baseline: Baseline | null): baseline is Baseline {
  return baseline?.isTrusted === true && !baseline.isStored && baseline.sha256 !== null;
}

export type OwnRow =
  /** What the table says holds. */
  | "no-matter"
  /** RomM must show it first: another Deck's upload of the same second may have taken its place. */
  | "to-be-shown"
  /** Another's bytes lie in our row, or newer rows above one that is lost. */
  | "raced"
  /** Its file is gone, or is one with another row's: whoever sent it sends it once more. */
  | "lost";

/**
 * Whether a save that stands unchanged since it was sent may be taken for stored. No clock tells: a row that was changed in
 * place before it was shown may hold another Deck's upload, and what was sent is then nowhere else. RomM checks an upload, then waits for
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
  if (own.isMissingOnDisk) return isNewest ? lostOf(baseline) : "raced";
  if (change === "unchanged" && !isRowLost(own)) return "no-matter";
  const shown = proven.get(own.id);
  if (shown === undefined) return own.id === head?.id && !own.isTwin ? "raced" : "to-be-shown";
  if (!holdsAgreed(shown, baseline, local)) return "raced";
  if (!own.isTwin) return "no-matter";
  return isNewest ? lostOf(baseline) : "raced";
}

/** Another device sent what is only agreed on. */
function lostOf({ isSent }: Baseline): OwnRow {
  return isSent ? "lost" : "no-matter";
}

/** The slot was emptied, or cleaned up, and holds what was sent by another row. */
function hasContentOf(row: SaveRow, { row: { contentHash } }: Baseline): boolean {
  return !isRowLost(row) && contentHash !== null && contentHash === row.contentHash;
}
