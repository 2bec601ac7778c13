import type { AppId, ConflictId, LaunchCommand, RomId, SaveLocation, Slot } from "../../core/vocabulary.ts";
import type { WaitsFor } from "../conditions.ts";
import type { DiskProblem, RommProblem } from "../errors.ts";
import type { EmulatorChange } from "./emulator-change.ts";
import type { NewerElsewhere } from "./newer-elsewhere.ts";

/** A shortcut of Steam tied to a rom of RomM. */
export interface Shortcut {
  appId: AppId;
  romId: RomId;
  name: string;
  slot: Slot;
  save: SaveLocation;
  isTracked: boolean;
  status: SyncStatus;
  /** When this save last agreed with RomM; null: never. */
  lastSyncedAtMs: number | null;
  /** Safe to play elsewhere: RomM has shown that it holds this save, and nothing newer is here. */
  isStored: boolean;
  /**
   * Where its emulator's settings put the save by now. `setSaveLocation` follows, or with the present place stays; until
   * then nothing is fetched to the old one. Absent: where it is.
   */
  movedTo?: SaveLocation;
  /**
   * So many long sessions in a row wrote nothing here: most likely the emulator keeps the save elsewhere, and
   * `proposePlaces` tells what did change. From three on; absent: the save is written.
   */
  unwrittenSessions?: number;
  /** Of RomM's save that comes next, or that came and was not played on. Absent: nothing speaks against it. */
  mayNotLoad?: EmulatorChange;
  /** As it was last seen. Absent: nothing elsewhere is newer. */
  newerElsewhere?: NewerElsewhere;
}

/** One honest word about a shortcut's save, from the same decision that a sync would take. */
export type SyncStatus =
  /** Nothing was seen of it since the start: true for a moment. */
  | { kind: "not-looked" }
  | { kind: "synced" }
  /** `waitsFor`: it is too much to go by itself now. */
  | { kind: "will-upload"; waitsFor?: WaitsFor }
  | { kind: "will-download"; waitsFor?: WaitsFor }
  | { kind: "conflict"; conflictId: ConflictId }
  /**
   * `isUnsent`: what the game wrote meanwhile is not in RomM. It is sent once the save rests; a game that is left open
   * may be told to (`syncShortcut` with `whilePlaying`). Absent where its process was not seen yet.
   */
  | { kind: "playing"; sinceMs?: number; isUnsent?: boolean }
  /** `waitsFor`: only RomM's bytes tell whether they are another save, and they are too many to be fetched now. */
  | { kind: "waiting-for-network"; waitsFor?: WaitsFor }
  | { kind: "untracked" }
  | { kind: "no-save-yet" }
  | { kind: "location-unavailable"; detail: string }
  | { kind: "unlinked" }
  /** Many saves looked lost at once: it waits for the player (`listHeld`). */
  | { kind: "held" }
  /** This version cannot sync it; `detail` says why. */
  | { kind: "unsupported"; detail: string }
  /** This device's sync was switched off on a devices page. */
  | { kind: "paused-by-server" }
  | { kind: "problem"; detail: string };

/** Without `slot`: `autosave`, the slot that RomM's other clients use. */
export interface ShortcutBinding {
  appId: AppId;
  romId: RomId;
  name: string;
  save: SaveLocation;
  launch?: LaunchCommand;
  slot?: Slot;
  /** As `SteamShortcut` tells it. */
  steamUser?: string;
}

export type RegisterError =
  | { kind: "signed-out" }
  | { kind: "state-read-only" }
  | { kind: "location-taken"; path: string; by: string }
  | { kind: "location-unusable"; path: string; detail: string }
  | { kind: "unknown-rom"; romId: RomId }
  /** Of a change to one that is not registered. */
  | { kind: "unknown-shortcut"; appId: AppId }
  /** The game runs; its save's place stays as it is. */
  | { kind: "running" }
  /** A launch was let go, and its game is still to come. */
  | { kind: "starting" }
  | DiskProblem
  | RommProblem;
