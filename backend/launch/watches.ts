import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import { describeDefect } from "../work/defects.ts";
import type { LaunchDeps } from "./deps.ts";
import type { Lease } from "./leases.ts";

/** How often the process table is read while a game is expected or runs. */
const pollMs = 2000;
/** The same, for a game that shows only by the save that it holds open: that is slower to ask. */
const heldPollMs = 10_000;

export interface Watches {
  /** A watch under way looks at once: callers know something that the next poll would tell later. */
  watch(unitId: UnitId): void;
  /** A launch is let go: its game is still to come, and a watch under way sees it with its next poll. */
  expect(unitId: UnitId): void;
  /** A game that nobody launched through us: it is left alone until it has ended. */
  found(unitId: UnitId): void;
}

type WatchDeps = Pick<
  LaunchDeps,
  "isSeen" | "wasSeen" | "isHeldOpen" | "leases" | "clock" | "log" | "changed"
> & {
  /** Null: unregistered, or nobody is signed in. */
  unitOf: (unitId: UnitId) => Unit | null;
  hasEnded: (unitId: UnitId) => Promise<unknown>;
  /** Told at each poll of a game that runs; nobody waits for what comes of it. */
  stillOpen?: (unit: Unit) => Promise<void>;
};

/** Follows games by the process table, one watch per unit, until they have ended (or none came). */
export function createWatches(deps: WatchDeps): Watches {
  const { leases } = deps;
  const watched = new Set<UnitId>();

  async function follow(unitId: UnitId): Promise<void> {
    watched.add(unitId);
    try {
      for (;;) {
        const waitMs = await waitFor(unitId, deps.wasSeen);
        if (waitMs === null && !leases.isLeased(unitId)) break;
        await deps.clock.wait(waitMs ?? pollMs);
      }
    } finally {
      watched.delete(unitId);
    }
    await deps.hasEnded(unitId);
  }

  /** When to look again, while the game may still come, or runs; null: it has ended, or none came. */
  async function waitFor(unitId: UnitId, isSeen: LaunchDeps["isSeen"]): Promise<number | null> {
    const unit = deps.unitOf(unitId);
    if (!unit) {
      leases.close(unitId);
      return null;
    }
    const lease = leases.current(unitId);
    if (await isSeen(unit)) {
      await startPlaying(unit, lease);
      if (leases.isPlaying(unitId)) tellOpen(unit);
      return pollMs;
    }
    if (leases.current(unitId) !== lease) return pollMs;
    if (!lease?.isPlaying) return lease && pollMs;
    // An end is believed only when it is no old news, and nobody holds the save open.
    if (await deps.isSeen(unit)) return pollMs;
    if (await deps.isHeldOpen(unit)) return heldPollMs;
    // Whoever launches the game anew meanwhile has a lease of its own.
    if (leases.current(unitId) !== lease) return pollMs;
    leases.end(unitId, lease);
    return null;
  }

  /** Of the lease that stood when the process was looked for; one that begins by it is not begun by an old table. */
  async function startPlaying(unit: Unit, lease: Lease | null): Promise<void> {
    const { unitId } = unit;
    const isNews = lease !== null && !lease.isPlaying;
    if (isNews && !(await deps.isSeen(unit))) return;
    if (leases.current(unitId) === lease) begin(unitId);
  }

  function tellOpen(unit: Unit): void {
    void deps.stillOpen?.(unit).catch((error) => {
      deps.log.error("A game that is left open could not be looked after.", { error: describeDefect(error) });
    });
  }

  function begin(unitId: UnitId): void {
    if (!leases.isPlaying(unitId)) deps.changed("saves");
    leases.startPlaying(unitId);
  }

  function watch(unitId: UnitId): void {
    const seen = watched.has(unitId) ? waitFor(unitId, deps.isSeen) : follow(unitId);
    void seen.catch((error) =>
      deps.log.error("The watch over a game failed.", { error: describeDefect(error) }),
    );
  }

  return {
    watch,
    expect(unitId) {
      if (!watched.has(unitId)) watch(unitId);
    },
    found(unitId) {
      if (!leases.isLeased(unitId)) begin(unitId);
      watch(unitId);
    },
  };
}
