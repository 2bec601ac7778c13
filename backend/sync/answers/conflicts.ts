import type { Act } from "../../contract/saves/activity.ts";
import type { Conflict } from "../../contract/saves/conflict.ts";
import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import { hasMoved } from "../../core/decide/edited-row.ts";
import { latestRow } from "../../core/decide/remote-change.ts";
import { withoutAgreement } from "../../core/marks/survival.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { toSeenRow } from "../../core/seen-row.ts";
import type { AccountState } from "../../core/state.ts";
import type { ConflictId, DeviceId, Sha256, UnitId } from "../../core/vocabulary.ts";
import type { ServerSession } from "../../ports/session.ts";
import { ChangedMeanwhile, ForeignShape, toSyncError } from "../../work/problems.ts";
import { refuseIfBusy } from "../look/fence.ts";
import { type Look, look } from "../look/look.ts";
import { expectRealPath } from "../look/observe.ts";
import { changeUnit, changeWritten, lookNow, recordAgreement, toSeen, type Work } from "../look/record.ts";
import { deviceNameOf } from "../look/told-device.ts";
import { download } from "../move/download.ts";
import { asForeign, batchOf, fetched, type UnitSync, type UnitSyncParts } from "../unit/act.ts";
import { isAsking, type Known } from "../unit/knowledge.ts";
import { newWork } from "../unit/new-work.ts";
import { blankLine, failedLine, nameUnit, note } from "../unit/report.ts";
import { syncUnit } from "../unit/sync-unit.ts";

/** The question that a unit's last look opened; null: none, or the unit was unregistered. */
export function conflictOf(
  known: Known | null,
  { account, ownDeviceId }: { account: AccountState; ownDeviceId: DeviceId },
): Conflict | null {
  if (!known?.sighting || !known.verdict || !isAsking(known.verdict)) return null;
  const { sighting, verdict } = known;
  const unit = account.units[sighting.unit.unitId];
  if (!unit) return null;
  const conflictId = conflictIdOf(sighting, verdict);
  return {
    conflictId,
    ...nameUnit(account, unit.unitId),
    romId: unit.rom.romId,
    slot: unit.slot,
    reason: verdict.reason,
    ...sidesOf({ sighting, verdict }, ownDeviceId),
    isPostponed: unit.postponed === conflictId,
  };
}

/** What stands on both sides, for the player. */
export function sidesOf(
  { sighting: { local }, verdict: { head } }: Pick<Look, "sighting" | "verdict">,
  ownDeviceId: DeviceId,
): Pick<Conflict, "local" | "remote"> {
  return {
    local: local.kind === "present" ? { sizeBytes: local.sizeBytes, modifiedAtMs: local.modifiedAtMs } : null,
    remote: head && toRemote(head, ownDeviceId),
  };
}

export function toRemote(head: SaveRow, ownDeviceId: DeviceId): NonNullable<Conflict["remote"]> {
  const origin = head.deviceSyncs.find((sync) => sync.deviceId === head.originDeviceId);
  const isOwn = head.originDeviceId !== null && head.originDeviceId === ownDeviceId;
  return {
    saveId: head.id,
    sizeBytes: head.sizeBytes,
    updatedAtMs: head.updatedAtMs,
    deviceName: isOwn ? "this Deck" : (origin?.deviceName ?? null),
  };
}

export interface Answer {
  unitId: UnitId;
  conflictId: ConflictId;
  choice: "keep-local" | "take-remote";
}

/**
 * Carries out the player's choice if both sides still are as they were shown. Keeping this device's bytes is a
 * rebase: the shown head becomes the baseline, and an ordinary upload follows, now or after the next game.
 */
export async function answerConflict(
  parts: UnitSyncParts,
  session: ServerSession,
  answer: Answer,
  p: UnitSync,
): Promise<SyncLine | null> {
  const work = newWork(parts, session, { unitId: answer.unitId, purpose: p.purpose });
  let seen: Look | null = null;
  try {
    seen = withForeign(parts, await look(work, { ask: "server" }, p.gate));
    parts.knowledge.remember(p.unitId, { ...seen, problem: null, atMs: parts.deps.clock.now() });
    const isSame = conflictIdOf(seen.sighting, seen.verdict) === answer.conflictId;
    const isHeld = p.answer === "held" && seen.verdict.decision !== "skip";
    const isOpen = isHeld || isAsking(seen.verdict);
    if (!isSame || !isOpen) return await failedLine(work, seen, staleError(parts, work));
    await refuseIfBusy(work, seen.sighting);
    return answer.choice === "keep-local"
      ? await keepLocal(parts, work, seen, p)
      : await takeRemote(parts, work, seen, p);
  } catch (error) {
    const problem = toSyncError(error);
    if (problem === null) throw error;
    if (error instanceof ForeignShape && seen) rememberForeign(parts, seen);
    const isStale = problem.kind === "changed-meanwhile";
    return await failedLine(work, seen, isStale ? staleError(parts, work) : problem);
  }
}

function rememberForeign({ knowledge }: UnitSyncParts, seen: Look): void {
  const { unitId } = seen.sighting.unit;
  const known = knowledge.get(unitId);
  knowledge.markForeign(unitId, conflictIdOf(seen.sighting, seen.verdict));
  if (known) knowledge.remember(unitId, { ...known, verdict: asForeign(seen).verdict });
}

