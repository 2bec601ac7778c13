import type { LaunchVerdict, UncheckedReason } from "../contract/saves/launch.ts";
import type { SyncLine } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { AppId, ReasonCode, UnitId } from "../core/vocabulary.ts";
import { activeUnits } from "../work/active-units.ts";
import { Aborted, createGate, type Gate } from "../work/gate.ts";
import { isOutOfReach } from "../work/problems.ts";
import { startReport } from "../work/reports.ts";
import { type CheckProgressDeps, watchCheck } from "./check-progress.ts";
import type { LaunchDeps } from "./deps.ts";
import type { Lease } from "./leases.ts";
import type { Watches } from "./watches.ts";

export interface LaunchRequest {
  launchId: string;
  appId: AppId;
  budgetMs?: number;
}

interface Exits extends Pick<Watches, "expect" | "found"> {
  /** What its last session wrote is looked at, or on its way to RomM. */
  isSending(unitId: UnitId): boolean;
}

/** A check, from its begin on; of the last ones, those that have answered too. */
interface Check {
  launchId: string;
  unitId: UnitId;
  /** The player does not wait for it any more. */
  stop: (reason: UncheckedReason) => void;
  stopped: Promise<UncheckedReason>;
  isCancelled: boolean;
  isAnswered: boolean;
  /** Of the launch that was let go by it. */
  lease: Lease | null;
}

/** Checks that have answered are remembered, so that "play anyway" still opens their lease and a cancel ends it. */
const rememberedChecks = 50;

/**
 * The check between "Play" and the game. Its verdict is final: whatever is still under way when the budget ends, a save
 * stops coming or the player goes on is aborted, and the answer waits only for a save that is just being put in place.
 */
export function createLaunchChecks(deps: LaunchDeps, exits: Exits) {
  const { leases } = deps;
  const checks = new Map<string, Check>();

  function open(check: Check): void {
    check.lease = leases.open(check.unitId);
    exits.expect(check.unitId);
  }

  async function look(unit: Unit, budgetMs: number, { launchId, stopped }: Check): Promise<LaunchVerdict> {
    const wasSending = exits.isSending(unit.unitId);
    const gate = createGate();
    const tell: CheckProgressDeps["tell"] = (how) => deps.launchProgressed({ launchId, ...how });
    const progress = watchCheck({ clock: deps.clock, tell }, budgetMs);
    const report = startReport(deps, false);
    const how = { purpose: "launch", gate, watch: progress.watch } as const;
    const line = orNull(deps.engine.syncUnit(unit.unitId, how));
    const first = await Promise.race([line, stopped, progress.isOver]);
    progress.end();
    if (typeof first !== "string")
      return first ? toVerdict(deps, unit, first, report) : unchecked("unknown-shortcut");
    const placed = (await endNow(gate)) ? await line : null;
    if (placed) return toVerdict(deps, unit, placed, report);
    const isBehindPush = wasSending && exits.isSending(unit.unitId);
    return unchecked(first === "budget" && (isBehindPush || progress.isSending()) ? "sending" : first);
  }

  /** True: it had come too far to stop, and the save that came is what the game reads. */
  async function endNow(gate: Gate): Promise<boolean> {
    const isPlacing = gate.isInside();
    gate.abort();
    await gate.whenOutside();
    return isPlacing;
  }

  async function judge(unit: Unit, budgetMs: number, check: Check): Promise<LaunchVerdict> {
    if (await deps.isSeen(unit)) return unchecked("running");
    // A launch that is checked anew did not come to its game: it must not read as one that is about to run.
    leases.end(unit.unitId, leases.current(unit.unitId));
    return unit.isTracked ? await look(unit, budgetMs, check) : unchecked("untracked");
  }

  /** What is let go owns its save from now on; what runs already has an owner. */
  function letGo(verdict: LaunchVerdict, check: Check): void {
    check.isAnswered = true;
    if (verdict.kind === "ask" || check.isCancelled) return;
    const unchecked = verdict.kind === "go-unchecked" ? verdict.reason : null;
    if (unchecked === "running") exits.found(check.unitId);
    else open(check);
    if (unchecked !== null && leftOpen.has(unchecked)) deps.lookLate(check.unitId);
  }

  return {
    async beforeLaunch(request: LaunchRequest): Promise<LaunchVerdict> {
      const active = activeUnits(deps);
      const unit = active && unitOfApp(active.account, request.appId);
      if (!active) return unchecked("signed-out");
      if (!unit) return unchecked("unknown-shortcut");
      const check = newCheck(request.launchId, unit.unitId);
      remember(checks, request.launchId, check);
      const verdict = await judge(unit, request.budgetMs ?? deps.budgetMs(), check);
      letGo(verdict, check);
      return verdict;
    },

    /** Of a check under way: it answers at once. Of one that asked: the game starts all the same. */
    letLaunchThrough(launchId: string): void {
      const check = checks.get(launchId);
      if (!check) return;
      check.stop("let-through");
      if (check.isAnswered && !check.isCancelled && check.lease === null) open(check);
    },

    /** The game does not start: nothing of the check is written any more, and nothing waits for a process. */
    cancelLaunch(launchId: string): void {
      const check = checks.get(launchId);
      if (!check) return;
      check.isCancelled = true;
      check.stop("cancelled");
      if (!check.lease?.hasBegun) leases.end(check.unitId, check.lease);
    },
  };
}

function newCheck(launchId: string, unitId: UnitId): Check {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<UncheckedReason>();
  return { launchId, unitId, stop, stopped, isCancelled: false, isAnswered: false, lease: null };
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

/** Whether RomM has something newer was not learnt, and no answer of the player's is waited for. */
const leftOpen: ReadonlySet<UncheckedReason> = new Set([
  ...(["let-through", "offline", "budget", "stalled", "problem"] as const),
]);

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
