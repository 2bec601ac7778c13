import type { SyncError } from "../../contract/saves/sync.ts";
import { newestRow } from "../../core/decide/remote-change.ts";
import { lastPlayed, leftSlotOf } from "../../core/marks/switch-slot.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { isSameSlot } from "../../core/units.ts";
import type { Slot } from "../../core/vocabulary.ts";
import type { ContentRef } from "../../ports/activity-log.ts";
import type { RowsKnown } from "../../ports/rows-known.ts";
import type { Observed } from "../look/observe.ts";
import type { Work } from "../look/record.ts";

export interface SlotWish {
  slot: Slot;
  /** A playthrough of this name that begins without a save, or from a version of any other. */
  begins: { kind: "empty" } | { kind: "version"; content: ContentRef } | null;
}

export interface Target {
  /** As RomM's oldest row spells it. */
  slot: Slot;
  /** What will be played; null: nothing yet. */
  content: ContentRef | null;
}

/** What is to stand there when the switch is done, and under which name. */
export async function chooseTarget(
  { deps }: Work,
  { unit, account }: Observed,
  wish: SlotWish,
  known: RowsKnown,
): Promise<Target | { problem: SyncError }> {
  const all = known.rows === null ? null : [...known.rows.slotRows, ...known.rows.otherRows];
  const rows = (all ?? []).filter((row) => isSameSlot(row.slot, wish.slot));
  const left = leftSlotOf(unit, wish.slot);
  const isTaken = rows.length > 0 || left !== null || isSameSlot(unit.slot, wish.slot);
  if (wish.begins !== null) {
    if (isTaken) return { problem: { kind: "slot-taken", slot: wish.slot } };
    // Another device may have taken the name meanwhile, and nobody can be asked.
    const isSure = known.problem === null && all !== null;
    const slot = isSure ? wish.slot : (`${wish.slot} (${account.deviceName})` as Slot);
    return { slot, content: wish.begins.kind === "empty" ? null : wish.begins.content };
  }
  const slot = oldestSpelling(rows) ?? left?.slot ?? wish.slot;
  const sha256 = left && lastPlayed(left);
  if (sha256 && (await deps.keptCopies.find(sha256))) return { slot, content: { kind: "copy", sha256 } };
  const head = newestRow(rows);
  if (head) return { slot, content: { kind: "row", saveId: head.id } };
  if (left) return { slot, content: null };
  return { problem: known.problem ?? { kind: "unknown-slot", slot: wish.slot } };
}

function oldestSpelling(rows: readonly SaveRow[]): Slot | null {
  return rows.toSorted((a, b) => a.id - b.id)[0]?.slot ?? null;
}
