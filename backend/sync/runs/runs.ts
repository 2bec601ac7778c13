import type { SyncError, SyncLine, SyncReport, SyncRun } from "../../contract/saves/sync.ts";
import { hasMarks } from "../../core/marks/survival.ts";
import type { Unit } from "../../core/state.ts";
import type { Outcome, UnitId } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { createGate, type Gate, orStopped } from "../../work/gate.ts";
import { forEachLimited } from "../../work/queues.ts";
import { startReport } from "../../work/reports.ts";
import { createRunAlarms } from "../brake/brake.ts";
import type { UnitSync } from "../unit/act.ts";
import type { RunAlarms, WaitingAlarm } from "../unit/brake-context.ts";
import { nameUnit } from "../unit/report.ts";
import type { Library, LibraryReader } from "./library.ts";

/** Twice as many as RomM has connections for: while some wait for it, the others hash and sync to the disk. */
const unitsAtOnce = 8;

/** One unit of a run, or the end of its wait. */
export interface UnitRuns {
  sync(
    unitId: UnitId,
    how: Omit<UnitSync, "unitId"> & { library?: Library | null },
  ): Promise<SyncLine | null>;
  isHalting(alarms: RunAlarms): boolean;
  hold(unitId: UnitId, waiting: WaitingAlarm, run: Pick<Run, "purpose" | "gate">): Promise<SyncLine | null>;
}

type RunOutcome = Outcome<SyncReport, SyncError>;

interface Run {
  gate: Gate;
  purpose: "run" | "dry-run";
  progress: SyncRun;
}

/** Runs over all units. A run outlives its caller; its progress and the last report can be asked for at any time. */
export function createRuns(deps: SyncDeps, libraries: LibraryReader, units: UnitRuns) {
  /** At most one of each purpose: a dry run must not hide the run beside it. */
  const underWay = new Map<Run["purpose"], Run & { outcome: Promise<RunOutcome> }>();
  let last: SyncReport | null = null;

  async function runAll(run: Run, active: ActiveUnits): Promise<RunOutcome> {
    const { purpose, gate, progress } = run;
    const report = startReport(deps, purpose === "dry-run");
    const lines = new Map<UnitId, SyncLine>();
    const alarms = createRunAlarms();
    const isStopped = () => gate.signal.aborted;

    async function one(unitId: UnitId, work: Promise<SyncLine | null>): Promise<void> {
      const line = await orStopped(work);
      if (line) lines.set(unitId, line);
      else lines.delete(unitId);
    }
    const show = (change: Partial<SyncRun>) => deps.progressed({ ...Object.assign(progress, change) });

    async function lookAt(some: Unit[], library: Library | null): Promise<void> {
      await forEachLimited(some, { limit: unitsAtOnce, isStopped }, async ({ unitId }) => {
        show({ name: nameUnit(active.account, unitId).name });
        await one(unitId, units.sync(unitId, { purpose, gate, alarms, library }));
        show({ unitsDone: progress.unitsDone + 1 });
      });
    }

    const { pending, settled } = byPending(active.listUnits());
    await lookAt(pending, null);
    const { session } = active;
    const unitCount = isStopped() ? 0 : settled.length;
    await lookAt(settled, await libraries.read({ session, unitCount, purpose, signal: gate.signal }));
    const isHalting = units.isHalting(alarms);
    const end = (unitId: UnitId, waiting: WaitingAlarm) =>
      isHalting ? units.hold(unitId, waiting, run) : units.sync(unitId, { purpose, gate, isCounted: true });
    const waiting = purpose === "dry-run" && !isHalting ? [] : [...alarms.waiting];
    await forEachLimited(waiting, { limit: unitsAtOnce, isStopped }, ([unitId, alarm]) =>
      one(unitId, end(unitId, alarm)),
    );
    if (isStopped()) for (const [unitId] of waiting) dropIfWaiting(lines, unitId);
    else if (isHalting && purpose === "run") tellHeld(waiting, active);
    last = report.end([...lines.values()], { isCancelled: isStopped() });
    return { ok: true, value: last };
  }

  function tellHeld(waiting: [UnitId, WaitingAlarm][], { account }: ActiveUnits): void {
    const [first] = waiting;
    if (!first) return;
    deps.notice({ kind: "held", name: nameUnit(account, first[0]).name, count: waiting.length });
  }

  return {
    syncAll({ isDryRun }: { isDryRun: boolean }): Promise<RunOutcome> {
      const purpose = isDryRun ? "dry-run" : "run";
      const joined = underWay.get(purpose);
      if (joined) return joined.outcome;
      const active = activeUnits(deps);
      if (!active) return Promise.resolve({ ok: false, error: { kind: "signed-out" } });
      const progress = {
        startedAtMs: deps.clock.now(),
        unitsDone: 0,
        unitsTotal: active.listUnits().length,
        name: null,
      };
      const run: Run = { gate: createGate(), purpose, progress };
      const outcome = runAll(run, active).finally(() => {
        underWay.delete(purpose);
        deps.changed("runs");
      });
      underWay.set(purpose, { ...run, outcome });
      return outcome;
    },
    cancel(): void {
      for (const { gate } of underWay.values()) gate.abort();
    },
    show() {
      const shown = underWay.get("run") ?? underWay.get("dry-run");
      return { current: shown ? { ...shown.progress } : null, last };
    },
  };
}

/** What is known to be unfinished comes first: a run may be cancelled, the network go, a listing of all take long. */
function byPending(units: Unit[]): { pending: Unit[]; settled: Unit[] } {
  const { pending = [], settled = [] } = Object.groupBy(units, (unit) =>
    hasMarks(unit) ? "pending" : "settled",
  );
  return { pending, settled };
}

/** Cancelled before it was told what becomes of it: nothing was done, and nothing is held. */
function dropIfWaiting(lines: Map<UnitId, SyncLine>, unitId: UnitId): void {
  if (lines.get(unitId)?.reason === "held") lines.delete(unitId);
}
