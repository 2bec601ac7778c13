import type { SyncError, SyncLine, SyncReport, SyncRun } from "../contract/sync.ts";
import type { Outcome, UnitId } from "../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "./active-units.ts";
import { Aborted, type SyncDeps } from "./deps.ts";
import { createGate, type Gate } from "./gate.ts";
import { forEachLimited } from "./queues.ts";
import type { Purpose } from "./unit/record.ts";
import { nameUnit } from "./unit/report.ts";

/** RomM is asked by at most this many units at a time. */
const connections = 4;

type SyncOne = (unitId: UnitId, purpose: Purpose, gate: Gate) => Promise<SyncLine | null>;
type RunOutcome = Outcome<SyncReport, SyncError>;

interface Run {
  gate: Gate;
  isDryRun: boolean;
  progress: SyncRun;
}

/** Runs over all units. A run outlives its caller; its progress and the last report can be asked for at any time. */
export function createRuns(deps: SyncDeps, syncOne: SyncOne) {
  let current: (Run & { outcome: Promise<RunOutcome> }) | null = null;
  let last: SyncReport | null = null;

  async function runAll(run: Run, { listUnits, account }: ActiveUnits): Promise<RunOutcome> {
    const report = startReport(deps, run.isDryRun);
    const lines: SyncLine[] = [];
    const isStopped = () => run.gate.signal.aborted;
    await forEachLimited(listUnits(), { limit: connections, isStopped }, async ({ unitId }) => {
      run.progress.name = nameUnit(account, unitId).name;
      deps.progressed({ ...run.progress });
      const line = await orStopped(syncOne(unitId, run.isDryRun ? "dry-run" : "run", run.gate));
      if (line) lines.push(line);
      run.progress.unitsDone += 1;
      deps.progressed({ ...run.progress });
    });
    last = report.end(lines, { isCancelled: isStopped() });
    return { ok: true, value: last };
  }

  return {
    syncAll({ isDryRun }: { isDryRun: boolean }): Promise<RunOutcome> {
      if (current?.isDryRun === isDryRun) return current.outcome;
      const active = activeUnits(deps);
      if (!active) return Promise.resolve({ ok: false, error: { kind: "signed-out" } });
      const progress = {
        startedAtMs: deps.clock.now(),
        unitsDone: 0,
        unitsTotal: active.listUnits().length,
        name: null,
      };
      const run: Run = { gate: createGate(), isDryRun, progress };
      const outcome = runAll(run, active).finally(() => {
        if (current?.progress === progress) current = null;
        deps.changed();
      });
      current = { ...run, outcome };
      return outcome;
    },
    cancel: () => current?.gate.abort(),
    show: () => ({ current: current && { ...current.progress }, last }),
  };
}

async function orStopped(line: Promise<SyncLine | null>): Promise<SyncLine | null> {
  try {
    return await line;
  } catch (error) {
    if (error instanceof Aborted) return null;
    throw error;
  }
}

export function startReport(deps: Pick<SyncDeps, "clock">, isDryRun: boolean) {
  const startedAtMs = deps.clock.now();
  return {
    end: (lines: SyncLine[], { isCancelled }: { isCancelled: boolean }): SyncReport => ({
      startedAtMs,
      finishedAtMs: deps.clock.now(),
      isDryRun,
      isCancelled,
      lines,
    }),
  };
}
