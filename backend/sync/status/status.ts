import type { SyncStatus } from "../../contract/saves/shortcut.ts";
import type { SyncError } from "../../contract/saves/sync.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import { decide } from "../../core/decide/decide.ts";
import { standstillOf } from "../../core/decide/standstill.ts";
import type { SaveDecision, UnitId } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { activeUnits } from "../../work/active-units.ts";
import { describeDefect } from "../../work/defects.ts";
import { createGate } from "../../work/gate.ts";
import { isOutOfReach } from "../../work/problems.ts";
import type { Decided } from "../look/decided.ts";
import { createHashCache } from "../look/hash-cache.ts";
import { type Sighting, toSighting } from "../look/observe.ts";
import { glimpseLocal } from "../look/observe-local.ts";
import type { Knowledge } from "../unit/knowledge.ts";
/** Statuses without the network: the file as it is now, the server as it was last seen. */
export function createStatuses(deps: SyncDeps, knowledge: Knowledge) {
  const local = { ...deps, ...createHashCache(deps) };
  return {
    /** Never rejects: a defect at one save is its own status. */
    async statusOf(unitId: UnitId, isPlaying: boolean): Promise<SyncStatus> {
      try {
        return await read(unitId, isPlaying);
      } catch (error) {
        deps.log.error("A defect at one save's status.", { unit: unitId, error: describeDefect(error) });
        return { kind: "problem", detail: describe({ kind: "internal" }) };
      }
    },
  };

  async function read(unitId: UnitId, isPlaying: boolean): Promise<SyncStatus> {
    const active = activeUnits(deps);
    const unit = active?.account.units[unitId];
    if (!active || !unit) return { kind: "waiting-for-network" };
    const known = knowledge.get(unitId);
    const observed = await glimpseLocal(local, unit, createGate().signal);
    const rows = known?.rows ?? null;
    const proven = known?.sighting?.observation.proven ?? new Map();
    const facts = { ...active, state: deps.store.current(), unit, rows, proven };
    const sighting = toSighting({ ...facts, ...observed });
    const verdict = standing(known?.verdict ?? null) ?? toDecided(decide(sighting.observation));
    return statusOf({ sighting, verdict, problem: known?.problem ?? null, isPlaying });
  }
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
  sighting: Sighting;
  verdict: Decided;
  /** Of the last try; null: it worked, or there was none. */
  problem: SyncError | null;
  isPlaying: boolean;
}

/** The one honest word about a save, from the decision that a sync would take now. */
function statusOf({ sighting, verdict, problem, isPlaying }: StatusFacts): SyncStatus {
  const { local, unit } = sighting;
  const standstill = standstillOf(unit, sighting.account);
  if (isPlaying) return { kind: "playing" };
  if (!unit.isTracked) return { kind: "untracked" };
  if (standstill?.reason === "paused-by-server") return { kind: "paused-by-server" };
  if (standstill) return { kind: "unsupported", detail: standstill.detail };
  if (local.kind === "unavailable") return { kind: "location-unavailable", detail: local.detail };
  if (verdict.reason === "unlinked") return { kind: "unlinked" };
  if (unit.brake?.kind === "held") return { kind: "held" };
  if (problem && !isOutOfReach(problem)) return { kind: "problem", detail: describe(problem) };
  if (verdict.reason === "broken-on-server") {
    return { kind: "problem", detail: "RomM has lost the file of its newest save." };
  }
  if (verdict.decision === "conflict" || verdict.decision === "ask") {
    return { kind: "conflict", conflictId: conflictIdOf(sighting, verdict) };
  }
  if (problem) return { kind: "waiting-for-network" };
  return byDecision[verdict.decision](verdict);
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
