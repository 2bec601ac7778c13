import type { NoPlace, SaveCandidate } from "../../contract/saves/place.ts";
import type { RomCandidate, ScanError, ScanProgress } from "../../contract/saves/scan.ts";
import type { LaunchTarget } from "../../core/launch-target.ts";
import type { LibraryRom } from "../../core/match/library.ts";
import type { AccountId, Outcome, SteamShortcut } from "../../core/vocabulary.ts";
import type { Log } from "../../machine/log.ts";
import type { LastPlace, RomContents, RomLibrary } from "../../ports/rom-library.ts";
import type { StateStore } from "../../ports/state-store.ts";
import type { Recogniser } from "../recognise/recognise-with-files.ts";

export interface SteamLists {
  shortcuts: SteamShortcut[];
  unreadable: UnreadableSource[];
}

/** Newest first, of the sources that could be read. */
export interface LastPlaces {
  places: LastPlace[];
  unreadable: UnreadableSource[];
}

export interface UnreadableSource {
  path: string;
  detail: string;
}

export interface ScanDeps {
  store: StateStore;
  session: () => { accountId: AccountId; library: RomLibrary } | null;
  readSteamShortcuts: () => Promise<Outcome<SteamLists, ScanError>>;
  contents: RomContents;
  readLastPlaces: () => Promise<LastPlaces>;
  /** Finds where saves are; made anew for each run, since settings may have changed. */
  createPlaceFinder: () => PlaceFinder;
  /** Made anew for each run: what it reads of the Deck may change between two. */
  createRecogniser: () => Recogniser;
  newId: () => string;
  /** Lets other work have its turn. */
  breathe: () => Promise<void>;
  progressed: (progress: ScanProgress) => void;
  log: Pick<Log, "warn" | "error">;
}

/** The places where the save of what a command starts may be. Never throws. */
export type PlaceFinder = (
  target: LaunchTarget,
  rom: { platformSlug: string; ids: string[] } | null,
) => Promise<Outcome<SaveCandidate[], NoPlace>>;

/** A library of tens of thousands of roms comes in pages of half a second each. */
export const patienceMs = 280_000;

export function toCandidate(rom: LibraryRom): RomCandidate {
  const { romId, name, fsName, platformSlug, platformName, sizeBytes, saveIds = [] } = rom;
  const known = { romId, name: name ?? fsName, fsName, platformSlug, platformName, sizeBytes };
  return saveIds.length === 0 ? known : { ...known, saveIds };
}