/** What an earlier try found to be of another kind stays a question, though the table says "download". */
function withForeign({ knowledge }: UnitSyncParts, seen: Look): Look {
  const isForeign = knowledge.isForeign(seen.sighting.unit.unitId, conflictIdOf(seen.sighting, seen.verdict));
  return isForeign ? asForeign(seen) : seen;
}

function staleError({ knowledge }: UnitSyncParts, { deps, session, unitId }: Work): SyncError {
  const account = deps.store.current().accounts[session.accountId];
  const ownDeviceId = session.deviceId;
  return {
    kind: "stale",
    conflict: account ? conflictOf(knowledge.get(unitId), { account, ownDeviceId }) : null,
  };
}

async function keepLocal(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync) {
  const { sighting, verdict } = seen;
  if (sighting.local.kind !== "present") throw new ChangedMeanwhile("There is no save here to keep.");
  if (verdict.head) await rebase(work, seen, verdict.head, p.gate.signal);
  else await claim(work, seen, sighting.local.sha256);
  await note(work, seen, {
    ...{ outcome: "done", choice: "keep-local", act: actOf(p), ...batchOf(p) },
    ...keptLocal(work, seen, sighting.local.sha256),
  });
  const line = await syncUnit(parts, work.session, p);
  return line && { ...line, reason: verdict.reason };
}

function actOf({ answer }: UnitSync): Act {
  return answer === "held" ? "held" : "choice";
}

/** Undone, the head that was shown is played again: here and, published anew, everywhere. */
function keptLocal({ session }: Work, { sighting, verdict: { head } }: Look, chosen: Sha256) {
  const { unitId, slot } = sighting.unit;
  const told = { localAfter: chosen, saveId: head?.id ?? null, sizeBytes: 0 };
  if (head === null) return told;
  const content = { kind: "row", saveId: head.id } as const;
  const { accountId } = session;
  const takeBack = { kind: "content", accountId, unitId, slot, content, after: chosen } as const;
  return { ...told, deviceName: deviceNameOf(head, session.deviceId), takeBack };
}

/** The shown head is agreed to have been seen; local is then a change on top of it, by the player's word. */
async function rebase(work: Work, { sighting, verdict }: Look, head: SaveRow, signal: AbortSignal) {
  const { deps, session } = work;
  if (sighting.local.kind !== "present") return;
  const { deviceId } = session;
  const told = await session.server.confirmDownload({ saveId: head.id, deviceId }, signal);
  if (hasMoved(told, toSeenRow(head))) {
    await changeUnit(work, (unit) => ({ ...unit, owed: { ...unit.owed, ...lookNow(deps) } }));
    throw new ChangedMeanwhile("The save in RomM moved.");
  }
  const { baseline, isRaced } = sighting.observation;
  // A game that started while its save was replaced is another matter, whichever ids a restored server gives.
  const isBelowOurs = verdict.reason === "raced" && !isRaced;
  const isOwnHead = isBelowOurs && baseline !== null && head.id < baseline.row.id;
  const realPath = expectRealPath(sighting);
  const seen = toSeen(sighting);
  if (isOwnHead) {
    // Our own row is the head already: knowing the one that slipped in below it is all that was missing.
    const chosenSha256 = sighting.local.sha256;
    await changeUnit(work, (unit) => ({
      ...unit,
      baseline: unit.baseline && { ...unit.baseline, chosenSha256 },
      seen: { ...unit.seen, ...seen },
      postponed: null,
    }));
    deps.log.info("A row that slipped in below ours was answered with ours.", { saveId: head.id });
    return;
  }
  await recordAgreement(work, {
    realPath,
    sha256: null,
    chosenSha256: sighting.local.sha256,
    sizeBytes: head.sizeBytes,
    row: latestRow(sighting.slotRows) ?? head,
    parentSaveId: null,
    seen,
    needsConfirm: false,
    isStored: false,
  });
}

/** Nothing stands on the server to be based on: the file is this account's from now on, and goes up as a first save. */
async function claim(work: Work, { sighting }: Look, sha256: Sha256) {
  await changeWritten(work, { realPath: expectRealPath(sighting), sha256 }, withoutAgreement);
}

/** A chosen row that is not the last one (it slipped in below our own, or was re-dated) is put on top by the upload that follows. */
async function takeRemote(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine> {
  const { head } = seen.verdict;
  if (!head) throw new ChangedMeanwhile("There is no save in RomM to take.");
  const latest = latestRow(seen.sighting.slotRows);
  const onTopOf = latest && latest.id > head.id ? latest : null;
  const localAfter = await download(work, seen.sighting, head, p.gate, onTopOf);
  const facts = fetched(work, seen, { head, localAfter });
  await note(work, seen, { outcome: "done", choice: "take-remote", act: actOf(p), ...batchOf(p), ...facts });
  const { reason } = seen.verdict;
  parts.knowledge.forget(p.unitId);
  await syncUnit(parts, work.session, p);
  const line = blankLine(seen);
  return {
    ...line,
    decision: "download",
    reason,
    direction: "down",
    saveId: head.id,
    sizeBytes: head.sizeBytes,
  };
}
