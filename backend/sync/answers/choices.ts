import type { Act } from "../../contract/saves/activity.ts";
import type { SyncLine } from "../../contract/saves/sync.ts";
import { hasMoved } from "../../core/decide/edited-row.ts";
import { latestRow } from "../../core/decide/remote-change.ts";
import { withoutAgreement } from "../../core/marks/survival.ts";
import { RommError } from "../../core/romm-error.ts";
import { measuredBy } from "../../core/save-formats/body.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { toSeenRow } from "../../core/seen-row.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import type { Look } from "../look/look.ts";
import { lookAgain } from "../look/look-again.ts";
import { expectRealPath } from "../look/observe.ts";
import { changeUnit, changeWritten, lookNow, recordAgreement, toShown, type Work } from "../look/record.ts";
import { deviceNameOf } from "../look/told-device.ts";
import { download } from "../move/download.ts";
import { act, batchOf, fetched, type UnitSync, type UnitSyncParts } from "../unit/act.ts";
import { beginBranch, goOnBranching } from "../unit/branch.ts";
import { blankLine, note } from "../unit/report.ts";
import { isSettled, syncUnit } from "../unit/sync-unit.ts";

type Choose = (parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync) => Promise<SyncLine | null>;

/** What each choice does, once both sides are as they were shown. */
export const choices: Record<"keep-local" | "take-remote" | "keep-both", Choose> = {
  "keep-local": keepLocal,
  "take-remote": takeRemote,
  "keep-both": keepBoth,
};

/** A rebase: the shown head becomes the baseline, and an ordinary upload follows, now or after the next game. */
async function keepLocal(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync) {
  const { observed, verdict } = seen;
  if (observed.local.kind !== "present") throw new ChangedMeanwhile("There is no save here to keep.");
  if (verdict.head) await rebase(work, seen, verdict.head, p.gate.signal);
  else await claim(work, seen, observed.local.sha256);
  await note(work, seen, {
    ...{ outcome: "done", choice: "keep-local", act: actOf(p), ...batchOf(p) },
    ...keptLocal(work, seen, observed.local.sha256),
  });
  const line = await finish(parts, work, seen, p);
  return line && { ...line, reason: verdict.reason };
}

/** Does what the answer led to, by the rows that were just listed; where RomM says that they moved, as ever. */
async function finish(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine | null> {
  const { deps, knowledge } = parts;
  const again = await lookAgain(work, seen, p.gate.signal);
  if (!again) return await syncUnit(parts, work.session, p);
  knowledge.remember(p.unitId, { ...again, problem: null, atMs: deps.clock.now() });
  try {
    const line = await act(parts, work, again, p);
    knowledge.settle(p.unitId, isSettled(line));
    deps.changed("saves");
    return line;
  } catch (error) {
    const hasRommMoved = error instanceof RommError && error.code === "conflict";
    if (!hasRommMoved && !(error instanceof ChangedMeanwhile)) throw error;
    return await syncUnit(parts, work.session, p);
  }
}

function actOf({ answer }: UnitSync): Act {
  return answer === "held" ? "held" : "choice";
}

/** Undone, the head that was shown is played again: here and, published anew, everywhere. */
function keptLocal({ session }: Work, { observed, verdict: { head } }: Look, chosen: Sha256) {
  const { unitId, slot } = observed.unit;
  const told = { localAfter: chosen, saveId: head?.id ?? null, sizeBytes: 0 };
  if (head === null) return told;
  const content = { kind: "row", saveId: head.id } as const;
  const { accountId } = session;
  const takeBack = { kind: "content", accountId, unitId, slot, content, after: chosen } as const;
  return { ...told, deviceName: deviceNameOf(head, session.deviceId), takeBack };
}

/** The shown head is agreed to have been seen; local is then a change on top of it, by the player's word. */
async function rebase(work: Work, { observed, verdict }: Look, head: SaveRow, signal: AbortSignal) {
  const { deps, session } = work;
  if (observed.local.kind !== "present") return;
  const { deviceId } = session;
  const told = await session.server.confirmDownload({ saveId: head.id, deviceId }, signal);
  if (hasMoved(told, toSeenRow(head))) {
    await changeUnit(work, (unit) => ({ ...unit, owed: { ...unit.owed, ...lookNow(deps) } }));
    throw new ChangedMeanwhile("The save in RomM moved.");
  }
  const { baseline, isRaced } = observed.observation;
  // A game that started while its save was replaced is another matter, whichever ids a restored server gives.
  const isBelowOurs = verdict.reason === "raced" && !isRaced;
  const isOwnHead = isBelowOurs && baseline !== null && head.id < baseline.row.id;
  const realPath = expectRealPath(observed);
  const seen = toShown(observed);
  if (isOwnHead) {
    // Our own row is the head already: knowing the one that slipped in below it is all that was missing.
    const { sha256: chosenSha256, body } = observed.local;
    await changeUnit(work, (unit) => ({
      ...unit,
      baseline: unit.baseline && {
        ...unit.baseline,
        chosenSha256,
        ...(body && { body: measuredBy(unit.baseline.body, body) }),
      },
      seen: { ...unit.seen, ...seen },
      postponed: null,
    }));
    deps.log.info("A row that slipped in below ours was answered with ours.", { saveId: head.id });
    return;
  }
  await recordAgreement(work, {
    realPath,
    sha256: null,
    chosenSha256: observed.local.sha256,
    sizeBytes: observed.local.sizeBytes,
    members: observed.local.members,
    body: observed.local.body,
    row: observed.observation.current === undefined ? (latestRow(observed.slotRows) ?? head) : head,
    lineSaveId: observed.observation.current,
    parentSaveId: null,
    seen,
    needsConfirm: false,
    isStored: false,
  });
}

/** Nothing stands on the server to be based on: the file is this account's from now on, and goes up as a first save. */
async function claim(work: Work, { observed }: Look, sha256: Sha256) {
  await changeWritten(work, { realPath: expectRealPath(observed), sha256 }, withoutAgreement);
}

/** A chosen row that is not the last one (it slipped in below our own, or was re-dated) is put on top by the upload that follows. */
async function takeRemote(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine> {
  const { head } = seen.verdict;
  if (!head) throw new ChangedMeanwhile("There is no save in RomM to take.");
  const latest = latestRow(seen.observed.slotRows);
  const onTopOf = latest && latest.id > head.id ? latest : null;
  const localAfter = await download(work, seen.observed, head, p.gate, { onTopOf });
  const facts = fetched(work, seen, { head, localAfter });
  await note(work, seen, { outcome: "done", choice: "take-remote", act: actOf(p), ...batchOf(p), ...facts });
  const { reason } = seen.verdict;
  await finish(parts, work, seen, p);
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

/** Stands from the first step on: what a lost network cuts short, the next look finishes. */
async function keepBoth(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine | null> {
  const { head, reason } = seen.verdict;
  if (!head) throw new ChangedMeanwhile("There is no save in RomM to keep.");
  await beginBranch(work, seen, head, p.gate);
  const marked = await lookAgain(work, seen, p.gate.signal);
  const line = marked && (await goOnBranching(parts, work, marked, p));
  parts.deps.changed("saves");
  return line && { ...line, reason };
}
