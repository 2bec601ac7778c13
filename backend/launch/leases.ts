import type { SaveLocation, UnitId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";

/** Steam may take this long from "go" to the game's process; until then nobody else writes the save. */
const untilProcessMs = 120_000;

/** One time that a unit's files belong to a game; every launch has one of its own. */
export interface Lease {
  readonly openedAtMs: number;
  /** Steam told that its game starts, or its process was seen. */
  readonly hasBegun: boolean;
  /** Its process was seen, and not its end. */
  readonly isPlaying: boolean;
}

type Kept = { -readonly [Fact in keyof Lease]: Lease[Fact] } & { place: SaveLocation | null };

type HasPlayed = (unitId: UnitId, durationMs: number) => void;

/** A launch that was let go owns its save file until the game has ended, or 120 s passed without one. */
export interface Leases {
  /** For a new launch: what was played before it has ended. */
  open(unitId: UnitId): Lease;
  /** Steam told that the game starts: a lease anew, which runs from now. */
  begin(unitId: UnitId): void;
  /** The process was seen. */
  startPlaying(unitId: UnitId): void;
  /**
   * The unit is gone, or its account. A game that was seen is told by its process alone from now on; one that is still to
   * come keeps its files for its time.
   */
  close(unitId: UnitId): void;
  /** Ends this lease, and never that of a launch that was let go since. */
  end(unitId: UnitId, lease: Lease | null): void;
  /**
   * Steam told of an exit: the lease that it ends. Null: it is of an earlier game than that of the launch which was let
   * go since, and which has not begun.
   */
  leaseOfExit(unitId: UnitId): Lease | null;
  /** The same object until the unit is leased anew; null: it is not. */
  current(unitId: UnitId): Lease | null;
  isLeased(unitId: UnitId): boolean;
  isPlaying(unitId: UnitId): boolean;
  /** What is leased now, as it stood when it was. */
  places(): SaveLocation[];
}

/** `hasPlayed`: a game that was seen has ended, or gave way to another launch. `placeOf`: where a unit's save is. */
export function createLeases(
  clock: Clock,
  hasPlayed: HasPlayed = () => {},
  placeOf: (unitId: UnitId) => SaveLocation | null = () => null,
): Leases {
  const leases = new Map<UnitId, Kept>();
  /** Units of which a game has begun whose exit Steam has not told yet: the next exit is of that one. */
  const untold = new Set<UnitId>();
  /** When its process was first seen, by the monotonic clock. */
  const began = new Map<UnitId, number>();

  function current(unitId: UnitId) {
    const lease = leases.get(unitId);
    const isOpen = lease?.isPlaying || clock.monotonic() - (lease?.openedAtMs ?? 0) < untilProcessMs;
    return lease && isOpen ? lease : null;
  }

  function tellPlayed(unitId: UnitId): void {
    const atMonotonicMs = began.get(unitId);
    began.delete(unitId);
    if (atMonotonicMs !== undefined) hasPlayed(unitId, clock.monotonic() - atMonotonicMs);
  }

  function open(unitId: UnitId) {
    tellPlayed(unitId);
    const place = placeOf(unitId);
    const lease = { openedAtMs: clock.monotonic(), hasBegun: false, isPlaying: false, place };
    leases.set(unitId, lease);
    return lease;
  }

  function begin(unitId: UnitId, lease: ReturnType<typeof open>): void {
    lease.hasBegun = true;
    untold.add(unitId);
  }

  return {
    open,
    begin: (unitId) => begin(unitId, open(unitId)),
    startPlaying(unitId) {
      const lease = leases.get(unitId) ?? open(unitId);
      begin(unitId, lease);
      if (!lease.isPlaying) began.set(unitId, clock.monotonic());
      lease.isPlaying = true;
    },
    close(unitId) {
      tellPlayed(unitId);
      if (leases.get(unitId)?.isPlaying) leases.delete(unitId);
    },
    end(unitId, lease) {
      if (lease === null || leases.get(unitId) !== lease) return;
      tellPlayed(unitId);
      leases.delete(unitId);
    },
    leaseOfExit(unitId) {
      const lease = current(unitId);
      const isOfEarlier = untold.delete(unitId) && !lease?.hasBegun;
      return isOfEarlier ? null : lease;
    },
    current,
    isLeased: (unitId) => current(unitId) !== null,
    isPlaying: (unitId) => leases.get(unitId)?.isPlaying ?? false,
    places: () => [...leases.keys()].flatMap((unitId) => current(unitId)?.place ?? []),
  };
}
