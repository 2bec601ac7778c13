import type { LibraryRom, LocalFile } from "../core/match/library.ts";
import type { RommPlatform } from "../core/match/where.ts";
import type { AccountId, AppId, RomId, SaveLocation, Slot } from "../core/vocabulary.ts";

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
  /** Null: RomM has no such rom, or none with a file. */
  find(p: { romId: RomId }, signal: AbortSignal): Promise<LibraryRom | null>;
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
