import type { ConflictChoice } from "../../contract/saves/conflict.ts";
import type { SyncError, SyncLine, SyncReport } from "../../contract/saves/sync.ts";
import { isAbout } from "../../core/decide/conflict-id.ts";
import type { Unit } from "../../core/state.ts";
import type { ConflictId, Outcome } from "../../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "../../work/active-units.ts";
import { createGate, orStopped } from "../../work/gate.ts";
import { startReport } from "../../work/reports.ts";
import { changeUnit } from "../look/record.ts";
import type { UnitSyncParts } from "../unit/act.ts";
import type { InTurn, WhoseUnit } from "../unit/in-turn.ts";
import { newWork } from "../unit/new-work.ts";
import { nameUnit } from "../unit/report.ts";
import { answerConflict } from "./conflicts.ts";

export interface Choice {
  conflictId: ConflictId;
  choice: ConflictChoice;
}

/**
 * The player's answers to conflicts, one after the other; each is checked against the sides it was shown, and one that
 * no save is asked about any more does not keep the others from being carried out.
 */
export function createAnswers(parts: UnitSyncParts, inTurn: InTurn) {
  const { deps } = parts;

  async function answer(choice: Choice, { unitId, gate }: WhoseUnit, active: ActiveUnits) {
    const { session } = active;
    const how = {
      ...{ unitId, accountId: session.accountId, gate },
      ...{ purpose: "answer" as const, answer: "conflict" as const },
    };
    if (choice.choice !== "later") {
      return await answerConflict(parts, session, { ...choice, unitId, choice: choice.choice }, how);
    }
    const work = newWork(parts, session, { unitId, purpose: how.purpose });
    await changeUnit(work, (before) => ({ ...before, postponed: choice.conflictId }));
    return postponedLine(active, unitId);
  }

  /** Null: it is about no save of the account. */
  async function take(choice: Choice, { session, listUnits }: ActiveUnits): Promise<SyncLine | null> {
    const { accountId } = session;
    const unit = listUnits().find(({ unitId }) => isAbout(choice.conflictId, unitId));
    if (!unit) return null;
    const whose = { unitId: unit.unitId, accountId, gate: createGate() };
    return await orStopped(inTurn(whose, (active) => answer(choice, whose, active)));
  }

  return {
    async resolve(choices: Choice[]): Promise<Outcome<SyncReport, SyncError>> {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const report = startReport(deps, false);
      const lines: (SyncLine | null)[] = [];
      try {
        for (const choice of choices) lines.push(await take(choice, active));
      } finally {
        deps.changed("saves");
      }
      const isAnyKnown = lines.some((line) => line !== null);
      if (choices.length > 0 && !isAnyKnown) return { ok: false, error: { kind: "stale", conflict: null } };
      const all = lines.map((line) => line ?? unknownLine);
      return { ok: true, value: report.end(all, { isCancelled: false }) };
    },
  };
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
