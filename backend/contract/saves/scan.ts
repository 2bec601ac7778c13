import type { RomId, SaveLocation, Slot, SteamShortcut } from "../../core/vocabulary.ts";
import type { DiskProblem, RommProblem } from "../errors.ts";
import type { ShortcutBinding } from "./shortcut.ts";

/** A shortcut of Steam and the rom that it seems to start: a proposal, of which nothing is stored. */
export interface ShortcutMatch {
  app: SteamShortcut;
  isRegistered: boolean;
  /** Roms whose file the launch command names; several: the player chooses. */
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
}

/** Where the save was last; it is never guessed. */
export type SaveProposal =
  | { kind: "last-known"; location: SaveLocation; slot: Slot; atMs: number }
  | { kind: "unknown"; reason: "no-match" | "several-matches" | "never-seen" };

export type ScanError =
  | { kind: "signed-out" }
  | { kind: "steam-not-found"; paths: string[] }
  /** Damaged, or the disk does not tell: by no means "no shortcuts". */
  | { kind: "steam-unreadable"; path: string; detail: string }
  | DiskProblem
  | RommProblem;
