import { begin } from "../../core/marks/survival.ts";
import type { PullIntent, PullSource, Swap } from "../../core/marks.ts";
import { lastingOf } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import type { Unit } from "../../core/state.ts";
import { type Gate, throwIfAborted } from "../../work/gate.ts";
import { ChangedMeanwhile, Running } from "../../work/problems.ts";
import { refuseIfBusy, refuseIfLetGo, refuseIfShared } from "../look/fence.ts";
import { type Observed, readUnit } from "../look/observe.ts";
import { observeLocal } from "../look/observe-local.ts";
import { changeUnit, type Work } from "../look/record.ts";
import { exchange, isOneStep, planExchange } from "./exchange.ts";
import { keepCopy } from "./keep-copy.ts";
import { removeStaged, type StagedSave } from "./staged-save.ts";
import { removeAsides } from "./swap.ts";

/** Bytes that wait beside the save, and what they are to replace. */
export interface Replacement {
  /** What was seen here: it must still stand when the bytes are put in place. */
  observed: Observed;
  realPath: string;
  /** Null: nothing is to stand there. */
  staged: StagedSave | null;
  /** Where they come from. The intent names it, so that a crash comes to the same end as `record`. */
  source: PullSource;
  /** What is agreed by their standing here; durable when it resolves. */
  record: () => Promise<void>;
}

/**
 * Puts staged bytes in the save's place, wherever they come from: the old ones are kept, the intent is written down, the
 * rename lies behind the fence, and what it means is recorded at once. A crash anywhere leaves the old save or the new
 * one, and an intent that tells which; where this throws before the rename, nothing is left beside the save.
 */
export async function replace(work: Work, p: Replacement, gate: Gate): Promise<void> {
  const intent = toIntent(work, p);
  let swap: Swap;
  try {
    refuseIfShared(p.observed);
    await keepCopy(work, p.observed, { reason: "replaced", signal: gate.signal });
    swap = await prepare(work, p, intent, gate.signal);
    gate.enter();
  } catch (error) {
    // The intent goes first: without its staged file it would read as "put in place, then played on".
    await dropIntent(work, intent);
    if (p.staged) await removeStaged(work, p.staged);
    throw error;
  }
  try {
    await putInPlace(work, p, { swap, intent });
  } finally {
    gate.leave();
  }
}

/** Writes the intent down, and looks once more before the point of no return. */
async function prepare(work: Work, p: Replacement, intent: PullIntent, signal: AbortSignal): Promise<Swap> {
  await refuseIfBusy(work, p.observed);
  throwIfAborted(signal);
  const swap = planExchange(work, p);
  const whole = { ...intent, ...(isOneStep(swap) ? {} : { swap }) };
  await changeUnit(work, (unit) => ({ ...unit, ...begin(unit, whole) }));
  await refuseIfChanged(work, p, signal);
  await refuseIfBusy(work, p.observed);
  const now = readUnit(work.deps, work.session, work.unitId);
  if (!now || !isStanding(now.unit, intent)) {
    throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  }
  // What the player puts there by hand needs nobody to follow it.
  if (p.source.kind === "row") refuseIfLetGo(work);
  return swap;
}

async function putInPlace(work: Work, p: Replacement, { swap, intent }: { swap: Swap; intent: PullIntent }) {
  const { disk, fence } = work.deps;
  await exchange(work, swap);
  if (await fence.isRunning(p.observed.unit, p.observed.account)) {
    await changeUnit(work, (unit) => ({ ...unit, intent: { ...intent, isRaced: true } }));
    await removeAsides(disk, swap);
    throw new Running("The game started while its save was put in place.", "running");
  }
  await p.record();
  await removeAsides(disk, swap);
}

function toIntent(
  { deps }: Work,
  { observed: { local, unit }, realPath, staged, source }: Replacement,
): PullIntent {
  return {
    kind: "pull",
    source,
    realPath,
    sha256: staged?.sha256 ?? null,
    sizeBytes: staged?.sizeBytes ?? 0,
    members: lastingOf(unit.location, staged?.members ?? []),
    ...(staged?.body && { body: staged.body }),
    replaced: local.kind === "present" ? local.sha256 : null,
    // Where nothing is to stand, the name tells this intent from any other.
    stagedPath: staged?.parts[0]?.staged ?? `${stagedPrefix(realPath)}${deps.newId()}`,
    isRaced: false,
  };
}

/** Only this one: another may stand that a game raced. */
async function dropIntent(work: Work, intent: PullIntent): Promise<void> {
  await changeUnit(work, (unit) => (isStanding(unit, intent) ? { ...unit, intent: null } : unit));
}

function isStanding({ intent }: Unit, { stagedPath }: PullIntent): boolean {
  return intent?.kind === "pull" && intent.stagedPath === stagedPath;
}

async function refuseIfChanged({ deps }: Work, { observed, realPath }: Replacement, signal: AbortSignal) {
  const seen = observed.local.kind === "present" ? observed.local.sha256 : null;
  const { local, realPath: placeNow } = await observeLocal(deps, observed.unit, signal);
  const now = local.kind === "present" ? local.sha256 : null;
  if (placeNow !== realPath || now !== seen)
    throw new ChangedMeanwhile("The save file changed while its successor came.");
}
