import type { SaveRow } from "../../core/save-row.ts";
import { shapeOf, topOf } from "../../core/shapes/shapes.ts";
import type { Unit } from "../../core/state.ts";
import { isSameSlot } from "../../core/units.ts";
import type { Sha256, Slot } from "../../core/vocabulary.ts";
import { type Gate, throwIfAborted } from "../../work/gate.ts";
import { NotSettled } from "../../work/problems.ts";
import { readFileChunks } from "../../work/read-file-chunks.ts";
import type { Work } from "../look/record.ts";

export interface SentCopy {
  unit: Unit;
  slot: Slot;
  sha256: Sha256;
  sizeBytes: number;
  /** Of a set: the members that it has. */
  members: string[];
}

/**
 * Sends a kept copy to a slot that is not the unit's. Its name has the slot in it, so that no other upload of the same
 * second can take its row over. A 409 means that the slot holds what this device has not seen.
 */
export async function sendCopy(work: Work, copy: SentCopy, gate: Gate): Promise<SaveRow> {
  const row = await post(work, copy, { overwrite: false, gate });
  // RomM 4.7 and 4.8 look for the content in every slot, and then make no row.
  return isSameSlot(row.slot, copy.slot) ? row : await post(work, copy, { overwrite: true, gate });
}

async function post(
  work: Work,
  copy: SentCopy,
  { overwrite, gate }: { overwrite: boolean; gate: Gate },
): Promise<SaveRow> {
  const { deps, session, postTimes } = work;
  const { unit, slot, sizeBytes } = copy;
  const { romId } = unit.rom;
  await postTimes.waitUntilFree(romId, gate.signal);
  throwIfAborted(gate.signal);
  work.sleep.refuseIfSlept();
  const chunks = readFileChunks(deps.disk, deps.keptCopies.pathOf(copy.sha256));
  try {
    const row = await session.server.uploadSave(
      {
        ...{ romId, slot, deviceId: session.deviceId, overwrite, autocleanupLimit: null },
        ...{ emulator: unit.location.emulator, fileName: nameIn(copy), content: { sizeBytes, chunks } },
      },
      gate.signal,
    );
    if (row.romId !== romId || row.sizeBytes !== sizeBytes) {
      throw new NotSettled(`RomM answered the upload with another save (${row.id}).`);
    }
    return row;
  } finally {
    postTimes.note(romId);
  }
}

function nameIn({ unit, slot, members }: SentCopy): string {
  return `${topOf(unit)} (${slot})${shapeOf(unit.location).extension(unit.location, members)}`;
}
