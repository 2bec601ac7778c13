import type { UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";

/** Steam may take this long from "go" to the game's process; until then nobody else writes the save. */
const untilProcessMs = 120_000;

interface Lease {
  openedAtMs: number;
  isPlaying: boolean;
}

/** A launch that was let go owns its save file until the game has ended, or 120 s passed without one. */
export interface Leases {
  open(unitId: UnitId): void;
  /** The process was seen. */
  startPlaying(unitId: UnitId): void;
  close(unitId: UnitId): void;
  isLeased(unitId: UnitId): boolean;
  isPlaying(unitId: UnitId): boolean;
}

export function createLeases(clock: Clock): Leases {
  const leases = new Map<UnitId, Lease>();
  return {
    open(unitId) {
      const isPlaying = leases.get(unitId)?.isPlaying ?? false;
      leases.set(unitId, { openedAtMs: clock.monotonic(), isPlaying });
    },
    startPlaying(unitId) {
      const lease = leases.get(unitId);
      leases.set(unitId, { openedAtMs: lease?.openedAtMs ?? clock.monotonic(), isPlaying: true });
    },
    close: (unitId) => void leases.delete(unitId),
    isLeased(unitId) {
      const lease = leases.get(unitId);
      return (
        lease !== undefined && (lease.isPlaying || clock.monotonic() - lease.openedAtMs < untilProcessMs)
      );
    },
    isPlaying: (unitId) => leases.get(unitId)?.isPlaying ?? false,
  };
}
