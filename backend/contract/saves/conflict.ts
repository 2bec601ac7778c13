import type { AppId, ConflictId, ReasonCode, RomId, SaveId, Slot } from "../../core/vocabulary.ts";
import type { EmulatorChange } from "./emulator-change.ts";

/** `keep-both`: RomM's goes on, and this device's gets a playthrough of its own. */
export type ConflictChoice = "keep-local" | "take-remote" | "keep-both" | "later";

/** Both sides as they stand: what the player needs to choose. Facts, and no advice; null: not known. */
export interface Conflict {
  conflictId: ConflictId;
  appIds: AppId[];
  romId: RomId;
  name: string;
  slot: Slot;
  reason: ReasonCode;
  /** When both sides were last the same, and how large the save was then; null: never, as far as this device knows. */
  agreedAtMs: number | null;
  sizeThen: number | null;
  /** Null: this device has no save file. */
  local: LocalSave | null;
  /** Null: the slot has no rows. */
  remote: RemoteSave | null;
  /** The clocks of this device and RomM agree within two minutes; else times are shown, and none is called the later. */
  isClockTrusted: boolean;
  /** Which one was played later; null: that cannot be told. */
  later: "local" | "remote" | null;
  /** The player said "later": stays in the list, asks no more before a launch. */
  isPostponed: boolean;
}

export interface LocalSave {
  sizeBytes: number;
  modifiedAtMs: number;
  emulator: string;
  /** Seen running here since both sides were last the same. */
  sessions: number | null;
  playedMs: number | null;
}

export interface RemoteSave {
  saveId: SaveId;
  sizeBytes: number;
  updatedAtMs: number;
  /** Null: not told by the server. */
  deviceName: string | null;
  emulator: string | null;
  /** Absent: nothing speaks against playing it here. */
  mayNotLoad?: EmulatorChange;
  /** New saves since both sides were last the same. */
  savesSince: number | null;
  /** `updatedAtMs` says when it was sent, and not when it was played. */
  isUploadTimeOnly: boolean;
}
