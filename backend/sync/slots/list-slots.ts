import type { Playthrough } from "../../contract/saves/playthrough.ts";
import { isBranchSlot } from "../../core/branch-slot.ts";
import { newestRow } from "../../core/decide/remote-change.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Unit } from "../../core/state.ts";
import { isSameSlot } from "../../core/units.ts";
import type { DeviceId, Slot } from "../../core/vocabulary.ts";
import { deviceNameOf } from "../look/told-device.ts";

interface Sources {
  unit: Unit;
  /** Of every slot and of none; empty where RomM was not read. */
  rows: readonly SaveRow[];
  ownDeviceId: DeviceId;
  /** Slots whose last bytes are kept here. */
  isHere: (slot: Slot) => boolean;
}

/** RomM's slots and those that were played here, one for all spellings that RomM takes for the same. */
export function listPlaythroughs(sources: Sources): Playthrough[] {
  const { unit, rows } = sources;
  const slots: (Slot | null)[] = [unit.slot, ...(unit.left ?? []).map(({ slot }) => slot)];
  for (const row of rows.toSorted((a, b) => a.id - b.id)) {
    if (!slots.some((slot) => isSame(row.slot, slot))) slots.push(row.slot);
  }
  return slots
    .map((slot) => toPlaythrough(slot, sources))
    .sort((a, b) => Number(b.isPlayed) - Number(a.isPlayed) || timeOf(b) - timeOf(a));
}

function toPlaythrough(slot: Slot | null, { unit, rows, ownDeviceId, isHere }: Sources): Playthrough {
  const own = rows.filter((row) => isSame(row.slot, slot)).toSorted((a, b) => a.id - b.id);
  const latest = newestRow(own);
  const left = unit.left?.find((one) => isSame(one.slot, slot));
  const isPlayed = isSame(unit.slot, slot);
  return {
    slot,
    isPlayed,
    saveCount: own.length,
    latest: latest && {
      ...{ saveId: latest.id, atMs: latest.updatedAtMs, sizeBytes: latest.sizeBytes },
      ...{ deviceName: deviceNameOf(latest, ownDeviceId), emulator: latest.emulator },
    },
    spellings: [...new Set(own.flatMap((row) => row.slot ?? []))],
    isHere: isPlayed || (slot !== null && isHere(slot)),
    isWaiting: left?.parked != null,
    isBranch: slot !== null && isBranchSlot(slot),
  };
}

function isSame(a: Slot | null, b: Slot | null): boolean {
  return b === null ? a === null : isSameSlot(a, b);
}

function timeOf({ latest }: Playthrough): number {
  return latest?.atMs ?? 0;
}
