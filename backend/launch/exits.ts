import type { SyncError, SyncLine } from "../contract/sync.ts";
import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import { activeUnits } from "../sync/active-units.ts";
import { createGate } from "../sync/gate.ts";
import type { LaunchDeps } from "./deps.ts";

/** How often the process table is read while a game is expected or runs. */
const pollMs = 2000;
/** After a hint that the game ended, its process is gone soon. */
const hintedPollMs = 200;
const hintedLimitMs = 30_000;
/** An emulator may still be writing when its process seems done. */
const quietMs = 1000;
const quietLimitMs = 10_000;
const unquietRetriesMs = [30_000, 120_000];
/** Some emulators write once more after the process that we saw has ended. */
const secondLookMs = 30_000;

/**
 * Sees games end, by hint or by the process table alone, and sends what they wrote. One watcher per unit: hints only
 * make it look sooner.
 */
export function createExits(deps: LaunchDeps) {
  const watched = new Set<UnitId>();
  const exits = new Map<UnitId, Promise<SyncLine | null>>();
  /** What the watcher sent before the hint of the same exit came. */
  const sent = new Map<UnitId, SyncLine>();

  const unitOf = (unitId: UnitId): Unit | null => activeUnits(deps)?.account.units[unitId] ?? null;

  async function watch(unitId: UnitId): Promise<void> {
    watched.add(unitId);
    sent.delete(unitId);
    try {
      while (await isExpected(unitId)) await deps.clock.wait(pollMs);
    } finally {
      watched.delete(unitId);
    }
    if (deps.leases.isLeased(unitId) || deps.leases.isPlaying(unitId)) return;
    await handleExit(unitId);
  }

  /** True while the game may still come, or runs. */
  async function isExpected(unitId: UnitId): Promise<boolean> {
    const unit = unitOf(unitId);
    if (!unit) {
      deps.leases.close(unitId);
      return false;
    }
    const isRunning = await deps.isRunning(unit);
    if (isRunning) {
      if (!deps.leases.isPlaying(unitId)) deps.changed();
      deps.leases.startPlaying(unitId);
      return true;
    }
    if (deps.leases.isPlaying(unitId)) deps.leases.close(unitId);
    return deps.leases.isLeased(unitId);
  }

  /** Two callers, the hint and the watcher, share one push. */
  function handleExit(unitId: UnitId): Promise<SyncLine | null> {
    const underWay = exits.get(unitId);
    if (underWay) return underWay;
    deps.leases.close(unitId);
    const exit = push(unitId, 0).finally(() => exits.delete(unitId));
    exits.set(unitId, exit);
    return exit;
  }

  async function push(unitId: UnitId, attempt: number): Promise<SyncLine | null> {
    const unit = unitOf(unitId);
    if (!unit) return null;
    if (!(await becomesQuiet(deps, unit))) {
      deps.log.warn("The save is still being written; nothing is sent yet.", { rom: unit.rom.romId });
      const retryMs = unquietRetriesMs[attempt];
      if (retryMs !== undefined) later(retryMs, () => push(unitId, attempt + 1));
      return null;
    }
    const line = await deps.engine.syncUnit(unitId, "exit", createGate());
    if (line?.outcome === "failed") deps.catchUp(unitId);
    if (line?.direction === "up") sent.set(unitId, line);
    if (line?.direction === "up") later(secondLookMs, () => lookAgain(unitId));
    return line;
  }

  function later(ms: number, work: () => Promise<unknown>): void {
    deps.clock
      .wait(ms)
      .then(work)
      .catch((error) => deps.log.error("A later look at a save failed.", { error: String(error) }));
  }

  async function lookAgain(unitId: UnitId): Promise<void> {
    if (deps.leases.isLeased(unitId) || !unitOf(unitId)) return;
    await deps.engine.syncUnit(unitId, "exit", createGate());
  }

  return {
    /** A watch under way looks at once: callers know something that the next poll would tell later. */
    watch: (unitId: UnitId): void => {
      const seen = watched.has(unitId) ? isExpected(unitId).then(() => {}) : watch(unitId);
      void seen.catch((error) => deps.log.error("The watch over a game failed.", { error: String(error) }));
    },

    /** Waits for the process to be gone, then sends, and answers what this exit sent; `running`: it is still there, and is watched on. */
    async exited(unit: Unit): Promise<{ line: SyncLine | null } | { problem: SyncError }> {
      const deadline = deps.clock.monotonic() + hintedLimitMs;
      while (await deps.isRunning(unit)) {
        if (deps.clock.monotonic() > deadline) return { problem: { kind: "running" } };
        await deps.clock.wait(hintedPollMs);
      }
      const line = await handleExit(unit.unitId);
      const before = sent.get(unit.unitId);
      sent.delete(unit.unitId);
      return { line: line?.decision === "keep" && before ? before : line };
    },
  };
}

/** The save's stamps stand still for a second; false: they did not within ten. */
async function becomesQuiet(deps: Pick<LaunchDeps, "disk" | "clock">, unit: Unit): Promise<boolean> {
  const deadline = deps.clock.monotonic() + quietLimitMs;
  let before = await stampOf(deps, unit);
  while (deps.clock.monotonic() < deadline) {
    await deps.clock.wait(quietMs);
    const now = await stampOf(deps, unit);
    if (now === before) return true;
    before = now;
  }
  return false;
}

async function stampOf({ disk }: Pick<LaunchDeps, "disk">, unit: Unit): Promise<string> {
  const stat = await disk.stat(unit.location.path).catch(() => null);
  return stat ? [stat.inode, stat.sizeBytes, stat.modifiedAtMs, stat.changedAtMs].join(":") : "none";
}
