import type { Install, SaveLocation } from "../../core/vocabulary.ts";
import type { DiskProblem } from "../errors.ts";

/** A place where the save of a game may be. */
export interface SaveCandidate {
  location: SaveLocation;
  /** As `location` has it: a family, and RetroArch's core behind a dash: `retroarch-mgba`. */
  emulator: string;
  install: Install;
  why: PlaceReason;
  /** What stands there now, whole; null: nothing yet. */
  sizeBytes: number | null;
  modifiedAtMs: number | null;
  /** The verified settings of the one emulator that the shortcut starts name it: it may be taken without a question. */
  isCertain: boolean;
  /** Not null: it holds the saves of other games too, and becomes a unit only by the player's explicit choice. */
  shared: SharedPlace | null;
}

/** `other-install`: another installation of the emulator on this Deck is set so. */
export type PlaceReason = "configured" | "other-install" | "changed-while-playing" | "last-known";

export interface SharedPlace {
  kind: "memory-card" | "flat-folder";
  /** What would give each game a save of its own; null: nothing does. */
  setting: PlaceSetting | null;
}

/** In the emulator's own words: the name and the value as its settings file spells them. */
export interface PlaceSetting {
  name: string;
  value: string;
}

/** No place can be offered: said once, with what would change it. */
export interface NoPlace {
  kind: "no-place";
  why: NoPlaceReason;
  /** The family, where it is known. */
  emulator: string | null;
  setting: PlaceSetting | null;
}

export type NoPlaceReason =
  /** The command starts no rom, or it is not told with what. */
  | "command-not-understood"
  /** Savepoint knows no rule for this emulator, this installation of it, or this core. */
  | "emulator-not-known"
  /** The emulator was never started here, or lies where Savepoint does not look. */
  | "settings-not-found"
  | "settings-unreadable"
  /** The save goes by an id of the game, which could be read neither from its file nor from RomM. */
  | "id-not-known"
  /** It will be there once the game has saved for the first time: only then is its name known. */
  | "not-saved-yet"
  /** What it keeps lies inside the rom's own file, which is RomM's to keep. */
  | "inside-rom"
  /** One image of a whole disk for all games. */
  | "disk-image"
  /** This emulator keeps nothing of this system. */
  | "keeps-no-saves";

export type ProposeError = NoPlace | DiskProblem | { kind: "signed-out" };

/** What a place holds, and what speaks against it; without objections it can be used. */
export interface PlaceCheck {
  fileCount: number;
  sizeBytes: number;
  /** Null: nothing is there yet. */
  modifiedAtMs: number | null;
  objections: PlaceObjection[];
}

/** `isFinal`: it cannot be used so. Otherwise the player decides. */
export type PlaceObjection = { isFinal: boolean } & (
  | { kind: "unusable"; detail: string }
  /** The card or disk with it is not there. */
  | { kind: "not-mounted"; path: string }
  | { kind: "system-folder"; path: string }
  /** It, or a place inside or around it, is another game's. */
  | { kind: "in-use"; name: string }
  | { kind: "shared-card" }
  /** Of a folder that is the player's whole library or home, by what lies in it. */
  | { kind: "too-much"; fileCount: number }
  /** More than RomM is known to take of one save: it would stay on this device. */
  | { kind: "too-large-for-romm"; limitBytes: number }
  /** No emulator that Savepoint knows would write there by its settings; nothing of a save stands there. */
  | { kind: "nothing-there" }
);
