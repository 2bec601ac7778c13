import type { RomCandidate, ScanError, ScanProgress } from "../../contract/saves/scan.ts";
import type { LibraryRom, LocalFile } from "../../core/match/library.ts";
import type { RommPlatform } from "../../core/match/where.ts";
import type { StateStore } from "../../core/state-store.ts";
import type {
  AccountId,
  AppId,
  Outcome,
  RomId,
  SaveLocation,
  Slot,
  SteamShortcut,
} from "../../core/vocabulary.ts";
import type { Log } from "../../machine/log.ts";
import type { Recogniser } from "../recognise/recognise-with-files.ts";

/** RomM's library, as far as matching needs it. Every call throws `RommError`. */
export interface RomLibrary {
  platforms(signal: AbortSignal): Promise<LibraryPlatform[]>;
  /** Page by page; `platformIds` empty: of all platforms. */
  list(p: { platformIds: number[]; withFiles: boolean }, signal: AbortSignal): AsyncIterable<LibraryPage>;
  /** The first `limit` that RomM itself finds. */
  search(
    p: { text: string; platformIds: number[]; limit: number },
    signal: AbortSignal,
  ): Promise<LibraryRom[]>;
}

export interface LibraryPlatform extends RommPlatform {
  platformId: number;
}

export interface LibraryPage {
  roms: LibraryRom[];
  readCount: number;
  unreadable: number;
  total: number | null;
}

/** What the shortcuts' own files tell. Null: it is not there, or cannot be read. */
export interface RomContents {
  /** Without reading them whole: `md5` stays null. */
  measure(path: string): Promise<LocalFile | null>;
  md5(path: string, signal: AbortSignal): Promise<string | null>;
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

export interface SteamLists {
  shortcuts: SteamShortcut[];
  unreadable: { path: string; detail: string }[];
}

export interface ScanDeps {
  store: StateStore;
  session: () => { accountId: AccountId; library: RomLibrary } | null;
  readSteamShortcuts: () => Promise<Outcome<SteamLists, ScanError>>;
  contents: RomContents;
  /** Newest first. */
  readLastPlaces: () => Promise<LastPlace[]>;
  /** Made anew for each run: what it reads of the Deck may change between two. */
  createRecogniser: () => Recogniser;
  newId: () => string;
  /** Lets other work have its turn. */
  breathe: () => Promise<void>;
  progressed: (progress: ScanProgress) => void;
  log: Pick<Log, "warn">;
}

/** A library of tens of thousands of roms comes in pages of half a second each. */
export const patienceMs = 280_000;

export function toCandidate(rom: LibraryRom): RomCandidate {
  const { romId, name, fsName, platformSlug, platformName, sizeBytes } = rom;
  return { romId, name: name ?? fsName, fsName, platformSlug, platformName, sizeBytes };
}
