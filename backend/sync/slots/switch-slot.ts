import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import { switched } from "../../core/marks/switch-slot.ts";
import type { SlotSource } from "../../core/marks.ts";
import { isSameSlot } from "../../core/units.ts";
import type { AccountId, Sha256, UnitId } from "../../core/vocabulary.ts";
import type { RowsKnown } from "../../ports/rows-known.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { Gate } from "../../work/gate.ts";
import { toSyncError } from "../../work/problems.ts";
import { refuseIfBusy } from "../look/fence.ts";
import { lookHere } from "../look/look.ts";
import { expectRealPath, type Observed } from "../look/observe.ts";
import { changeWritten, type Work } from "../look/record.ts";
import { keepCopy } from "../move/keep-copy.ts";
import { stageOwn } from "../move/put-back.ts";
import { replace } from "../move/replace.ts";
import { stageSave } from "../move/stage-save.ts";
import type { StagedSave } from "../move/staged-save.ts";
import type { UnitSyncParts } from "../unit/act.ts";
import { newWork } from "../unit/new-work.ts";
import { nameUnit, note, unseenLine } from "../unit/report.ts";
import { syncUnit } from "../unit/sync-unit.ts";
import { rowOf } from "../versions/known-rows.ts";
import { chooseTarget, type SlotWish, type Target } from "./choose-target.ts";

/*
 * Law: a slot's bytes go up into that slot alone. What stands there is kept before another slot's bytes take its place,
 * by the same operation as ever; whoever looks next knows by the bytes which slot is played. What was unsent is parked,
 * goes up in its own time, and is what is played when the player comes back.
 */

export interface SwitchRequest extends SlotWish {
  accountId: AccountId;
  unitId: UnitId;
  known: RowsKnown;
  undoes: string | null;
  batchId: string | null;
  gate: Gate;
}

/** In the unit's turn. Null: it was unregistered meanwhile. Throws `Aborted` and defects. */
export async function switchSlot(
  parts: UnitSyncParts,
  session: ServerSession,
  request: SwitchRequest,
): Promise<SyncLine | null> {
  const { unitId, gate, accountId } = request;
  const work = newWork(parts, session, { unitId, purpose: "answer" });
  work.beginRound();
  let done: Done | { problem: SyncError };
  try {
    done = await changeOver(parts, work, request);
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    done = { problem };
  }
  if ("problem" in done) return failedLine(work, done.problem);
  parts.knowledge.forget(unitId);
  await noteSwitch(work, request, done);
  const how = { unitId, purpose: "answer", gate, accountId } as const;
  return toLine(work, done, await syncUnit(parts, session, { ...how, answer: "conflict" }));
}

interface Done {
  observed: Observed;
  target: Target;
  after: Sha256 | null;
}

async function changeOver(
  parts: UnitSyncParts,
  work: Work,
  request: SwitchRequest,
): Promise<Done | { problem: SyncError }> {
  const { gate } = request;
  const observed = await lookHere(work, gate);
  const { local, unit } = observed;
  if (local.kind === "unavailable")
    return { problem: { kind: "location-unavailable", detail: local.detail } };
  const target = await chooseTarget(work, observed, request, request.known);
  if ("problem" in target) return target;
  const live = local.kind === "present" ? local.sha256 : null;
  if (isSameSlot(unit.slot, target.slot)) return { observed, target, after: live };
  await refuseIfBusy(work, observed);
  const staged = await stage(parts, work, { observed, target, gate });
  if (staged === "gone") return { problem: { kind: "bytes-gone" } };
  const realPath = expectRealPath(observed);
  const source: SlotSource = { kind: "slot", slot: target.slot, parked: unsentOf(observed) };
  const after = staged?.sha256 ?? null;
  // Where nothing stands any more, who emptied it is told by what stood there: another account's, or nobody's, it is not.
  const written = { realPath, sha256: after ?? live };
  const record = () => changeWritten(work, written, (now) => switched(now, source));
  await replace(work, { observed, realPath, staged, source, record }, gate);
  return { observed, target, after };
}

/** Null: the slot begins empty. */
async function stage(
  parts: UnitSyncParts,
  work: Work,
  { observed, target: { content }, gate }: { observed: Observed; target: Target; gate: Gate },
): Promise<StagedSave | null | "gone"> {
  if (content === null) return null;
  if (content.kind === "copy") {
    const { local } = observed;
    const isLive = local.kind === "present" && local.sha256 === content.sha256;
    if (isLive) await keepCopy(work, observed, { reason: "replaced", signal: gate.signal });
    const copy = await work.deps.keptCopies.find(content.sha256);
    return copy ? await stageOwn(work, observed, { sha256: content.sha256, ...copy }, gate) : "gone";
  }
  const row = await rowOf(parts, work, { unit: observed.unit, saveId: content.saveId }, gate.signal);
  if (row === null) return "gone";
  return await stageSave(work, observed, { realPath: expectRealPath(observed), row }, gate.signal);
}

/** What stands here and was never sent; null: it was, it is not this account's to send, or nothing is worth sending. */
function unsentOf({ local, observation: { baseline, isWrittenByOther } }: Observed): Sha256 | null {
  if (isWrittenByOther) return null;
  if (local.kind !== "present" || (local.isBlank && baseline === null)) return null;
  return local.sha256 === baseline?.sha256 ? null : local.sha256;
}

async function noteSwitch(work: Work, p: SwitchRequest, { observed, target, after }: Done): Promise<void> {
  const { unit } = observed;
  const { accountId, unitId, undoes, batchId } = p;
  const isChanged = !isSameSlot(unit.slot, target.slot);
  await note(
    work,
    { observed, verdict: { decision: "download", reason: "restored" } },
    {
      ...{ outcome: "done", act: "playthrough", localAfter: after, undoes, batchId, detail: target.slot },
      ...{ saveId: null, sizeBytes: 0 },
      ...(isChanged && {
        takeBack: { kind: "playthrough", accountId, unitId, from: target.slot, to: unit.slot },
      }),
    },
  );
}

/** It is played, whatever RomM says to it now. */
function toLine(work: Work, { observed, target }: Done, synced: SyncLine | null): SyncLine {
  const isAsked = synced?.outcome === "asks";
  const isFailed = synced?.problem && synced.problem.kind !== "romm";
  if (synced && (isAsked || isFailed)) return synced;
  return {
    ...nameUnit(observed.account, work.unitId),
    ...{ romId: observed.unit.rom.romId, slot: target.slot, decision: "download", reason: "restored" },
    ...{ outcome: "done", direction: synced?.direction ?? null, sizeBytes: synced?.sizeBytes ?? 0 },
    ...{ saveId: synced?.saveId ?? null, durationMs: synced?.durationMs ?? 0, problem: null },
  };
}

function failedLine({ deps, session, unitId }: Work, problem: SyncError): SyncLine | null {
  const account = deps.store.current().accounts[session.accountId];
  const unit = account?.units[unitId];
  return account && unit ? unseenLine(account, unit, problem) : null;
}
