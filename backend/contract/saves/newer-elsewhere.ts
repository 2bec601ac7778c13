import type { SaveId, Slot } from "../../core/vocabulary.ts";

/**
 * The newest save of a game in RomM that no sync fetches: it is newer than the one that is played here, and in another slot
 * or in none. `adoptSave` plays it here; `selectSlot` goes over to its slot.
 */
export interface NewerElsewhere {
  saveId: SaveId;
  /** Null: it is outside of every slot. */
  slot: Slot | null;
  maker: SaveMaker;
  /** When it came to hold what it holds. */
  atMs: number;
}

/** `unknown`: another app, RomM's upload page, or RomM does not tell (before 4.9). */
export type SaveMaker = { kind: "device"; name: string } | { kind: "web-player" } | { kind: "unknown" };
