import type {
  MatchCertainty,
  MatchEvidence,
  RomId,
  SaveLocation,
  Slot,
  SteamShortcut,
} from "../../core/vocabulary.ts";
import type { DiskProblem, RommProblem } from "../errors.ts";
import type { NoPlace, SaveCandidate } from "./place.ts";
import type { ShortcutBinding } from "./shortcut.ts";

/** A run over Steam's shortcuts, as far as it has come. It outlives its caller, and nothing of it is stored. */
export interface Scan extends ScanCounts {
  /** Of all shortcuts that are settled, in the order in which they were. */
  matches: ShortcutMatch[];
  /** Steam's lists that could not be read; what the others told stands in `matches`. */
  unreadable: { path: string; detail: string }[];
}

/** What the event `scan` tells: a hint, after which `getScan` tells all. */
export interface ScanProgress extends ScanCounts {
  /** Settled since the last event. */
  matches: ShortcutMatch[];
}

interface ScanCounts {
  scanId: string;
  phase: ScanPhase;
  /** Shortcuts that are settled, of how many. */
  done: number;
  total: number;
  /** Roms of RomM's library that were read, of how many; null: not told. */
  romsDone: number;
  romsTotal: number | null;
  /** Null while it runs. */
  end: ScanEnd | null;
}

/** `comparing` reads files of the Deck: slow, and worth cancelling. */
export type ScanPhase = "steam" | "library" | "matching" | "comparing";

/** A cancelled run keeps what it found. */
export type ScanEnd = { kind: "done" } | { kind: "cancelled" } | { kind: "failed"; error: ScanError };

/** A shortcut of Steam and the rom that it seems to start: a proposal. */
export interface ShortcutMatch {
  app: SteamShortcut;
  isRegistered: boolean;
  certainty: MatchCertainty;
  /** Why, and what speaks against it. */
  evidence: MatchEvidence[];
  /** Best first: the first is the proposal, unless `certainty` is `none`. */
  candidates: RomCandidate[];
  save: SaveProposal;
  /** What to register once the player confirms; null: something is still to be chosen, or it is registered. */
  binding: ShortcutBinding | null;
}

export interface RomCandidate {
  romId: RomId;
  name: string;
  fsName: string;
  platformSlug: string;
  platformName: string;
  sizeBytes: number;
  /** Ids that RomM 5.3 read from the game's file, by which emulators name its save. */
  saveIds?: string[];
}

/** Where the save is, as far as it can be told before it is registered; it is never guessed. */
export type SaveProposal =
  | { kind: "last-known"; location: SaveLocation; slot: Slot; atMs: number }
  /** Found by itself: the emulator's verified settings name it, and it is taken without a question. */
  | { kind: "found"; candidate: SaveCandidate }
  /** Needs one choice of the player's: places that it may be, the likeliest first. A shared card is never taken unasked. */
  | { kind: "choose"; candidates: SaveCandidate[] }
  /** Not possible, and why; the player can still pick a place by hand. */
  | { kind: "none"; problem: NoPlace }
  /** Not looked for: it is not settled which rom it is. */
  | { kind: "unknown"; reason: "no-match" | "several-matches" };

export type ScanError =
  | { kind: "signed-out" }
  | { kind: "steam-not-found"; paths: string[] }
  /** Damaged, or the disk does not tell: by no means "no shortcuts". */
  | { kind: "steam-unreadable"; path: string; detail: string }
  /** A defect of Savepoint's; the log has its stack. */
  | { kind: "internal" }
  | DiskProblem
  | RommProblem;

export type SearchError = { kind: "signed-out" } | RommProblem;
