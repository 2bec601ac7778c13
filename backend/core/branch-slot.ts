import type { Slot } from "./vocabulary.ts";

/** Whatever stands in the way of a path or of RomM's column. */
const longestName = 60;

/** The slot in which one save of two that were kept goes on: `Deck upstairs 2026-11-27 14.03`. */
export function branchSlot(
  deviceName: string,
  at: { year: number; month: number; day: number; hour: number; minute: number },
  taken: (slot: Slot) => boolean,
): Slot {
  const two = (value: number) => String(value).padStart(2, "0");
  const date = `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}.${two(at.minute)}`;
  const device = [...deviceName.replaceAll(/[\\/:*?"<>|]/g, " ").trim()].slice(0, longestName).join("");
  const name = `${device} ${date}`.trim();
  for (let number = 1; ; number++) {
    const slot = (number === 1 ? name : `${name} ${number}`) as Slot;
    if (!taken(slot)) return slot;
  }
}

/** Made by keeping both: it is older than what goes on, whatever RomM dates it. */
export function isBranchSlot(slot: Slot): boolean {
  return / \d{4}-\d{2}-\d{2} \d{2}\.\d{2}( \d+)?$/.test(slot);
}
