import type { SyncError, SyncLine, SyncReport } from "../../contract/saves/sync.ts";
import type { Outcome, UnitId } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { activeUnits } from "../../work/active-units.ts";
import { createGate } from "../../work/gate.ts";
import { startReport } from "../../work/reports.ts";
import type { Restraint } from "../../work/restraint.ts";
import { type PassParts, passOnce, type Quiet, type Run } from "./pass.ts";

type RunOutcome = Outcome<SyncReport, SyncError>;

/** What is to be looked at; without `unitIds`, every unit. */
export interface RunRequest {
  isDryRun: boolean;
  unitIds?: readonly UnitId[];
  /** What it does is told as a whole by who asked for it: no message for each save. */
  quiet?: Quiet;
  /** Nobody waits for it; who joins it and waits ends that. */
  restraint?: Restraint | undefined;
}

/**
 * Runs over all units, or some. A run outlives its caller; its progress and the last report can be asked for at any time.
 * Who joins is never answered by a look from before he came: what was passed by then is looked at once more.
 */
export function createRuns(parts: PassParts) {
  const { deps } = parts;
  /** At most one of each purpose: a dry run must not hide the run beside it. */
  const underWay = new Map<Run["purpose"], Run & { outcome: Promise<RunOutcome> }>();
  let last: SyncReport | null = null;

  async function runAll(run: Run): Promise<RunOutcome> {
    const report = startReport(deps, run.purpose === "dry-run");
    const lines = new Map<UnitId, SyncLine>();
    const isStopped = () => run.gate.signal.aborted;
    try {
      await null; // Who asks in the same breath has missed nothing.
      while (run.again.size > 0 && !isStopped()) await passOnce(parts, run, lines);
    } finally {
      underWay.delete(run.purpose); // From here on there is nothing to join.
    }
    tellElsewhere(deps, [...lines.values()]);
    const value = report.end([...lines.values()], { isCancelled: isStopped() });
    if (run.isWhole) last = value;
    return { ok: true, value };
  }

  return {
    syncAll({ isDryRun, unitIds, quiet, restraint }: RunRequest): Promise<RunOutcome> {
      const purpose = isDryRun ? "dry-run" : "run";
      const active = activeUnits(deps);
      const joined = underWay.get(purpose);
      const wanted = unitIds ?? active?.listUnits().map(({ unitId }) => unitId) ?? [];
      if (joined) {
        for (const unitId of wanted) if (!joined.ahead.has(unitId)) joined.again.add(unitId);
        joined.isWhole ||= unitIds === undefined;
        if (joined.quiet !== quiet) shareLoud(joined, quiet);
        joined.restraint = restraint && joined.restraint;
        return joined.outcome;
      }
      if (!active) return Promise.resolve({ ok: false, error: { kind: "signed-out" } });
      const progress = {
        startedAtMs: deps.clock.now(),
        unitsDone: 0,
        unitsTotal: wanted.length,
        name: null,
      };
      const run: Run = {
        ...{ gate: createGate(), purpose, progress, isWhole: unitIds === undefined },
        ...{ quiet, restraint },
        ...{ ahead: new Set(), again: new Set(wanted) },
      };
      const outcome = runAll(run).finally(() => deps.changed("runs"));
      underWay.set(purpose, Object.assign(run, { outcome }));
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

/** Of all that a run found, once. */
function tellElsewhere({ notice }: Pick<SyncDeps, "notice">, lines: SyncLine[]): void {
  const found = lines.flatMap(({ name, newerElsewhere: save }) => (save ? [{ name, save }] : []));
  const [first] = found;
  if (first) notice({ kind: "newer-elsewhere", ...first, count: found.length });
}

/** Of two that share a run one hears each save by itself: nobody tells the same again as a whole. */
function shareLoud(run: Run, quiet: Quiet | undefined): void {
  if (run.quiet && quiet) return;
  for (const one of [run.quiet, quiet]) if (one) one.isBroken = true;
  run.quiet = undefined;
}
