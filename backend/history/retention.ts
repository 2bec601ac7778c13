import { wasPutInPlace } from "../core/decide/equality.ts";
import type { ContentHash, SaveId, Sha256 } from "../core/vocabulary.ts";

/** One label of one content, as far as retention needs it. */
export interface CopyFacts {
  id: string;
  sha256: Sha256;
  contentHash: ContentHash | null;
  sizeBytes: number;
  keptAtMs: number;
  isPinned: boolean;
  /** `unitKeyOf` its label; null: nobody knows whose it is. */
  unit: string | null;
  followedRow: SaveId | null;
}

/** A row of the unit's slot at the last successful listing. */
export interface StandingRow {
  id: SaveId;
  contentHash: ContentHash | null;
  sizeBytes: number;
  isMissingOnDisk: boolean;
  createdAtMs: number;
  updatedAtMs: number;
  /** Its bytes, where they were here; tells where RomM has no hash. */
  sha256?: Sha256 | null;
  /** RomM has handed out its content, or that of a later row which this device holds. */
  isStored: boolean;
}

/** What is known of a unit now; a unit of which nothing is known has none. */
export interface UnitFacts {
  rows: readonly StandingRow[];
  /** Null: unknown. */
  liveSha256: Sha256 | null;
  /** How many rows the player lets RomM keep; null: all of them, or the slot is in question. */
  cleanupLimit: number | null;
}

export interface RetentionFacts {
  nowMs: number;
  /** This device's date is the server's, give or take a day. */
  isClockTrusted: boolean;
  /** By `unitKeyOf`. */
  units: ReadonlyMap<string, UnitFacts>;
}

/** `sole` and `pinned` leave only by the player's hand. */
export type Standing = "pinned" | "sole" | "cleaned" | "redundant";

export interface RetentionPlan<Copy extends CopyFacts = CopyFacts> {
  /** By the copy's id. */
  standings: ReadonlyMap<string, Standing>;
  leaving: { copy: Copy; why: "count" | "age" | "total" }[];
  /** Labels that have something to learn from the rows that stand now. */
  follows: { copy: Copy; followedRow: SaveId | null }[];
}

const newestCount = 5;
const longestCount = 20;
const longestAgeMs = 30 * 24 * 3600 * 1000;
const mostBytes = 1024 ** 3;

/**
 * Which kept copies may go (sync/README.md 7). Redundant is only what the unit holds, or what its slot showed at the last
 * listing and RomM has proven to hold: of two uploads within a second one is lost, and its row is listed all the same. Where
 * nothing is known, everything is sole.
 */
export function planRetention<Copy extends CopyFacts>(
  copies: readonly Copy[],
  facts: RetentionFacts,
): RetentionPlan<Copy> {
  const standings = new Map(copies.map((copy) => [copy.id, standingOf(copy, facts)]));
  const leaving: RetentionPlan<Copy>["leaving"] = [];
  const spare: Copy[] = [];
  for (const [rank, copy] of [...byUnit(copies).values()].flatMap((group) => [...group.entries()])) {
    const standing = standings.get(copy.id) ?? "sole";
    const why = whyLeaving(copy, { rank, standing }, facts);
    if (why !== null) leaving.push({ copy, why });
    else if (standing === "redundant" && rank >= newestCount) spare.push(copy);
  }
  leaving.push(...overTotal(copies, leaving, spare).map((copy) => ({ copy, why: "total" as const })));
  return { standings, leaving, follows: copies.flatMap((copy) => follow(copy, facts)) };
}

function standingOf(copy: CopyFacts, { units }: RetentionFacts): Standing {
  if (copy.isPinned) return "pinned";
  const unit = copy.unit === null ? undefined : units.get(copy.unit);
  if (!unit) return "sole";
  if (unit.liveSha256 === copy.sha256 || unit.rows.some((row) => holds(row, copy))) return "redundant";
  return wasCleaned(copy, unit) ? "cleaned" : "sole";
}

function holds(row: StandingRow, copy: CopyFacts): boolean {
  return row.isStored && isCopyOf(row, copy);
}

/** What RomM answers for bytes that it takes for a zip without entries: it tells nothing about them. */
const hashOfNothing = "d41d8cd98f00b204e9800998ecf8427e";

