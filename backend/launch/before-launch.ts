import type { LaunchVerdict, UncheckedReason } from "../contract/saves/launch.ts";
import type { SyncLine } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { AppId, ReasonCode, UnitId } from "../core/vocabulary.ts";
import { activeUnits } from "../sync/active-units.ts";
import { Aborted } from "../sync/deps.ts";
import { createGate } from "../sync/gate.ts";
import { startReport } from "../sync/runs.ts";
import { isOutOfReach } from "../sync/status/status.ts";
import type { LaunchDeps } from "./deps.ts";

export interface LaunchRequest {
  launchId: string;
  appId: AppId;
  budgetMs?: number;
}

interface Check {
  unitId: UnitId;
  letThrough: () => void;
}

/** Finished checks that asked are remembered, so that "play anyway" still opens their lease. */
const rememberedChecks = 50;

/**
 * The check between "Play" and the game. Its verdict is final: whatever is still under way when the budget ends or
 * the player goes on is aborted, and the answer waits only for a save that is just being put in place.
 */
export function createLaunchChecks(deps: LaunchDeps, watch: (unitId: UnitId) => void) {
  const checks = new Map<string, Check>();

  function open(unitId: UnitId): void {
    deps.leases.open(unitId);
    watch(unitId);
  }

  async function check(request: LaunchRequest, unit: Unit): Promise<LaunchVerdict> {
    const { unitId } = unit;
    const gate = createGate();
    const stopped = Promise.withResolvers<UncheckedReason>();
    remember(checks, request.launchId, { unitId, letThrough: () => stopped.resolve("let-through") });
    const timer = createGate();
    const budgetMs = request.budgetMs ?? deps.budgetMs();
    void deps.clock.wait(budgetMs, timer.signal).then(() => stopped.resolve("budget"));
    const report = startReport(deps, false);
    const line = orNull(deps.engine.syncUnit(unitId, "launch", gate));
    const first = await Promise.race([line, stopped.promise]);
    timer.abort();
    if (typeof first === "string") {
      gate.abort();
      await gate.whenOutside();
      return unchecked(first);
    }
    return first ? toVerdict(deps, unit, first, report) : unchecked("unknown-shortcut");
  }

  async function judge(request: LaunchRequest, unit: Unit): Promise<LaunchVerdict> {
    if (await deps.isSeen(unit)) return unchecked("running");
    return unit.isTracked ? await check(request, unit) : unchecked("untracked");
  }

  return {
    async beforeLaunch(request: LaunchRequest): Promise<LaunchVerdict> {
      const active = activeUnits(deps);
      const unit = active && unitOfApp(active.account, request.appId);
      if (!active) return unchecked("signed-out");
      if (!unit) return unchecked("unknown-shortcut");
      const verdict = await judge(request, unit);
      if (verdict.kind !== "ask") open(unit.unitId);
      return verdict;
    },

    /** Of a check under way: it answers at once. Of one that asked: the game starts all the same. */
    letLaunchThrough(launchId: string): void {
      const known = checks.get(launchId);
      if (!known) return;
      known.letThrough();
      open(known.unitId);
    },
  };
}

function remember(checks: Map<string, Check>, launchId: string, check: Check): void {
  checks.set(launchId, check);
  for (const oldest of checks.keys()) {
    if (checks.size <= rememberedChecks) return;
    checks.delete(oldest);
  }
}

async function orNull(line: Promise<SyncLine | null>): Promise<SyncLine | null> {
  try {
    return await line;
  } catch (error) {
    if (error instanceof Aborted) return null;
    throw error;
  }
}

function toVerdict(
  deps: LaunchDeps,
  unit: Unit,
  line: SyncLine,
  report: ReturnType<typeof startReport>,
): LaunchVerdict {
  if (line.outcome === "asks") {
    const conflict = deps.engine.conflictOf(unit.unitId);
    if (!conflict) return unchecked("problem", "The question vanished while it was asked.");
    return conflict.isPostponed ? unchecked("postponed") : { kind: "ask", conflict };
  }
  if (line.problem) {
    const detail = "detail" in line.problem ? line.problem.detail : line.problem.kind;
    return unchecked(isOutOfReach(line.problem) ? "offline" : "problem", detail);
  }
  if (line.outcome === "skipped") return unchecked(skipped[line.reason] ?? "problem", line.reason);
  return { kind: "go", report: report.end([line], { isCancelled: false }) };
}

/** What is not touched now, and why, where that is no trouble of this launch. */
const skipped: Partial<Record<ReasonCode, UncheckedReason>> = {
  running: "running",
  untracked: "untracked",
  held: "held",
  "paused-by-server": "paused-by-server",
  unsupported: "unsupported",
};

function unchecked(reason: UncheckedReason, detail: string | null = null): LaunchVerdict {
  return { kind: "go-unchecked", reason, detail };
}
