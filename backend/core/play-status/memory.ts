import type { PlayStatusMemory, RomStatusMemory } from "../state.ts";
import type { PlayStatus, RomId } from "../vocabulary.ts";

/** Before the first run, and after a recovery of the registry: then no status counts as ours. */
export const noMemory: PlayStatusMemory = { lastRunAtMs: null, roms: {}, lastChanges: [] };

/** RomM's id of a rom may name another game after a rebuild of the library: `raId` tells. */
export interface RomStatus {
  romId: RomId;
  raId: number;
  status: string | null;
}

/** The status that stands in RomM, if we wrote it, or sent it and never learnt what came of that. */
export function ownStatus(memory: PlayStatusMemory, { romId, raId, status }: RomStatus): PlayStatus | null {
  const known = memory.roms[romId];
  if (known?.raId !== raId) return null;
  return [known.written, known.sent].find((own) => own !== null && own === status) ?? null;
}

/** A status that we know we wrote, where none stands now: it was cleared by hand. */
export function wasCleared(memory: PlayStatusMemory, rom: RomStatus): boolean {
  return rom.status === null && lastWritten(memory, rom) !== null;
}

/** What is remembered about a rom whose status is equal to its award's: from now on it is ours. */
export function adopted({ raId }: RomStatus, written: PlayStatus): RomStatusMemory {
  return { raId, written, sent: null };
}

/** What is remembered while a status is on its way. */
export function sending(memory: PlayStatusMemory, rom: RomStatus, sent: PlayStatus): RomStatusMemory {
  return { raId: rom.raId, written: ownStatus(memory, rom) ?? lastWritten(memory, rom), sent };
}

/** What is remembered when nothing came of it; null: nothing. */
export function notSent(memory: PlayStatusMemory, rom: RomStatus): RomStatusMemory | null {
  const written = ownStatus(memory, rom) ?? lastWritten(memory, rom);
  return written === null ? null : { raId: rom.raId, written, sent: null };
}

function lastWritten(memory: PlayStatusMemory, { romId, raId }: RomStatus): PlayStatus | null {
  const known = memory.roms[romId];
  return known?.raId === raId ? known.written : null;
}

/** Null forgets the rom. Roms that are not named keep the same object. */
export function withRoms(
  memory: PlayStatusMemory,
  changes: ReadonlyMap<RomId, RomStatusMemory | null>,
): PlayStatusMemory {
  if (changes.size === 0) return memory;
  const roms: Record<string, RomStatusMemory> = { ...memory.roms };
  for (const [romId, next] of changes) {
    if (next === null) delete roms[romId];
    else roms[romId] = next;
  }
  return { ...memory, roms };
}
