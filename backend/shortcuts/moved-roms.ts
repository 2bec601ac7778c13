import type { MovedRom } from "../contract/saves/moved-rom.ts";
import type { SearchError } from "../contract/saves/scan.ts";
import { findAgain } from "../core/match/follow.ts";
import type { LibraryRom } from "../core/match/library.ts";
import type { AccountState, Unit } from "../core/state.ts";
import { shortcutsOf } from "../core/units.ts";
import type { AccountId, Outcome } from "../core/vocabulary.ts";
import type { RomLibrary } from "../ports/rom-library.ts";
import type { StateStore } from "../ports/state-store.ts";
import { inAccount } from "../work/in-account.ts";
import { toProblem } from "../work/problems.ts";
import { patienceMs, toCandidate } from "./scan/deps.ts";

export interface MovedRomDeps {
  store: StateStore;
  session: () => { accountId: AccountId; library: RomLibrary } | null;
  /** Of the account that is signed in: units whose rom is not under its id any more. */
  unlinked: () => Unit[];
}

/** Where the games that RomM lost are now, from one reading of its library; nothing is written. */
export function createMovedRoms({ store, session, unlinked }: MovedRomDeps) {
  return async (): Promise<Outcome<MovedRom[], SearchError>> => {
    const signedIn = session();
    const account = signedIn && inAccount(store, signedIn.accountId).read();
    if (!signedIn || !account) return { ok: false, error: { kind: "signed-out" } };
    const lost = unlinked();
    if (lost.length === 0) return { ok: true, value: [] };
    try {
      const roms = await readAll(signedIn.library);
      return { ok: true, value: lost.flatMap((unit) => toMoved(account, unit, roms)) };
    } catch (error) {
      const problem = toProblem(error);
      if (problem?.kind !== "romm") throw error;
      return { ok: false, error: problem };
    }
  };
}

/** Of all platforms: a folder may have been renamed, and with it the platform's word. */
async function readAll(library: RomLibrary): Promise<LibraryRom[]> {
  const roms: LibraryRom[] = [];
  const pages = library.list({ platformIds: [], withFiles: false }, AbortSignal.timeout(patienceMs));
  for await (const page of pages) roms.push(...page.roms);
  return roms;
}

function toMoved(account: AccountState, { unitId, rom }: Unit, roms: LibraryRom[]): MovedRom[] {
  const found = findAgain(rom, roms);
  const shortcuts = shortcutsOf(account, unitId);
  const [first] = shortcuts;
  if (!found || !first) return [];
  const appIds = shortcuts.map(({ appId }) => appId);
  const { by } = found;
  return [{ appIds, name: first.name, formerRomId: rom.romId, rom: toCandidate(found.rom), by }];
}
