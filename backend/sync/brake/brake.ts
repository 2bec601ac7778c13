import type { SyncLine } from "../../contract/saves/sync.ts";
import { isBraking } from "../../core/decide/brake.ts";
import { isSameSides } from "../../core/decide/conflict-id.ts";
import type { BrakeMark } from "../../core/state.ts";
import type { HeldReason, UnitId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";
import type { Look } from "../unit/look/look.ts";
import type { Work } from "../unit/record.ts";
import { alarmIn, dropMark, heldLine, hold, isAnswerTo, isAtRest, letGoOn, sidesIn } from "./marks.ts";
import { createBrakeWindow } from "./window.ts";

/*
 * Law: what looks lost is counted before anything is done about it. A run does the ordinary things at once; what alarms
 * waits until all units were looked at. What is held is marked in the state, so that after a restart a launch check
 * alone cannot let it slip through; it stays held until the player answers or nothing is left to be moved.
 */

/** The alarms of one run over all units. */
export interface RunAlarms {
  looked: Set<UnitId>;
  alarming: Set<UnitId>;
  /** Seen and not acted on, until all units were looked at. */
  waiting: Map<UnitId, WaitingAlarm>;
}

export interface WaitingAlarm {
  seen: Look;
  reason: HeldReason;
}

/** How the brake is to take a look. */
export interface BrakeContext {
  /** Part of a run: alarms wait for its end. */
  alarms?: RunAlarms;
  /** The run counted it, and it goes on. */
  isCounted?: true;
  /** The player's word about this unit: a side of a conflict or of a held unit, or that it may go on. */
  answer?: "conflict" | "held" | "go-on";
}

export interface Brake {
  /** Null: carry the decision out. Otherwise nothing may be moved, and the line says why. */
  check(work: Work, seen: Look, how: BrakeContext): Promise<SyncLine | null>;
  /** After all units of a run were looked at: whether those that wait are held. */
  isHalting(alarms: RunAlarms): boolean;
  /** Another account signed in. */
  clear(): void;
}

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
  async function checkHeld(work: Work, seen: Look, how: BrakeContext, mark: BrakeMark) {
    if (how.answer === "go-on") return await goOn(work, seen, mark);
    const isOver = isAtRest(seen);
    count(work.unitId, !isOver, how.alarms);
    if (!isOver) return await hold(work, seen, alarmIn(seen) ?? mark.reason);
    await dropMark(work);
    return null;
  }

  async function goOn(work: Work, seen: Look, mark: BrakeMark): Promise<SyncLine | null> {
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
      const mark = seen.sighting.unit.brake;
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
