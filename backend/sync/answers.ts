import type { ConflictChoice } from "../contract/saves/conflict.ts";
import type { SyncError, SyncLine, SyncReport } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import type { ConflictId, Outcome, RomId } from "../core/vocabulary.ts";
import { type ActiveUnits, activeUnits } from "./active-units.ts";
import { createGate } from "./gate.ts";
import { startReport } from "./runs.ts";
import { createSleepWatch } from "./sleep-watch.ts";
import type { UnitSyncParts } from "./unit/act.ts";
import { answerConflict } from "./unit/conflicts.ts";
import { changeUnit } from "./unit/record.ts";
import { nameUnit } from "./unit/report.ts";

export interface Choice {
  conflictId: ConflictId;
  choice: ConflictChoice;
}

type InRomOrder = <T>(romId: RomId, work: () => Promise<T>) => Promise<T>;

/** The player's answers to conflicts, one after the other; each is checked against the sides it was shown. */
export function createAnswers(parts: UnitSyncParts, inRomOrder: InRomOrder) {
  const { deps, postTimes } = parts;

  async function answer(
    { choice, conflictId }: Choice,
    unit: Unit,
    active: ActiveUnits,
  ): Promise<SyncLine | null> {
    const { session, account } = active;
    const { unitId } = unit;
    if (choice === "later") {
      const sleep = createSleepWatch(deps.clock);
      await changeUnit({ deps, session, unitId, postTimes, purpose: "answer", sleep }, (before) => ({
        ...before,
        postponed: conflictId,
      }));
      return postponedLine(unit, nameUnit(account, unitId));
    }
    const how = { unitId, purpose: "answer" as const, gate: createGate(), answer: "conflict" as const };
    const work = () => answerConflict(parts, session, { unitId, conflictId, choice }, how);
    return await inRomOrder(unit.rom.romId, work);
  }

  return {
    async resolve(choices: Choice[]): Promise<Outcome<SyncReport, SyncError>> {
      const active = activeUnits(deps);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const report = startReport(deps, false);
      const lines: SyncLine[] = [];
      for (const choice of choices) {
        const unit = active.listUnits().find(({ unitId }) => choice.conflictId.startsWith(`${unitId} | `));
        if (!unit) return { ok: false, error: { kind: "stale", conflict: null } };
        const line = await answer(choice, unit, active);
        if (line) lines.push(line);
      }
      deps.changed();
      return { ok: true, value: report.end(lines, { isCancelled: false }) };
    },
  };
}

function postponedLine(unit: Unit, names: ReturnType<typeof nameUnit>): SyncLine {
  return {
    ...names,
    romId: unit.rom.romId,
    slot: unit.slot,
    decision: "conflict",
    reason: "both-changed",
    outcome: "asks",
    direction: null,
    sizeBytes: 0,
    saveId: null,
    durationMs: 0,
    problem: null,
  };
}
