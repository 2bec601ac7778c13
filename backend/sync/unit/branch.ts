import type { SyncLine } from "../../contract/saves/sync.ts";
import { branchSlot } from "../../core/branch-slot.ts";
import type { Branch } from "../../core/marks.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { isSameSlot } from "../../core/units.ts";
import type { Gate } from "../../work/gate.ts";
import { ChangedMeanwhile, ForeignShape } from "../../work/problems.ts";
import type { Look } from "../look/look.ts";
import { lookAgain } from "../look/look-again.ts";
import { changeUnit, type Work } from "../look/record.ts";
import { download } from "../move/download.ts";
import { keepCopy } from "../move/keep-copy.ts";
import { sendCopy } from "../move/send-copy.ts";
import { republish } from "../move/upload.ts";
import { batchOf, fetched, type UnitSync, type UnitSyncParts } from "./act.ts";
import { blankLine, note } from "./report.ts";

/*
 * Keeping both. Law: at no moment is one of the two saves anywhere but here and in RomM, or here and in a kept copy; and
 * when it has come to its end, the newest row of any slot is the head that goes on. The order is this device's bytes into
 * a slot of their own, the head down, the head published once more. A mark says which step is missing, and whoever looks
 * next does that one, and never the whole again.
 */

/** Writes down that both are kept; then goes on like whoever finds the mark. */
export async function beginBranch(work: Work, seen: Look, head: SaveRow, gate: Gate): Promise<void> {
  const { observed, rows } = seen;
  const { local, account } = observed;
  if (local.kind !== "present") throw new ChangedMeanwhile("There is no save here to keep.");
  if (seen.verdict.reason === "foreign-shape") {
    throw new ForeignShape("The save in RomM is of another kind than this device's.");
  }
  await keepCopy(work, observed, { reason: "sent", signal: gate.signal });
  const all = [...(rows?.slotRows ?? []), ...(rows?.otherRows ?? [])];
  const slot = branchSlot(account.deviceName, momentOf(work.deps.clock.now()), (name) =>
    all.some((row) => isSameSlot(row.slot, name)),
  );
  const branch: Branch = { step: "send", slot, sha256: local.sha256, saveId: head.id };
  await changeUnit(work, (unit) => ({ ...unit, postponed: null, owed: { ...unit.owed, branch } }));
}

/** As the player's own clock says. */
function momentOf(nowMs: number) {
  const at = new Date(nowMs);
  const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  return { year, month, day, hour: at.getHours(), minute: at.getMinutes() };
}

/** Null: no mark stands (any more), and what was seen is to be acted on as ever. */
export async function goOnBranching(
  parts: UnitSyncParts,
  work: Work,
  seen: Look,
  p: UnitSync,
): Promise<SyncLine | null> {
  if (p.purpose === "dry-run") return null;
  let now: Look | null = seen;
  let line: SyncLine | null = null;
  for (let mark = markIn(now); now !== null && mark !== null; mark = markIn(now)) {
    if (now.verdict.decision === "skip") return null;
    const next = await steps[mark.step]({ parts, work, seen: now, mark, p });
    if (next === null) {
      await setMark(work, null);
      return line;
    }
    line = branchedLine(now, mark);
    await setMark(work, next);
    now = await lookAgain(work, now, p.gate.signal);
    if (now) parts.knowledge.remember(p.unitId, { ...now, problem: null, atMs: work.deps.clock.now() });
  }
  return line;
}

interface Step {
  parts: UnitSyncParts;
  work: Work;
  seen: Look;
  mark: Branch;
  p: UnitSync;
}

/** What comes next; `done`: nothing. Null: the player went on with something else since. */
type StepEnd = Branch | "done" | null;

const steps: Record<Branch["step"], (step: Step) => Promise<StepEnd>> = { send, take, publish };

/** The answer of an earlier try may be all that was lost: then the row stands. */
async function send({ work, seen, mark, p }: Step): Promise<StepEnd> {
  const { observed, rows } = seen;
  const copy = await work.deps.keptCopies.find(mark.sha256);
  if (copy === null) return null;
  const { sizeBytes } = copy;
  const isSent = (row: SaveRow) => isSameSlot(row.slot, mark.slot) && row.sizeBytes === sizeBytes;
  if (!rows?.otherRows.some(isSent)) {
    const { unit, local } = observed;
    const members = local.kind === "present" ? local.members : [];
    await sendCopy(work, { unit, slot: mark.slot, sha256: mark.sha256, sizeBytes, members }, p.gate);
  }
  return { ...mark, step: "take" };
}

async function take({ work, seen, mark, p }: Step): Promise<StepEnd> {
  const { observed, verdict } = seen;
  const { local, observation } = observed;
  const live = local.kind === "present" ? local.sha256 : null;
  if (live === observation.baseline?.sha256 && observation.baseline.row.id === mark.saveId) {
    return { ...mark, step: "publish" };
  }
  if (live !== mark.sha256 || !verdict.head) return null;
  const localAfter = await download(work, observed, verdict.head, p.gate);
  await note(work, seen, {
    ...fetched(work, seen, { head: verdict.head, localAfter }),
    ...{ outcome: "done", choice: "keep-both", act: "choice", detail: mark.slot, ...batchOf(p) },
  });
  return { ...mark, step: "publish", saveId: verdict.head.id };
}

/** What another Deck, or a game here, put on top since is the newest row of any slot already. */
async function publish({ parts, work, seen, mark, p }: Step): Promise<StepEnd> {
  const { observation, local } = seen.observed;
  const isStanding = local.kind === "present" && local.sha256 === observation.baseline?.sha256;
  if (seen.verdict.decision !== "keep" || !isStanding || observation.baseline?.row.id !== mark.saveId)
    return null;
  parts.knowledge.addRow(p.unitId, await republish(work, seen.observed, p.gate));
  return "done";
}

function markIn(seen: Look | null): Branch | null {
  return seen?.observed.unit.owed.branch ?? null;
}

async function setMark(work: Work, next: StepEnd): Promise<void> {
  await changeUnit(work, (unit) => {
    const { branch: _before, ...owed } = unit.owed;
    return { ...unit, owed: next === null || next === "done" ? owed : { ...owed, branch: next } };
  });
}

function branchedLine(seen: Look, { saveId }: Branch): SyncLine {
  return { ...blankLine(seen), decision: "download", outcome: "done", direction: "down", saveId };
}
