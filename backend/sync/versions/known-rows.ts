import type { SaveRow } from "../../core/save-row.ts";
import type { Unit } from "../../core/state.ts";
import type { SaveId } from "../../core/vocabulary.ts";
import type { Work } from "../look/record.ts";
import type { UnitSyncParts } from "../unit/act.ts";

/**
 * A row of the rom, whatever its slot: as it was listed last, or else, or where that is wanted, as RomM lists it now. Null:
 * RomM has it not. Throws `RommError`.
 */
export async function rowOf(
  { knowledge }: UnitSyncParts,
  { session }: Work,
  { unit, saveId, isAnew }: { unit: Unit; saveId: SaveId; isAnew?: boolean },
  signal: AbortSignal,
): Promise<SaveRow | null> {
  const isOfRom = (row: SaveRow) => row.romId === unit.rom.romId && row.id === saveId;
  const known = isAnew ? undefined : knowledge.rowsOf(unit.unitId)?.rows.find(isOfRom);
  if (known) return known;
  const { romId } = unit.rom;
  const listed = await session.server.listSaves({ romId, deviceId: session.deviceId }, signal);
  return listed.find(isOfRom) ?? null;
}
