import type { RomCandidate, ScanError } from "../contract/saves/scan.ts";
import type { StateStore } from "../core/state-store.ts";
import type {
  AccountId,
  AppId,
  Outcome,
  RomId,
  SaveLocation,
  Slot,
  SteamShortcut,
} from "../core/vocabulary.ts";

/** RomM's library, as far as matching needs it. Every call throws `RommError`. */
export interface RomLibrary {
  /** All roms, page by page. */
  listRoms(signal: AbortSignal): AsyncIterable<RomCandidate[]>;
}

/** Where a rom's save was, as something that outlived the registry tells. */
export interface LastPlace {
  accountId: AccountId;
  romId: RomId;
  /** The shortcuts that were tied to it; empty: not told. */
  appIds: AppId[];
  slot: Slot;
  location: SaveLocation;
  atMs: number;
}

export interface ScanDeps {
  store: StateStore;
  session: () => { accountId: AccountId; library: RomLibrary } | null;
  readSteamShortcuts: () => Promise<Outcome<SteamShortcut[], ScanError>>;
  /** Newest first. */
  readLastPlaces: () => Promise<LastPlace[]>;
}
