import type { AppId, ConflictId, ReasonCode, RomId, SaveId, Slot } from "../../core/vocabulary.ts";

/** `keep-both`: RomM's goes on, and this device's gets a playthrough of its own. */
export type ConflictChoice = "keep-local" | "take-remote" | "keep-both" | "later";

/** Both sides as they stand: what the player needs to choose. */
export interface Conflict {
  conflictId: ConflictId;
  appIds: AppId[];
  romId: RomId;
  name: string;
  slot: Slot;
  reason: ReasonCode;
  /** Null: this device has no save file. */
  local: { sizeBytes: number; modifiedAtMs: number } | null;
  /** Null: the slot has no rows. `deviceName` null: not told by the server. */
  remote: { saveId: SaveId; sizeBytes: number; updatedAtMs: number; deviceName: string | null } | null;
  /** The player said "later": stays in the list, asks no more before a launch. */
  isPostponed: boolean;
}
