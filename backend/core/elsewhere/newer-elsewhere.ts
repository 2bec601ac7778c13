import { isBranchSlot } from "../branch-slot.ts";
import type { LocalSide } from "../decide/observation.ts";
import { leftSlotOf } from "../marks/switch-slot.ts";
import type { SaveRow } from "../save-row.ts";
import { isUnmoved, toSeenRow } from "../seen-row.ts";
import type { Baseline, Unit } from "../state.ts";
import { foldSlot } from "../units.ts";
import type { DeviceId, Slot } from "../vocabulary.ts";
import {
  contentAtMs,
  type ElsewhereMemory,
  nothingElsewhere,
  rememberRows,
  wasWrittenOver,
} from "./memory.ts";

/*
 * Law: a save of this game that is newer than the one that is played here is said, wherever in RomM it lies, once; and it
 * is never fetched by that. What this device made, what waits here or was kept beside another is none, nor is an older
 * save that was only dated anew, nor one that stands here already.
 */

export interface ElsewhereFacts {
  unit: Pick<Unit, "left" | "elsewhere">;
  /** Of exactly this place, slot and rom. */
  baseline: Baseline | null;
  local: LocalSide;
  slotRows: readonly SaveRow[];
  /** Of the rom's other slots, and of none. */
  otherRows: readonly SaveRow[];
  ownDeviceId: DeviceId;
}

export interface NewerRow {
  row: SaveRow;
  /** Null: it is in none. */
  slot: Slot | null;
  atMs: number;
}

/** Null: nothing in another slot is newer. */
export function newestElsewhere(facts: ElsewhereFacts): NewerRow | null {
  return newerElsewhere(facts).reduce<NewerRow | null>(
    (best, one) => (best === null || isNewer(one, best) ? one : best),
    null,
  );
}

/** What is to be remembered of this look, and whether the newest is news; the same memory where nothing moved. */
export function tellElsewhere(facts: ElsewhereFacts): {
  memory: ElsewhereMemory | undefined;
  news: NewerRow | null;
} {
  const { elsewhere: before } = facts.unit;
  if (facts.otherRows.length === 0) return { memory: undefined, news: null };
  const newer = newerElsewhere(facts);
  const newest = newestElsewhere(facts);
  const standing = new Set(newer.map(({ slot }) => slotKey(slot)));
  const told = (before?.told ?? []).filter((slot) => standing.has(slot));
  const isNews = newest !== null && !told.includes(slotKey(newest.slot));
  if (isNews) told.push(slotKey(newest.slot));
  const known = before ?? nothingElsewhere;
  const rows = rememberRows(known, [...facts.otherRows, ...standingRows(facts)]);
  const isSame = rows === known.rows && told.length === known.told.length && !isNews;
  return { memory: before && isSame ? before : { rows, told }, news: isNews ? newest : null };
}

function newerElsewhere(facts: ElsewhereFacts): NewerRow[] {
  const memory = facts.unit.elsewhere ?? nothingElsewhere;
  const oursAtMs = ownAtMs(facts, memory);
  return facts.otherRows
    .filter((row) => isWorthTelling(row, facts, memory))
    .map((row) => ({ row, slot: slotOf(row), atMs: contentAtMs(memory, row) }))
    .filter(({ atMs }) => atMs > oursAtMs + aboutASecondMs);
}

/** RomM's times are whole seconds, plus or minus one. */
const aboutASecondMs = 1000;

function isNewer(one: NewerRow, than: NewerRow): boolean {
  return one.atMs === than.atMs ? one.row.id > than.row.id : one.atMs > than.atMs;
}

/** By its line where it has no slot of its own (RomM 5.5). */
function slotOf({ slot, line }: SaveRow): Slot | null {
  return slot ?? (line?.label as Slot | undefined) ?? null;
}

/** When what is played here came to be: a session that is not sent yet is as old as its file. Minus infinity: nothing is. */
function ownAtMs(facts: ElsewhereFacts, memory: ElsewhereMemory): number {
  const { baseline, local } = facts;
  const rows = standingRows(facts);
  const dated = rows.map((row) => [row.id, contentAtMs(memory, row)] as const);
  if (local.kind !== "present") return Math.max(...dated.map(([, atMs]) => atMs));
  if (baseline?.sha256 !== local.sha256)
    return Math.max(local.modifiedAtMs, ...dated.map(([, atMs]) => atMs));
  // What was sent from here is as old as its file, however late it went up.
  const isOwn = (id: number) => baseline.isSent === true && id === baseline.row.id;
  return Math.max(...dated.map(([id, atMs]) => (isOwn(id) ? Math.min(atMs, local.modifiedAtMs) : atMs)));
}

/** Below the agreed row lies what it came from. */
function standingRows({ slotRows, baseline }: ElsewhereFacts): SaveRow[] {
  return slotRows.filter((row) => row.id >= (baseline?.row.id ?? 0) && !row.isMissingOnDisk);
}

function isWorthTelling(row: SaveRow, facts: ElsewhereFacts, memory: ElsewhereMemory): boolean {
  if (row.isMissingOnDisk || row.says !== undefined) return false;
  // Of a line of RomM's only what it stands at: the others were left behind on it.
  if (row.line && row.line.currentId !== row.id) return false;
  const slot = slotOf(row);
  if (slot !== null && isBranchSlot(slot)) return false;
  if (row.originDeviceId === facts.ownDeviceId && !wasWrittenOver(memory, row)) return false;
  return !waitsHere(row, slot, facts) && !standsHere(row, facts);
}

/** Of a playthrough that was left here: what it held then, and what of it has yet to go up. */
function waitsHere(row: SaveRow, slot: Slot | null, { unit }: ElsewhereFacts): boolean {
  const left = slot && leftSlotOf(unit, slot);
  if (!left) return false;
  if (left.parked !== null) return true;
  const known = left.baseline?.row.id === row.id ? left.baseline.row : left.seen[row.id];
  return (
    known !== undefined &&
    (row.contentHash === null ? isUnmoved(known, toSeenRow(row)) : known.contentHash === row.contentHash)
  );
}

/** The very content is in the slot that is played, or here. */
function standsHere(
  { contentHash, isTwin }: SaveRow,
  { slotRows, local, baseline }: ElsewhereFacts,
): boolean {
  if (contentHash === null || isTwin) return false;
  const own = [...slotRows.map((row) => row.contentHash), baseline?.row.contentHash];
  return own.includes(contentHash) || (local.kind === "present" && local.contentHash === contentHash);
}

/** The slot that a row is in, or whose line it is on, as a word to compare; "": in none. */
function slotKey(slot: Slot | null): string {
  return slot === null ? "" : foldSlot(slot);
}
