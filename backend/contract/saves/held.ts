import type { AppId, HeldReason, RomId, SaveDecision, Slot, UnitId } from "../../core/vocabulary.ts";
import type { Conflict } from "./conflict.ts";

/** A save that the brake holds: too many looked lost at once, and nothing of it moves until the player answers. */
export interface HeldUnit {
  unitId: UnitId;
  appIds: AppId[];
  romId: RomId;
  name: string;
  slot: Slot;
  /** Why it counts as lost. */
  reason: HeldReason;
  /** What `go-on` would carry out. */
  decision: SaveDecision;
  /** The sides as a conflict shows them; null: not looked at since the start. */
  sides: Pick<Conflict, "local" | "remote"> | null;
}

/** `go-on`: what was decided is right. The others answer it like a conflict. */
export type HeldChoice = "go-on" | "keep-local" | "take-remote";
