import type { Conflict } from "../contract/saves/conflict.ts";
import type { EmulatorChange } from "../contract/saves/emulator-change.ts";
import type { HeldChoice, HeldUnit } from "../contract/saves/held.ts";
import type { NewerElsewhere } from "../contract/saves/newer-elsewhere.ts";
import type { PreviewLine } from "../contract/saves/preview.ts";
import type { SyncStatus } from "../contract/saves/shortcut.ts";
import type { SyncError, SyncLine, SyncReport, SyncRun } from "../contract/saves/sync.ts";
import type { AccountState, Unit } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { AppId, Outcome, UnitId } from "../core/vocabulary.ts";
import type { ListedRows } from "../ports/rows-known.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import { activeUnits } from "../work/active-units.ts";
import { createGate, type Gate, orStopped } from "../work/gate.ts";
import { startReport } from "../work/reports.ts";
import { type Choice, createAnswers } from "./answers/answers.ts";
import { createHeld } from "./answers/held.ts";
import { createQuestions } from "./answers/questions.ts";
import { createTracking } from "./answers/tracking.ts";
import { createBrake } from "./brake/brake.ts";
import { createPostTimes } from "./look/post-times.ts";
import { createProofBook } from "./look/proofs.ts";
import { settleAllSwaps } from "./move/swap.ts";
import { createLibraryReader, createListedLooks } from "./runs/library.ts";
import { type PreviewRequest, previewUnits } from "./runs/preview.ts";
import { createRuns, type RunRequest } from "./runs/runs.ts";
import { createUnitWork } from "./runs/unit-work.ts";
import { createSlots, type Slots } from "./slots/slots.ts";
import { createStatuses } from "./status/status.ts";
import type { UnitSync, UnitSyncParts } from "./unit/act.ts";
import { newerElsewhereOf } from "./unit/elsewhere.ts";
import { createKnowledge, emulatorChangeOf, type Knowledge, listedRows } from "./unit/knowledge.ts";
import { isToBeShown, proveStored, type Shown } from "./unit/prove-stored.ts";
import { createSaveVersions, type SaveVersions } from "./versions/versions.ts";

export interface SyncEngine {
  /** One unit, behind its rom's queue. Null: unregistered meanwhile. Throws `Aborted` when the gate was closed. */
  syncUnit(
    unitId: UnitId,
    how: Pick<UnitSync, "purpose" | "gate" | "watch" | "listed">,
  ): Promise<SyncLine | null>;
  syncShortcut(appId: AppId, how: { isDryRun: boolean }): Promise<Outcome<SyncReport, SyncError>>;
  /** A second call joins the run that is under way; what that had passed by then is looked at once more. */
  syncAll(how: RunRequest): Promise<Outcome<SyncReport, SyncError>>;
  cancel(): void;
  /** What a first sync of units that are only thought of would do. Throws `RommError`. */
  previewUnits(p: PreviewRequest): Promise<PreviewLine[]>;
  runs(): { current: SyncRun | null; last: SyncReport | null };
  conflictOf(unitId: UnitId): Conflict | null;
  listConflicts(): Conflict[];
  /** Units with an open question; those that were put off are last. */
  openQuestions(): { unitId: UnitId; isPostponed: boolean }[];
  resolveConflicts(choices: Choice[]): Promise<Outcome<SyncReport, SyncError>>;
  listHeld(): HeldUnit[];
  countHeld(): number;
  releaseHeld(unitIds: UnitId[], choice: HeldChoice): Promise<Outcome<SyncReport, SyncError>>;
  /** Stands at once; RomM is told when it can be reached. */
  setTracking: ReturnType<typeof createTracking>;
  versions: SaveVersions;
  slots: Slots;
  /** As it was last seen; touches neither network nor disk. */
  knownStatus(account: AccountState, unit: Unit): SyncStatus;
  /** Of RomM's save that comes next, or came and was not played on; null: nothing speaks against it. */
  emulatorChange(unit: Unit): EmulatorChange | null;
  /** As it was last seen; null: nothing in another slot is newer. */
  newerElsewhere(unit: Unit): NewerElsewhere | null;
  /** As the save file stands now, and the server as it was last seen. */
  readStatus(unitId: UnitId): Promise<SyncStatus>;
  /** Null: not listed since the start, or the slot may be another rom's. */
  listedRows(unitId: UnitId): ListedRows | null;
  /** Units whose rom is not under its id any more, as the last look at each showed. */
  unlinkedUnits(): Unit[];
  /** Units of which RomM has not shown yet that it holds what was sent, or what is equal by its hash. */
  listUnshown(): UnitId[];
  /** Asks RomM to show it, now; records it if it does. */
  proveStored(unitIds: readonly UnitId[], signal: AbortSignal): Promise<Map<UnitId, Shown>>;
  /** Another account signed in: what was known about units belongs to the one before. */
  forgetAll(): void;
  /** At a start, signed in or not: ends what was cut short on this disk. */
  settle(): Promise<void>;
  /** Cancels the run, waits until no unit is worked on, and holds back whatever would begin before the task ends. */
  whileStopped<T>(task: () => Promise<T>): Promise<T>;
  /**
   * The same, but a sync of one shortcut is cancelled too: its shortcut or its account is about to change. What a game's
   * exit, a launch or an answer has under way may end, within a few seconds.
   */
  interruptFor<T>(task: () => Promise<T>): Promise<T>;
}

