import type { WaitsFor } from "../../contract/conditions.ts";
import type { SyncStatus } from "../../contract/saves/shortcut.ts";
import type { SyncError } from "../../contract/saves/sync.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import { decide } from "../../core/decide/decide.ts";
import { standstillOf } from "../../core/decide/standstill.ts";
import type { AccountState, Unit } from "../../core/state.ts";
import type { SaveDecision, UnitId } from "../../core/vocabulary.ts";
import type { SaveServer } from "../../ports/save-server.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { activeUnits } from "../../work/active-units.ts";
import { describeDefect } from "../../work/defects.ts";
import { createGate } from "../../work/gate.ts";
import { isOutOfReach } from "../../work/problems.ts";
import { whyTooLarge } from "../../work/size-limit.ts";
import type { Decided } from "../look/decided.ts";
import { createHashCache } from "../look/hash-cache.ts";
import { type Observed, toObserved } from "../look/observe.ts";
import { observeToShow } from "../look/observe-local.ts";
import type { Knowledge, Known } from "../unit/knowledge.ts";

/**
 * One honest status for each unit, without the network. It is kept, and made anew by whatever looks at the unit: a sync, a
 * launch check, an exit, an answer, or a reading of the file alone. Only that reading touches the disk.
 */
export function createStatuses(deps: SyncDeps, knowledge: Knowledge) {
  const local = { ...deps, ...createHashCache(deps) };
  /** True as long as neither the unit nor what is known of it is another. */
  const kept = new Map<UnitId, { unit: Unit; known: Known | null; status: SyncStatus }>();

  function keep(unit: Unit, known: Known | null, status: SyncStatus): SyncStatus {
    kept.set(unit.unitId, { unit, known, status });
    return status;
  }

  async function readNow(unitId: UnitId): Promise<SyncStatus> {
    const active = activeUnits(deps);
    const unit = active?.account.units[unitId];
    if (!active || !unit) return { kind: "waiting-for-network" };
    const known = knowledge.get(unitId);
    const onDisk = await observeToShow(local, unit, createGate().signal);
    const rows = known?.rows ?? null;
    const proven = known?.observed?.observation.proven ?? new Map();
    const facts = { ...active, state: deps.store.current(), unit, rows, proven };
    const observed = toObserved({ ...facts, ...onDisk });
    const verdict = standing(known?.verdict ?? null) ?? toDecided(decide(observed.observation));
    const { server } = active.session;
    const { problem = null, waitsFor } = known ?? {};
    return keep(unit, known, statusOf({ observed, verdict, problem, waitsFor, server }));
  }

  return {
    /** As it was last seen. */
    known(account: AccountState, unit: Unit): SyncStatus {
      const session = deps.session();
      if (session === null) return { kind: "waiting-for-network" };
      const known = knowledge.get(unit.unitId);
      const before = kept.get(unit.unitId);
      const isSame = before?.unit === unit && before.known === known;
      const status = isSame ? before.status : keep(unit, known, statusOfKnown(unit, known, session.server));
      return stillOf(unit, account) ?? status;
    },

    /** As its file stands now. Never rejects: a defect at one save is its own status. */
    async read(unitId: UnitId): Promise<SyncStatus> {
      try {
        return await readNow(unitId);
      } catch (error) {
        deps.log.error("A defect at one save's status.", { unit: unitId, error: describeDefect(error) });
        return { kind: "problem", detail: describe({ kind: "internal" }) };
      }
    },
  };
}

/** What a look said, and what came of it. Who is told nothing new since keeps that word. */
function statusOfKnown(unit: Unit, known: Known | null, server: StatusFacts["server"]): SyncStatus {
  if (!known?.observed || !known.verdict) {
    return known?.problem ? statusOfProblem(known.problem) : { kind: "not-looked" };
  }
  const { observed, verdict, problem, waitsFor } = known;
  const seen = { observed: { ...observed, unit }, verdict, problem, waitsFor, server };
  const isDone = known.isSettled === true && ["upload", "download"].includes(verdict.decision);
  return isDone ? { kind: "synced" } : statusOf(seen);
}

