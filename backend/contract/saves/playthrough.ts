import type { SaveId, Slot } from "../../core/vocabulary.ts";
import type { RommProblem } from "../errors.ts";

/** A game's playthroughs: RomM's slots, and those that were played here. */
export interface PlaythroughList {
  /** The one that is played first, then the newest. */
  playthroughs: Playthrough[];
  /** When RomM's rows were read; null: not since the start. */
  rommAsOfMs: number | null;
  problem: RommProblem | { kind: "signed-out" } | null;
}

export interface Playthrough {
  /** Null: RomM's saves outside of any slot, which can only be read and copied (`selectSlot` with `fromVersion`). */
  slot: Slot | null;
  isPlayed: boolean;
  /** Saves in RomM. */
  saveCount: number;
  latest: {
    saveId: SaveId;
    atMs: number;
    sizeBytes: number;
    deviceName: string | null;
    emulator: string | null;
  } | null;
  /** As clients spell it, the oldest first: RomM takes them for one. */
  spellings: Slot[];
  /** It can be switched to without a network. */
  isHere: boolean;
  /** Something played here in it has not gone up yet; it does by itself. */
  isWaiting: boolean;
  /** Made by keeping both saves of a conflict. */
  isBranch: boolean;
}