/** The player waits for a sign-out, and the panel for 10 s: a push that a slow network holds up longer is given up. */
const pushPatienceMs = 5000;

/** Decides and moves saves: everything that the player or a trigger can ask for. */
export function createSyncEngine(deps: SyncDeps): SyncEngine {
  const knowledge = createKnowledge();
  const brake = createBrake(deps);
  const proofs = createProofBook(deps.clock);
  const parts: UnitSyncParts = { deps, knowledge, brake, postTimes: createPostTimes(deps.clock), proofs };
  const units = createUnitWork(parts);
  const libraries = createLibraryReader(deps);
  const runs = createRuns({ deps, libraries, units: { ...units, isHalting: brake.isHalting } });
  const { inTurn } = units;
  const answers = createAnswers(parts, { inTurn, looks: createListedLooks(deps, libraries) });
  const held = createHeld({ ...parts, sync: units.sync, inTurn });
  const versions = createSaveVersions(parts, inTurn);
  const statuses = createStatuses(deps, knowledge);
  const questions = createQuestions(deps, knowledge);
  /** Of syncs that the player asked for, one shortcut each. */
  const single = new Set<Gate>();
  const whileStopped: SyncEngine["whileStopped"] = (task) => {
    runs.cancel();
    return units.stop.stopFor(async () => {
      await settleAllSwaps(deps);
      return await task();
    });
  };

  return {
    syncUnit: units.sync,
    syncAll: runs.syncAll,
    cancel() {
      runs.cancel();
      answers.cancel();
    },
    previewUnits: (p) => previewUnits(deps, libraries, p),
    runs() {
      const shown = runs.show();
      return { ...shown, current: shown.current ?? answers.show() };
    },
    conflictOf: questions.of,
    listConflicts: questions.list,
    openQuestions: questions.open,
    resolveConflicts: answers.resolve,
    listHeld: held.list,
    countHeld: held.count,
    releaseHeld: held.release,
    setTracking: createTracking(deps, units.mirror),
    ...{ versions, slots: createSlots(parts, units.inTurn, versions) },
    ...{ knownStatus: statuses.known, readStatus: statuses.read },
    ...rowFacts(deps, knowledge),
    listedRows: (unitId) => listedRows(knowledge, unitId),
    ...unitLists(deps, knowledge),
    proveStored: (unitIds, signal) => proveStored(parts, unitIds, signal),
    forgetAll() {
      knowledge.clear();
      proofs.clear();
      brake.clear();
    },
    whileStopped,
    settle: () => units.stop.stopFor(() => settleAllSwaps(deps)),
    interruptFor(task) {
      for (const gate of single) gate.abort();
      const patience = createGate();
      void deps.clock.wait(pushPatienceMs, patience.signal).then(() => {
        if (!patience.signal.aborted) units.giveUp();
      });
      return whileStopped(() => {
        patience.abort();
        return task();
      });
    },

    async syncShortcut(appId, { isDryRun }) {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const unit = unitOfApp(active.account, appId);
      if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      const report = startReport(deps, isDryRun);
      const purpose = isDryRun ? "dry-run" : "run";
      const gate = createGate();
      single.add(gate);
      try {
        const line = await orStopped(units.sync(unit.unitId, { purpose, gate }));
        return { ok: true, value: report.end(line ? [line] : [], { isCancelled: gate.signal.aborted }) };
      } finally {
        single.delete(gate);
      }
    },
  };
}

function unitsOf(deps: SyncDeps): Unit[] {
  return activeUnits(deps)?.listUnits() ?? [];
}

/** Of the rows that were seen last. */
function rowFacts(
  deps: SyncDeps,
  knowledge: Knowledge,
): Pick<SyncEngine, "emulatorChange" | "newerElsewhere"> {
  return {
    emulatorChange: (unit) => emulatorChangeOf(knowledge.get(unit.unitId), unit),
    newerElsewhere: (unit) => newerElsewhereOf(knowledge.get(unit.unitId), unit, deps.session()),
  };
}

function unitLists(deps: SyncDeps, knowledge: Knowledge): Pick<SyncEngine, "unlinkedUnits" | "listUnshown"> {
  const isUnlinked = ({ unitId }: Unit) => knowledge.get(unitId)?.verdict?.reason === "unlinked";
  return {
    unlinkedUnits: () => unitsOf(deps).filter(isUnlinked),
    listUnshown: () =>
      unitsOf(deps)
        .filter(isToBeShown)
        .map(({ unitId }) => unitId),
  };
}
