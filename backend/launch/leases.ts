import type { UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";

/** Steam may take this long from "go" to the game's process; until then nobody else writes the save. */
const untilProcessMs = 120_000;

/** One time that a unit's files belong to a game; every launch has one of its own. */
export interface Lease {
  readonly openedAtMs: number;
  readonly isPlaying: boolean;
}

/** A launch that was let go owns its save file until the game has ended, or 120 s passed without one. */
export interface Leases {
  /** For a new launch: what was played before it has ended. */
  open(unitId: UnitId): void;
  /** The process was seen. */
  startPlaying(unitId: UnitId): void;
  close(unitId: UnitId): void;
  /** The same object until the unit is leased anew; null: it is not. */
  current(unitId: UnitId): Lease | null;
  isLeased(unitId: UnitId): boolean;
  isPlaying(unitId: UnitId): boolean;
}

export function createLeases(clock: Clock): Leases {
  const leases = new Map<UnitId, Lease>();
  const current = (unitId: UnitId): Lease | null => {
    const lease = leases.get(unitId);
    const isOpen = lease?.isPlaying || clock.monotonic() - (lease?.openedAtMs ?? 0) < untilProcessMs;
    return lease && isOpen ? lease : null;
  };
  return {
    open: (unitId) => void leases.set(unitId, { openedAtMs: clock.monotonic(), isPlaying: false }),
    startPlaying(unitId) {
      const lease = leases.get(unitId);
      if (lease?.isPlaying) return;
      leases.set(unitId, { openedAtMs: lease?.openedAtMs ?? clock.monotonic(), isPlaying: true });
    },
    close: (unitId) => void leases.delete(unitId),
    current,
    isLeased: (unitId) => current(unitId) !== null,
    isPlaying: (unitId) => leases.get(unitId)?.isPlaying ?? false,
  };
}
