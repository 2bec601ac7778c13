import type { UnitId } from "../core/vocabulary.ts";

/** What was seen running on this device. */
export interface PlayBook {
  /** Null: not known, since the book was begun later, or was not read yet. */
  since(unitId: UnitId, atMs: number): Played | null;
  /** Newest first, at most so many. */
  recent(unitId: UnitId, count: number): { atMs: number; durationMs: number }[];
  /** A game was seen to begin, and to end. */
  note(unitId: UnitId, session: { atMs: number; durationMs: number }): void;
}

export interface Played {
  sessions: number;
  playedMs: number;
}
