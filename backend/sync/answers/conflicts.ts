import type { Conflict } from "../../contract/saves/conflict.ts";
import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import type { AccountState } from "../../core/state.ts";
import type { ConflictId, DeviceId, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import { ForeignShape, toSyncError } from "../../work/problems.ts";
import { refuseIfBusy } from "../look/fence.ts";
import { type Look, look } from "../look/look.ts";
import type { Work } from "../look/record.ts";
import { asForeign, type UnitSync, type UnitSyncParts } from "../unit/act.ts";
import { isAsking, type Known } from "../unit/knowledge.ts";
import { newWork } from "../unit/new-work.ts";
import { failedLine, nameUnit } from "../unit/report.ts";
import { choices } from "./choices.ts";
import { type EvidenceDeps, evidenceOf, sidesOf } from "./evidence.ts";

/** The question that a unit's last look opened; null: none, or the unit was unregistered. */
export function conflictOf(
  deps: EvidenceDeps,
  known: Known | null,
  { account, ownDeviceId }: { account: AccountState; ownDeviceId: DeviceId },
): Conflict | null {
  if (!known?.observed || !known.verdict || !isAsking(known.verdict)) return null;
  const { observed, verdict } = known;
  const unit = account.units[observed.unit.unitId];
  // Both are kept already, step by step.
  if (!unit || unit.owed.branch) return null;
  const conflictId = conflictIdOf(observed, verdict);
  const sides = sidesOf(deps, { observed, verdict }, ownDeviceId);
  return {
    conflictId,
    ...nameUnit(account, unit.unitId),
    romId: unit.rom.romId,
    slot: unit.slot,
    reason: verdict.reason,
    ...{ ...sides, ...evidenceOf(deps, { observed, verdict }, sides) },
    isPostponed: unit.postponed === conflictId,
  };
}

export interface Answer {
  unitId: UnitId;
  conflictId: ConflictId;
  choice: "keep-local" | "take-remote" | "keep-both";
  /** Looks by a listing of many; null, as it may answer too: this one asks RomM. */
  listedLook?: ((unitId: UnitId) => Promise<Look | null>) | null;
}

/** Carries out the player's choice if both sides still are as they were shown. */
export async function answerConflict(
  parts: UnitSyncParts,
  session: ServerSession,
  answer: Answer,
  p: UnitSync,
): Promise<SyncLine | null> {
  const work = newWork(parts, session, { unitId: answer.unitId, purpose: p.purpose });
  let seen: Look | null = null;
  try {
    work.beginRound();
    const listed = (await answer.listedLook?.(answer.unitId)) ?? null;
    seen = withForeign(parts, listed ?? (await look(work, { ask: "server" }, p.gate)));
    parts.knowledge.remember(p.unitId, { ...seen, problem: null, atMs: parts.deps.clock.now() });
    const isSame = conflictIdOf(seen.observed, seen.verdict) === answer.conflictId;
    const isHeld = p.answer === "held" && seen.verdict.decision !== "skip";
    const isOpen = isHeld || isAsking(seen.verdict);
    if (!isSame || !isOpen) return await failedLine(work, seen, staleError(parts, work));
    await refuseIfBusy(work, seen.observed);
    return await choices[answer.choice](parts, work, seen, p);
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    if (error instanceof ForeignShape && seen) rememberForeign(parts, seen);
    const isStale = problem.kind === "changed-meanwhile";
    return await failedLine(work, seen, isStale ? staleError(parts, work) : problem);
  }
}

function rememberForeign({ knowledge }: UnitSyncParts, seen: Look): void {
  const { unitId } = seen.observed.unit;
  const known = knowledge.get(unitId);
  knowledge.markForeign(unitId, conflictIdOf(seen.observed, seen.verdict));
  if (known) knowledge.remember(unitId, { ...known, verdict: asForeign(seen).verdict });
}

/** What an earlier try found to be of another kind stays a question, though the table says "download". */
function withForeign({ knowledge }: UnitSyncParts, seen: Look): Look {
  const isForeign = knowledge.isForeign(seen.observed.unit.unitId, conflictIdOf(seen.observed, seen.verdict));
  return isForeign ? asForeign(seen) : seen;
}

function staleError({ knowledge }: UnitSyncParts, { deps, session, unitId }: Work): SyncError {
  const account = deps.store.current().accounts[session.accountId];
  const ownDeviceId = session.deviceId;
  return {
    kind: "stale",
    conflict: account ? conflictOf(deps, knowledge.get(unitId), { account, ownDeviceId }) : null,
  };
}
