import type { SyncLine } from "../../contract/saves/sync.ts";
import { isBraking } from "../../core/decide/brake.ts";
import { isSameSides } from "../../core/decide/conflict-id.ts";
import type { BrakeState } from "../../core/state.ts";
import type { HeldReason, UnitId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";
import type { Look } from "../look/look.ts";
import type { Work } from "../look/record.ts";
import type { Brake, BrakeContext, RunAlarms } from "../unit/brake-context.ts";
import {
  alarmIn,
  dropMark,
  hasNothingToMove,
  heldLine,
  hold,
  isAnswerTo,
  letGoOn,
  sidesIn,
} from "./state.ts";
import { createBrakeWindow } from "./window.ts";
/*
 * Law: what looks lost is counted before anything is done about it. A run does the ordinary things at once; what alarms
 * waits until all units were looked at. What is held is marked in the state, so that after a restart a launch check
 * alone cannot let it slip through; it stays held until the player answers or nothing is left to be moved.
 */

export function createRunAlarms(): RunAlarms {
  return { looked: new Set(), alarming: new Set(), waiting: new Map() };
}

export function createBrake({ clock }: { clock: Clock }): Brake {
  const window = createBrakeWindow(clock);

  function count(unitId: UnitId, isAlarming: boolean, alarms?: RunAlarms): void {
    window.note(unitId, isAlarming);
    alarms?.looked.add(unitId);
    if (isAlarming) alarms?.alarming.add(unitId);
  }

  /** Held before: only the player ends it, or that nothing is left to be moved. */
  async function checkHeld(work: Work, seen: Look, how: BrakeContext, mark: BrakeState) {
    if (how.answer === "go-on") return await goOn(work, seen, mark);
    const isOver = hasNothingToMove(seen);
    count(work.unitId, !isOver, how.alarms);
    if (!isOver) return await hold(work, seen, alarmIn(seen) ?? mark.reason);
    await dropMark(work);
    return null;
  }

  async function goOn(work: Work, seen: Look, mark: BrakeState): Promise<SyncLine | null> {
    if (!isSameSides(mark.sides, sidesIn(seen)) || mark.decision !== seen.verdict.decision) {
      const line = await hold(work, seen, mark.reason);
      return { ...line, outcome: "failed", problem: { kind: "stale", conflict: null } };
    }
    window.forget(work.unitId);
    await letGoOn(work, mark);
    return null;
  }

  async function checkAlarm(work: Work, seen: Look, how: BrakeContext, reason: HeldReason) {
    if (how.alarms) {
      how.alarms.waiting.set(work.unitId, { seen, reason });
      return work.purpose === "dry-run" ? null : heldLine(seen);
    }
    if (!how.isCounted && isBraking(window.count())) return await hold(work, seen, reason);
    if (work.purpose !== "dry-run") window.actOn(work.unitId);
    return null;
  }

  return {
    isHalting: ({ looked, alarming }) =>
      isBraking({ looked: looked.size, alarming: alarming.size }) || isBraking(window.count()),
    clear: window.clear,

    async check(work, seen, how) {
      const { unitId } = work;
      const mark = seen.observed.unit.brake;
      if (seen.verdict.decision === "skip") return null;
      if (how.answer === "conflict" || how.answer === "held") {
        window.forget(unitId);
        await dropMark(work);
        return null;
      }
      if (mark?.kind === "held") return await checkHeld(work, seen, how, mark);
      const isAnswered = mark !== undefined && isAnswerTo(mark, seen);
      if (mark && !isAnswered) await dropMark(work);
      const reason = isAnswered ? null : alarmIn(seen);
      count(unitId, reason !== null, how.alarms);
      return reason === null ? null : await checkAlarm(work, seen, how, reason);
    },
  };
}
