import type { RegisterError } from "../contract/saves/shortcut.ts";
import type { RomIdentity } from "../core/state.ts";
import type { Outcome, RomId } from "../core/vocabulary.ts";
import type { SaveServer } from "../ports/save-server.ts";
import { forEachLimited } from "../work/queues.ts";
import { refused } from "./edits.ts";
import type { Roms } from "./ties.ts";

/** RomM is asked about at most this many roms at a time. */
const connections = 4;

/** The roms that are to be tied, as RomM tells them now; one that it does not have refuses all. */
export async function findRoms(
  server: Pick<SaveServer, "findRom">,
  bindings: readonly { romId: RomId }[],
): Promise<Outcome<Roms, RegisterError>> {
  const roms = new Map<RomId, RomIdentity>();
  const missing: RomId[] = [];
  const romIds = [...new Set(bindings.map((binding) => binding.romId))];
  const isStopped = () => missing.length > 0;
  await forEachLimited(romIds, { limit: connections, isStopped }, async (romId) => {
    const rom = await server.findRom({ romId }, AbortSignal.timeout(60_000));
    if (rom) roms.set(romId, rom);
    else missing.push(romId);
  });
  const [romId] = missing;
  return romId === undefined ? { ok: true, value: roms } : refused({ kind: "unknown-rom", romId });
}
