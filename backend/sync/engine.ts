import type { Conflict } from "../contract/conflict.ts";
import type { SyncStatus } from "../contract/shortcut.ts";
import type { SyncError, SyncLine, SyncReport, SyncRun } from "../contract/sync.ts";
import { unitOfApp } from "../core/units.ts";
import type { AppId, Outcome, RomId, UnitId } from "../core/vocabulary.ts";
import { activeUnits } from "./active-units.ts";
import { type Choice, createAnswers } from "./answers.ts";
import { createBrake } from "./brake.ts";
import type { SyncDeps } from "./deps.ts";
import { createGate, type Gate } from "./gate.ts";
import { createPostTimes } from "./post-times.ts";
import { createKeyedQueue } from "./queues.ts";
import { createRuns, startReport } from "./runs.ts";
import { createKnowledge } from "./status/knowledge.ts";
import { createStatuses } from "./status/status.ts";
import type { UnitSyncParts } from "./unit/act.ts";
import { conflictOf } from "./unit/conflicts.ts";
import type { Purpose } from "./unit/record.ts";
import { syncUnit } from "./unit/sync-unit.ts";

export interface SyncEngine {
  /** One unit, behind its rom's queue. Null: unregistered meanwhile. Throws `Aborted` when the gate was closed. */
  syncUnit(unitId: UnitId, purpose: Purpose, gate: Gate): Promise<SyncLine | null>;
  syncShortcut(appId: AppId, how: { isDryRun: boolean }): Promise<Outcome<SyncReport, SyncError>>;
  /** A second call joins the run that is under way. */
  syncAll(how: { isDryRun: boolean }): Promise<Outcome<SyncReport, SyncError>>;
  cancel(): void;
  runs(): { current: SyncRun | null; last: SyncReport | null };
  conflictOf(unitId: UnitId): Conflict | null;
  listConflicts(): Conflict[];
  resolveConflicts(choices: Choice[]): Promise<Outcome<SyncReport, SyncError>>;
  statusOf(unitId: UnitId, isPlaying: boolean): Promise<SyncStatus>;
  /** Another account signed in: what was known about units belongs to the one before. */
  forgetAll(): void;
  /** Cancels the run, waits until no unit is worked on, and holds back whatever would begin before the task ends. */
  whileStopped<T>(task: () => Promise<T>): Promise<T>;
}

/** Decides and moves saves: everything that the player or a trigger can ask for. */
export function createSyncEngine(deps: SyncDeps): SyncEngine {
  const parts: UnitSyncParts = { deps, knowledge: createKnowledge(), postTimes: createPostTimes(deps.clock) };
  const inRomOrder = createKeyedQueue<RomId>();
  const brake = createBrake();
  const syncOne: SyncEngine["syncUnit"] = (unitId, purpose, gate) =>
    brake.pass(async () => {
      const active = activeUnits(deps);
      const unit = active?.account.units[unitId];
      if (!active || !unit) return null;
      const how = { unitId, purpose, gate };
      return await inRomOrder(unit.rom.romId, () => syncUnit(parts, active.session, how));
    });
  const runs = createRuns(deps, syncOne);
  const answers = createAnswers(parts, inRomOrder);
  const statuses = createStatuses(deps, parts.knowledge);
  const questionOf = (unitId: UnitId) => {
    const active = activeUnits(deps);
    const known = parts.knowledge.get(unitId);
    return active && conflictOf(known, { account: active.account, ownDeviceId: active.session.deviceId });
  };

  return {
    syncUnit: syncOne,
    syncAll: runs.syncAll,
    cancel: runs.cancel,
    runs: runs.show,
    conflictOf: questionOf,
    listConflicts: () =>
      (activeUnits(deps)?.listUnits() ?? [])
        .map((unit) => questionOf(unit.unitId))
        .filter((one) => one !== null),
    resolveConflicts: (choices) => brake.pass(() => answers.resolve(choices)),
    statusOf: statuses.statusOf,
    forgetAll: () => parts.knowledge.clear(),
    whileStopped(task) {
      runs.cancel();
      return brake.stopFor(task);
    },

    async syncShortcut(appId, { isDryRun }) {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const unit = unitOfApp(active.account, appId);
      if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      const report = startReport(deps, isDryRun);
      const line = await syncOne(unit.unitId, isDryRun ? "dry-run" : "run", createGate());
      return { ok: true, value: report.end(line ? [line] : [], { isCancelled: false }) };
    },
  };
}