/**
 * Equal hash and equal length, the row's file was not lost, and the row is as it was created: RomM before 4.9 left the
 * old hash on what it overwrote in place, and not every update mends it. Of two zips it says that their entries are
 * equal, which is all that a set is; other zips are labelled without a hash.
 */
export function isCopyOf(
  row: Omit<StandingRow, "isStored">,
  copy: Pick<CopyFacts, "contentHash" | "sizeBytes"> & { sha256?: Sha256 },
): boolean {
  if (!row.isMissingOnDisk && row.sha256 && row.contentHash === null) return row.sha256 === copy.sha256;
  if (row.isMissingOnDisk || row.contentHash === null || wasPutInPlace(row)) return false;
  if (row.contentHash === hashOfNothing && row.sizeBytes > 0) return false;
  return row.contentHash === copy.contentHash && row.sizeBytes === copy.sizeBytes;
}

/**
 * Without this, every session ever sent would be sole as soon as RomM's clean-up drops its row, and grow for ever. A
 * row that stood, was built upon, and is now missing *below* a slot that is filled up to the player's own limit went by
 * that limit; what a restored or wiped server lost is missing elsewhere, or was a line's last word, and stays sole.
 */
function wasCleaned({ followedRow }: CopyFacts, { rows, cleanupLimit }: UnitFacts): boolean {
  if (followedRow === null || cleanupLimit === null || rows.length < cleanupLimit) return false;
  return rows.every((row) => row.id > followedRow);
}

/** Newest first; what nobody knows the owner of is in no group, so that it never leaves. */
function byUnit<Copy extends CopyFacts>(copies: readonly Copy[]): Map<string, Copy[]> {
  const groups = new Map<string, Copy[]>();
  for (const copy of copies.toSorted((a, b) => b.keptAtMs - a.keptAtMs)) {
    if (copy.unit === null) continue;
    const group = groups.get(copy.unit);
    if (group) group.push(copy);
    else groups.set(copy.unit, [copy]);
  }
  return groups;
}

function whyLeaving(
  copy: CopyFacts,
  { rank, standing }: { rank: number; standing: Standing },
  { nowMs, isClockTrusted }: RetentionFacts,
): "count" | "age" | null {
  const isOld = isClockTrusted && nowMs - copy.keptAtMs > longestAgeMs;
  if (standing === "cleaned") return isOld && rank >= longestCount ? "age" : null;
  if (standing !== "redundant" || rank < newestCount) return null;
  if (rank >= longestCount) return "count";
  return isOld ? "age" : null;
}

/** The oldest contents that nothing but spare copies holds, until the rest fits. */
function overTotal<Copy extends CopyFacts>(
  copies: readonly Copy[],
  leaving: RetentionPlan["leaving"],
  spare: readonly Copy[],
): Copy[] {
  const gone = new Set(leaving.map(({ copy }) => copy.id));
  const staying = Map.groupBy(
    copies.filter(({ id }) => !gone.has(id)),
    ({ sha256 }) => sha256,
  );
  let totalBytes = [...staying.values()].reduce((sum, [copy]) => sum + (copy?.sizeBytes ?? 0), 0);
  const spareIds = new Set(spare.map(({ id }) => id));
  const more: Copy[] = [];
  for (const { sha256, sizeBytes } of spare.toSorted((a, b) => a.keptAtMs - b.keptAtMs)) {
    if (totalBytes <= mostBytes) break;
    const holders = staying.get(sha256);
    if (!holders?.every(({ id }) => spareIds.has(id))) continue;
    more.push(...holders);
    staying.delete(sha256);
    totalBytes -= sizeBytes;
  }
  return more;
}

/** A row that is the newest again has not been followed: then what was learnt before is taken back. */
function follow<Copy extends CopyFacts>(
  copy: Copy,
  { units }: RetentionFacts,
): RetentionPlan<Copy>["follows"] {
  const rows = (copy.unit === null ? undefined : units.get(copy.unit))?.rows ?? [];
  const own = rows.filter((row) => holds(row, copy)).map(({ id }) => id);
  const newest = own.toSorted((a, b) => b - a)[0];
  if (newest === undefined) return [];
  const followedRow = rows.some(({ id }) => id > newest) ? newest : null;
  return followedRow === copy.followedRow ? [] : [{ copy, followedRow }];
}