/** Where nothing moves whatever the two sides hold. */
function stillOf(unit: Unit, account: AccountState): SyncStatus | null {
  if (!unit.isTracked) return { kind: "untracked" };
  const standstill = standstillOf(unit, account);
  if (standstill?.reason === "paused-by-server") return { kind: "paused-by-server" };
  return standstill && { kind: "unsupported", detail: standstill.detail };
}

/** What only a look at the server can take back. */
function standing(verdict: Decided | null): Decided | null {
  return verdict?.reason === "unlinked" || verdict?.reason === "foreign-shape" ? verdict : null;
}

function toDecided(verdict: ReturnType<typeof decide>): Decided {
  if (verdict.kind === "decided") return verdict;
  return { kind: "decided", decision: "skip", reason: "not-reached", head: verdict.row };
}

interface StatusFacts {
  observed: Observed;
  verdict: Decided;
  /** Of the last try; null: it worked, or there was none. */
  problem: SyncError | null;
  waitsFor: WaitsFor | undefined;
  server: Pick<SaveServer, "sizeLimit">;
}

/** The one honest word about a save, from the decision that a sync would take now. */
function statusOf({ observed, verdict, problem, waitsFor, server }: StatusFacts): SyncStatus {
  const { local, unit } = observed;
  // A new game's save is told to be too large before RomM was asked about it.
  const isToGo = verdict.decision === "upload" || (verdict.decision === "skip" && unit.baseline === null);
  const tooLarge = isToGo && local.kind === "present" ? whyTooLarge(server, local.sizeBytes) : null;
  const still = stillOf(unit, observed.account);
  if (still) return still;
  if (local.kind === "unavailable") return { kind: "location-unavailable", detail: local.detail };
  if (verdict.reason === "unlinked") return { kind: "unlinked" };
  if (unit.brake?.kind === "held") return { kind: "held" };
  if (problem && !isOutOfReach(problem)) return statusOfProblem(problem);
  if (verdict.reason === "broken-on-server") {
    return { kind: "problem", detail: "RomM has lost the file of its newest save." };
  }
  // Both are kept: what is missing of that is finished when RomM can be reached.
  if (unit.owed.branch) return { kind: "waiting-for-network" };
  if (verdict.decision === "conflict" || verdict.decision === "ask") {
    return { kind: "conflict", conflictId: conflictIdOf(observed, verdict) };
  }
  if (problem) return statusOfProblem(problem);
  if (tooLarge) return statusOfProblem(tooLarge);
  const status = byDecision[verdict.decision](verdict);
  return waitsFor ? withWait(status, waitsFor) : status;
}

function statusOfProblem(problem: SyncError): SyncStatus {
  if (isOutOfReach(problem)) return { kind: "waiting-for-network" };
  return { kind: "problem", detail: describe(problem) };
}

/** What is known of a wait is of a save that is still to move. */
function withWait(status: SyncStatus, waitsFor: WaitsFor): SyncStatus {
  const isToMove =
    status.kind === "will-upload" || status.kind === "will-download" || status.kind === "waiting-for-network";
  return isToMove ? { ...status, waitsFor } : status;
}

type Settled = Exclude<SaveDecision, "conflict" | "ask">;

const byDecision: Record<Settled, (verdict: Decided) => SyncStatus> = {
  keep: ({ reason }) =>
    reason === "no-save-yet" || reason === "blank-save" ? { kind: "no-save-yet" } : { kind: "synced" },
  adopt: () => ({ kind: "synced" }),
  upload: () => ({ kind: "will-upload" }),
  download: () => ({ kind: "will-download" }),
  forget: () => ({ kind: "no-save-yet" }),
  skip: () => ({ kind: "waiting-for-network" }),
};

function describe(problem: SyncError): string {
  if (problem.kind === "internal") return "Savepoint made a mistake at this save. Its log says where.";
  return "detail" in problem ? problem.detail : problem.kind;
}
