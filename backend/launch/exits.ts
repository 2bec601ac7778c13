import type { SyncError, SyncLine } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import { activeUnits } from "../work/active-units.ts";
import { describeDefect } from "../work/defects.ts";
import { createGate, orStopped } from "../work/gate.ts";
import type { LaunchDeps } from "./deps.ts";
import type { OpenGames } from "./open-games.ts";
import { quietMs, readStamps, waitUntilQuiet } from "./quiet.ts";
import { createWatches } from "./watches.ts";

/** After a hint that the game ended, its process is gone soon. */
const hintedPollMs = 200;
const hintedLimitMs = 30_000;
const unquietRetriesMs = [30_000, 120_000];
/** Some emulators write once more after the process that we saw has ended. */
const secondLookMs = 30_000;

/**
 * Sees games end, by hint or by the process table alone, and sends what they wrote. One watcher per unit: hints only
 * make it look sooner.
 */
export function createExits(deps: LaunchDeps & { openGames: OpenGames }) {
  const exits = new Map<UnitId, Promise<SyncLine | null>>();
  /** Somebody told of an end while a push was under way, which may have read the save before it. */
  const joined = new Set<UnitId>();
  /** What the watcher sent before the hint of the same exit came. */
  const sent = new Map<UnitId, SyncLine>();

  const unitOf = (unitId: UnitId): Unit | null => activeUnits(deps)?.account.units[unitId] ?? null;
  const watches = createWatches({
    ...{ ...deps, unitOf, stillOpen: deps.openGames.stillOpen },
    hasEnded: (unitId) => handleExit(deps.openGames.ended(unitId)),
  });

  /** Two callers, the hint and the watcher, share one push; it may be the end of two sessions, so one look follows. */
  function handleExit(unitId: UnitId): Promise<SyncLine | null> {
    const underWay = exits.get(unitId);
    if (underWay) {
      joined.add(unitId);
      return underWay;
    }
    const exit = push(unitId, 0).finally(() => {
      exits.delete(unitId);
      if (joined.delete(unitId)) later(quietMs, () => lookAgain(unitId));
    });
    exits.set(unitId, exit);
    return exit;
  }

  async function push(unitId: UnitId, attempt: number): Promise<SyncLine | null> {
    const unit = unitOf(unitId);
    if (!unit) return null;
    const quiet = await waitUntilQuiet(deps, unit);
    if (quiet === null) {
      deps.log.warn("The save is still being written; nothing is sent yet.", { rom: unit.rom.romId });
      const retryMs = unquietRetriesMs[attempt];
      if (retryMs === undefined) deps.catchUp(unitId);
      else later(retryMs, () => push(unitId, attempt + 1));
      return null;
    }
    const line = await send(unitId);
    const isSent = line?.direction === "up";
    if (isSent) sent.set(unitId, line);
    if (isSent) later(secondLookMs, () => lookAgain(unitId));
    // Nobody watched whether it stands still: whoever writes within the second that was not waited for, or soon after,
    // is found by the stamps.
    for (const ms of quiet.hasWaited ? [] : [quietMs, secondLookMs]) {
      later(ms, () => lookIfWritten(unitId, quiet.text));
    }
    return line;
  }

  async function send(unitId: UnitId): Promise<SyncLine | null> {
    const gate = createGate();
    const line = await orStopped(deps.engine.syncUnit(unitId, { purpose: "exit", gate }));
    // It gave way to a sign-out or the like: what the game wrote is looked at as soon as there is a turn again.
    if (gate.signal.aborted) deps.catchUp(unitId);
    const isAway = line?.reason === "location-unavailable";
    if (line?.outcome === "failed" || isAway) deps.catchUp(unitId);
    return line;
  }

  function later(ms: number, work: () => Promise<unknown>): void {
    deps.clock
      .wait(ms)
      .then(work)
      .catch((error) => deps.log.error("A later look at a save failed.", { error: describeDefect(error) }));
  }

  async function lookIfWritten(unitId: UnitId, before: string): Promise<void> {
    const unit = unitOf(unitId);
    if (unit && (await readStamps(deps, unit)).text !== before) await lookAgain(unitId);
  }

  async function lookAgain(unitId: UnitId): Promise<void> {
    if (deps.leases.isLeased(unitId) || !unitOf(unitId)) return;
    await push(unitId, 0);
  }

  /** Another game begins: what the one before it sent is not told at its exit. */
  const anew = (tell: (unitId: UnitId) => void) => (unitId: UnitId) => {
    sent.delete(unitId);
    tell(unitId);
  };
  const found = anew(watches.found);

  return {
    ...{ found, watch: anew(watches.watch), expect: anew(watches.expect) },
    isSending: (unitId: UnitId) => exits.has(unitId),

    /**
     * Waits for the process to be gone, then sends, and answers what this exit sent; `running`: it is still there, and is
     * watched on. Whatever was launched anew meanwhile keeps its lease.
     */
    async exited(unit: Unit): Promise<{ line: SyncLine | null } | { problem: SyncError }> {
      const lease = deps.leases.leaseOfExit(unit.unitId);
      if (!(await isGone(deps, unit))) {
        found(unit.unitId);
        return { problem: { kind: "running" } };
      }
      deps.leases.end(unit.unitId, lease);
      const line = await handleExit(unit.unitId);
      const before = sent.get(unit.unitId);
      sent.delete(unit.unitId);
      return { line: line?.decision === "keep" && before ? before : line };
    },
  };
}

/** Waits for it; false: the game did not go within its time. */
async function isGone(deps: LaunchDeps, unit: Unit): Promise<boolean> {
  const deadline = deps.clock.monotonic() + hintedLimitMs;
  while ((await deps.isSeen(unit)) || (await deps.isHeldOpen(unit))) {
    if (deps.clock.monotonic() > deadline) return false;
    await deps.clock.wait(hintedPollMs);
  }
  return true;
}
