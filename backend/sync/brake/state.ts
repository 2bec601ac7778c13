import type { SyncLine } from "../../contract/saves/sync.ts";
import { alarmOf } from "../../core/decide/brake.ts";
import { isSameSides, sidesOf } from "../../core/decide/conflict-id.ts";
import type { BrakeState, Sides } from "../../core/state.ts";
import type { HeldReason } from "../../core/vocabulary.ts";
import type { Look } from "../look/look.ts";
import { changeUnit, type Work } from "../look/record.ts";
import { blankLine, note } from "../unit/report.ts";

export function sidesIn({ observed, verdict }: Look): Sides {
  return sidesOf(observed, verdict);
}

export function alarmIn({ observed, verdict }: Look): HeldReason | null {
  return alarmOf(observed.observation, verdict);
}

/** Nothing is left to be moved: whatever alarmed has gone away by itself, such as a card that was put back. */
export function hasNothingToMove(seen: Look): boolean {
  const { decision } = seen.verdict;
  return alarmIn(seen) === null && (decision === "keep" || decision === "adopt");
}

/** These sides were let go on. Saves gone from RomM are gone whatever is played here since: that is no new alarm. */
export function isAnswerTo({ sides, reason }: BrakeState, seen: Look): boolean {
  return isSameSides(sides, sidesIn(seen)) || (reason === "gone" && alarmIn(seen) === "gone");
}

/** Nothing of the unit moves from now on. A look that only shows changes nothing. */
export async function hold(work: Work, seen: Look, reason: HeldReason): Promise<SyncLine> {
  if (work.purpose === "dry-run") return heldLine(seen);
  const isNew = seen.observed.unit.brake?.kind !== "held";
  await write(work, { kind: "held", sides: sidesIn(seen), reason, decision: seen.verdict.decision });
  if (isNew) await noteHeld(work, seen);
  return heldLine(seen);
}

/** The player let these two sides go on. */
export async function letGoOn(work: Work, held: BrakeState): Promise<void> {
  await write(work, { ...held, kind: "answered" });
}

async function write(work: Work, next: BrakeState): Promise<void> {
  await changeUnit(work, (unit) => (isSame(unit.brake, next) ? unit : { ...unit, brake: next }));
}

function isSame(before: BrakeState | undefined, next: BrakeState): boolean {
  const isSameStanding = before?.kind === next.kind && isSameSides(before.sides, next.sides);
  return isSameStanding && before.reason === next.reason && before.decision === next.decision;
}

export async function dropMark(work: Work): Promise<void> {
  if (work.purpose === "dry-run") return;
  await changeUnit(work, (unit) => {
    if (unit.brake === undefined) return unit;
    const { brake: _dropped, ...rest } = unit;
    return rest;
  });
}

export function heldLine(seen: Look): SyncLine {
  return { ...blankLine(seen), decision: "skip", reason: "held", outcome: "skipped" };
}

/** A line of the log for the day on which it began. */
async function noteHeld(work: Work, seen: Look): Promise<void> {
  const held: Look = { ...seen, verdict: { ...seen.verdict, decision: "skip", reason: "held" } };
  const saveId = seen.verdict.head?.id ?? null;
  await note(work, held, { outcome: "asks", localAfter: null, saveId, sizeBytes: 0 });
}
