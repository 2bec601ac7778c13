import type { ConflictChoice } from "../../contract/saves/conflict.ts";
import type { SyncError, SyncLine, SyncReport, SyncRun } from "../../contract/saves/sync.ts";
import { isAbout } from "../../core/decide/conflict-id.ts";
import type { Unit } from "../../core/state.ts";
import type { ConflictId, Outcome, RomId, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { createGate, type Gate, orStopped } from "../../work/gate.ts";
import { startReport } from "../../work/reports.ts";
import type { Look } from "../look/look.ts";
import { changeUnit } from "../look/record.ts";
import type { UnitSyncParts } from "../unit/act.ts";
import type { InTurn, WhoseUnit } from "../unit/in-turn.ts";
import { newWork } from "../unit/new-work.ts";
import { nameUnit } from "../unit/report.ts";
import { beginBatch } from "./batch.ts";
import { answerConflict } from "./conflicts.ts";

export interface Choice {
  conflictId: ConflictId;
  choice: ConflictChoice;
}

/** Looks at the units of one listing; null: there is none, and each of them is asked about by itself. */
type ListedLooks = (p: {
  session: ServerSession;
  unitCount: number;
  romIds: RomId[];
  signal: AbortSignal;
}) => Promise<((unitId: UnitId) => Promise<Look | null>) | null>;

/** What several answers share. */
interface Shared {
  batchId: string | null;
  listedLook: Awaited<ReturnType<ListedLooks>>;
}

/**
 * The player's answers to conflicts, one after the other; each is checked against the sides it was shown, and one that
 * no save is asked about any more does not keep the others from being carried out. One line stands for several of them.
 */
export function createAnswers(
  parts: UnitSyncParts,
  { inTurn, looks }: { inTurn: InTurn; looks: ListedLooks },
) {
  const { deps } = parts;
  const underWay = new Set<{ gate: Gate; progress: SyncRun }>();

  async function answer(choice: Choice, { unitId, gate }: WhoseUnit, active: ActiveUnits, shared: Shared) {
    const { session } = active;
    const { accountId } = session;
    const p = { unitId, accountId, gate, purpose: "answer" as const, answer: "conflict" as const };
    if (choice.choice !== "later") {
      const { batchId, listedLook } = shared;
      const asked = { ...choice, unitId, choice: choice.choice, listedLook };
      return await answerConflict(parts, session, asked, batchId === null ? p : { ...p, batchId });
    }
    const work = newWork(parts, session, { unitId, purpose: p.purpose });
    await changeUnit(work, (before) => ({ ...before, postponed: choice.conflictId }));
    return postponedLine(active, unitId);
  }

  /** Null: it is about no save of the account. */
  async function take(choice: Choice, active: ActiveUnits, shared: Shared): Promise<SyncLine | null> {
    const { accountId } = active.session;
    const unit = unitOf(choice, active);
    if (!unit) return null;
    // A cancelled answer is none that is half done: what has begun ends whole, and the next does not begin.
    const whose = { unitId: unit.unitId, accountId, gate: createGate(), purpose: "answer" as const };
    return await orStopped(inTurn(whose, (now) => answer(choice, whose, now, shared)));
  }

  async function share(choices: Choice[], active: ActiveUnits, gate: Gate): Promise<Shared> {
    const isMany = choices.filter(({ choice }) => choice !== "later").length > 1;
    if (!isMany) return { batchId: null, listedLook: null };
    const { session } = active;
    const units = choices.flatMap((choice) => unitOf(choice, active) ?? []);
    const romIds = units.map(({ rom }) => rom.romId);
    const listedLook = await looks({ session, unitCount: choices.length, romIds, signal: gate.signal });
    const unitIds = units.map(({ unitId }) => unitId);
    return { batchId: await beginBatch(deps, active, { unitIds, act: "choice" }), listedLook };
  }

  async function takeAll(choices: Choice[], active: ActiveUnits, gate: Gate): Promise<(SyncLine | null)[]> {
    const counts = { unitsDone: 0, unitsTotal: choices.length };
    const progress: SyncRun = { startedAtMs: deps.clock.now(), ...counts, name: null };
    const run = { gate, progress };
    underWay.add(run);
    const lines: (SyncLine | null)[] = [];
    try {
      const shared = await share(choices, active, gate);
      for (const choice of choices) {
        if (gate.signal.aborted) break;
        progress.name = nameOfChoice(choice, active);
        if (choices.length > 1) deps.progressed({ ...progress });
        lines.push(await take(choice, active, shared));
        progress.unitsDone += 1;
      }
    } finally {
      underWay.delete(run);
      deps.changed("saves");
    }
    return lines;
  }

  return {
    async resolve(choices: Choice[]): Promise<Outcome<SyncReport, SyncError>> {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const report = startReport(deps, false);
      const gate = createGate();
      const lines = await takeAll(choices, active, gate);
      const isAnyKnown = lines.some((line) => line !== null);
      if (lines.length > 0 && !isAnyKnown) return { ok: false, error: { kind: "stale", conflict: null } };
      const all = lines.map((line) => line ?? unknownLine);
      return { ok: true, value: report.end(all, { isCancelled: gate.signal.aborted }) };
    },
    /** Stops before the next one. */
    cancel(): void {
      for (const { gate } of underWay) gate.abort();
    },
    /** Null: at most one is being answered. */
    show(): SyncRun | null {
      const many = [...underWay].find(({ progress }) => progress.unitsTotal > 1);
      return many ? { ...many.progress } : null;
    },
  };
}

function unitOf({ conflictId }: Choice, { listUnits }: ActiveUnits): Unit | undefined {
  return listUnits().find(({ unitId }) => isAbout(conflictId, unitId));
}

function nameOfChoice(choice: Choice, active: ActiveUnits): string | null {
  const unit = unitOf(choice, active);
  return unit ? nameUnit(active.account, unit.unitId).name : null;
}

function postponedLine({ account }: ActiveUnits, unitId: Unit["unitId"]): SyncLine | null {
  const unit = account.units[unitId];
  if (!unit) return null;
  return {
    ...blank,
    ...nameUnit(account, unitId),
    romId: unit.rom.romId,
    slot: unit.slot,
    decision: "conflict",
    reason: "both-changed",
    outcome: "asks",
  };
}

const blank = { direction: null, sizeBytes: 0, saveId: null, durationMs: 0, problem: null } as const;

const unknownLine: SyncLine = {
  ...blank,
  appIds: [],
  name: "",
  romId: null,
  slot: null,
  decision: "skip",
  reason: "not-reached",
  outcome: "failed",
  problem: { kind: "stale", conflict: null },
};
