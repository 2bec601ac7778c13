import type { Activity } from "./activity.ts";
import type { Shortcut } from "./shortcut.ts";

/** All that is known of one game without asking RomM. */
export interface GameDetail {
  shortcut: Shortcut;
  /** Where its save is, in words that tell it from every other place. */
  place: string;
  /** RomM has shown that it holds what stands here: it is safe to play elsewhere. */
  isProvenInRomm: boolean;
  /** Seen running here, newest first; at most ten. */
  sessions: { atMs: number; durationMs: number }[];
  /** Newest first; at most twenty. */
  activity: Activity[];
  /** As RomM's rows told when they were read last; empty: not read since the start, or RomM does not tell (before 4.9). */
  holders: Holder[];
  rommAsOfMs: number | null;
}

export interface Holder {
  /** Null: it has no name. */
  deviceName: string | null;
  isThis: boolean;
  state: "newest" | "behind";
  /** Newer saves than the one that it has. */
  savesBehind: number;
}

/** What the first page says of the player's own acts. */
export interface ActHints {
  /** The newest of the last day that can be undone. */
  undoable: Activity | null;
  /** A choice after which the game was played once, and which the player has not called right (`confirmChoice`). */
  afterChoice: Activity | null;
}
