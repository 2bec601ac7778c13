import type { SlotSource } from "../marks.ts";
import type { LeftSlot, Unit } from "../state.ts";
import { isSameSlot } from "../units.ts";
import type { Sha256, Slot } from "../vocabulary.ts";

/**
 * The bytes of another slot stand there: what was agreed about the one that is left waits until it is played again, and
 * what had been agreed about this one holds anew. A slot that was never played here meets RomM as if for the first time.
 */
export function switched(unit: Unit, { slot, parked }: SlotSource): Unit {
  const there = leftSlotOf(unit, slot);
  const others = (unit.left ?? []).filter(
    (one) => !isSameSlot(one.slot, slot) && !isSameSlot(one.slot, unit.slot),
  );
  const { tracking } = unit.owed;
  const { brake: _ofTheOther, ...rest } = unit;
  return {
    ...rest,
    slot,
    baseline: there?.baseline ?? null,
    seen: there?.seen ?? {},
    postponed: null,
    intent: null,
    owed: tracking ? { tracking } : {},
    left: [...others, { slot: unit.slot, baseline: unit.baseline, seen: unit.seen, parked }],
  };
}

export function leftSlotOf({ left = [] }: Pick<Unit, "left">, slot: Slot): LeftSlot | null {
  return left.find((one) => isSameSlot(one.slot, slot)) ?? null;
}

/** What stood there when it was left: unsent bytes, or those that both sides had agreed on. */
export function lastPlayed({ parked, baseline }: LeftSlot): Sha256 | null {
  return parked ?? baseline?.chosenSha256 ?? baseline?.sha256 ?? null;
}

/** A slot that was left has become another: its unsent bytes went up, or were found there. */
export function withLeft(unit: Unit, changed: LeftSlot): Unit {
  const left = (unit.left ?? []).map((one) => (isSameSlot(one.slot, changed.slot) ? changed : one));
  return { ...unit, left };
}
