import type { Act } from "../../contract/saves/activity.ts";
import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import { withoutAgreement } from "../../core/marks/survival.ts";
import { isSameSlot } from "../../core/units.ts";
import type { AccountId, SaveId, Sha256, Slot, UnitId } from "../../core/vocabulary.ts";
import type { ContentRef } from "../../ports/activity-log.ts";
import type { ServerSession } from "../../ports/session.ts";
import type { Gate } from "../../work/gate.ts";
import { toSyncError } from "../../work/problems.ts";
import { refuseIfBusy } from "../look/fence.ts";
import { lookHere } from "../look/look.ts";
import type { Observed } from "../look/observe.ts";
import { changeUnit, type Work } from "../look/record.ts";
import { deviceNameOf } from "../look/told-device.ts";
import { putBack, putRow } from "../move/put-back.ts";
import { copyOf, type UnitSyncParts } from "../unit/act.ts";
import { newWork } from "../unit/new-work.ts";
import { nameUnit, note, unseenLine } from "../unit/report.ts";
import { syncUnit } from "../unit/sync-unit.ts";
import { rowOf } from "./known-rows.ts";

/*
 * Law: what the player wants to play again is put in place by the one operation that puts bytes in place, and published
 * like anything that is played. What it replaces is kept, so that this can be taken back in its turn. Whoever undoes,
 * swaps, restores or takes a bulk answer back, comes here.
 */

export interface PlayRequest {
  accountId: AccountId;
  unitId: UnitId;
  /** The playthrough whose content it is: it is put into no other. */
  slot: Slot;
  content: ContentRef;
  act: Act;
  /** The line that is taken back by it. */
  undoes: string | null;
  batchId: string | null;
  /** The save is about to be let go: nobody else is concerned, and nothing is published. */
  isPrivate?: true;
  /** A row that another client may be writing over: its newest bytes are meant. */
  isAnew?: true;
  gate: Gate;
}

/** In the unit's turn. Null: it was unregistered meanwhile. Throws `Aborted` and defects. */
export async function playContent(
  parts: UnitSyncParts,
  session: ServerSession,
  request: PlayRequest,
): Promise<SyncLine | null> {
  const { unitId, gate } = request;
  const work = newWork(parts, session, { unitId, purpose: "answer" });
  work.beginRound();
  let put: Put;
  try {
    put = await putInPlay(parts, work, request);
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    return failedLine(work, problem);
  }
  if ("problem" in put) return failedLine(work, put.problem);
  if (request.isPrivate) {
    // Registered again, it meets RomM as if for the first time: what was agreed was about other bytes.
    await changeUnit(work, withoutAgreement);
    return toLine(put, null);
  }
  await notePlayed(work, request, put);
  const { accountId, batchId } = request;
  const how = { unitId, purpose: "answer", gate, accountId, ...(batchId !== null && { batchId }) } as const;
  return toLine(put, await syncUnit(parts, session, { ...how, answer: "conflict" }));
}

type Put =
  | { observed: Observed; sha256: Sha256; sizeBytes: number; deviceName: string | null }
  | { problem: SyncError };

async function putInPlay(parts: UnitSyncParts, work: Work, p: PlayRequest): Promise<Put> {
  const observed = await lookHere(work, p.gate);
  const { local, unit } = observed;
  if (local.kind === "unavailable")
    return { problem: { kind: "location-unavailable", detail: local.detail } };
  if (!isSameSlot(p.slot, unit.slot)) return { problem: { kind: "other-playthrough", slot: p.slot } };
  await refuseIfBusy(work, observed);
  return p.content.kind === "copy"
    ? await putCopy(parts, work, { observed, content: p.content, gate: p.gate })
    : await putRowOf(parts, work, { ...p, observed, saveId: p.content.saveId });
}

interface ToPut {
  observed: Observed;
  gate: Gate;
}

interface RowToPut extends ToPut {
  saveId: SaveId;
  expected?: Sha256;
  isAnew?: boolean;
}

async function putCopy(
  parts: UnitSyncParts,
  work: Work,
  { observed, content, gate }: ToPut & { content: Extract<ContentRef, { kind: "copy" }> },
): Promise<Put> {
  const { local } = observed;
  const { sha256, saveId } = content;
  const standing = local.kind === "present" && local.sha256 === sha256 ? local : null;
  if (standing) return { observed, sha256, sizeBytes: standing.sizeBytes, deviceName: null };
  const copy = await work.deps.keptCopies.find(sha256);
  if (copy === null && saveId !== undefined) {
    return await putRowOf(parts, work, { observed, saveId, gate, expected: sha256 });
  }
  if (copy === null) return { problem: { kind: "bytes-gone" } };
  await putBack(work, observed, { sha256, ...copy, source: { kind: "kept-copy" } }, gate);
  return { observed, sha256, sizeBytes: copy.sizeBytes, deviceName: null };
}

async function putRowOf(
  parts: UnitSyncParts,
  work: Work,
  { observed, saveId, gate, expected, isAnew = false }: RowToPut,
): Promise<Put> {
  const row = await rowOf(parts, work, { unit: observed.unit, saveId, isAnew }, gate.signal);
  if (row === null) return { problem: { kind: "bytes-gone" } };
  const sha256 = await putRow(work, observed, { row, ...(expected && { expected }) }, gate);
  return { observed, sha256, sizeBytes: row.sizeBytes, deviceName: deviceNameOf(row, work.session.deviceId) };
}

async function notePlayed(
  work: Work,
  p: PlayRequest,
  put: Exclude<Put, { problem: SyncError }>,
): Promise<void> {
  const { observed, sha256, sizeBytes, deviceName } = put;
  const { local, unit } = observed;
  const before = local.kind === "present" ? local.sha256 : null;
  const { accountId, unitId, act, undoes, batchId } = p;
  const isChanged = before !== null && before !== sha256;
  await note(
    work,
    { observed, verdict: { decision: "download", reason: "restored" } },
    {
      ...{ outcome: "done", localAfter: sha256, sizeBytes, deviceName, act, undoes, batchId },
      saveId: p.content.kind === "row" ? p.content.saveId : null,
      ...(isChanged && {
        takeBack: {
          ...{ kind: "content", accountId, unitId, slot: unit.slot, after: sha256 },
          content: copyOf(unit, before),
        },
      }),
    },
  );
}

/** What was wanted is done, whatever RomM says to it now: out of its reach it is published later. */
function toLine(
  { observed: { account, unit }, sizeBytes }: Exclude<Put, { problem: SyncError }>,
  published: SyncLine | null,
): SyncLine {
  const isAsked = published?.outcome === "asks";
  const isFailed = published?.problem && published.problem.kind !== "romm";
  if (published && (isAsked || isFailed)) return published;
  return {
    ...nameUnit(account, unit.unitId),
    ...{ romId: unit.rom.romId, slot: unit.slot, decision: "download", reason: "restored", outcome: "done" },
    ...{ direction: published?.direction ?? null, sizeBytes, saveId: published?.saveId ?? null },
    ...{ durationMs: published?.durationMs ?? 0, problem: null },
  };
}

function failedLine({ deps, session, unitId }: Work, problem: SyncError): SyncLine | null {
  const account = deps.store.current().accounts[session.accountId];
  const unit = account?.units[unitId];
  return account && unit ? { ...unseenLine(account, unit, problem), reason: "restored" } : null;
}
