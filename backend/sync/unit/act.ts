import type { SyncLine } from "../../contract/saves/sync.ts";
import { conflictIdOf } from "../../core/decide/conflict-id.ts";
import { decide } from "../../core/decide/decide.ts";
import { isRowLost } from "../../core/decide/twins.ts";
import { isRacedPull } from "../../core/marks/pull.ts";
import { withoutAgreement } from "../../core/marks/survival.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Baseline, Unit } from "../../core/state.ts";
import type { AccountId, SaveId, Sha256, UnitId } from "../../core/vocabulary.ts";
import { emulatorChange } from "../../emulators/save-formats.ts";
import type { ContentRef } from "../../ports/activity-log.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import type { Gate } from "../../work/gate.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import type { Restraint } from "../../work/restraint.ts";
import type { TransferWatch } from "../../work/transfer-watch.ts";
import { type Busy, whyBusy, whyWasBusy } from "../look/fence.ts";
import type { Look } from "../look/look.ts";
import { expectRealPath } from "../look/observe.ts";
import type { PostTimes } from "../look/post-times.ts";
import type { ProofBook } from "../look/proofs.ts";
import { changeUnit, type Purpose, recordAgreement, tellServer, toSeen, type Work } from "../look/record.ts";
import { deviceNameOf } from "../look/told-device.ts";
import { download } from "../move/download.ts";
import { upload } from "../move/upload.ts";
import type { Brake, BrakeContext } from "./brake-context.ts";
import { isAsking, type Knowledge } from "./knowledge.ts";
import { blankLine, note } from "./report.ts";

export interface UnitSync extends BrakeContext {
  unitId: UnitId;
  purpose: Purpose;
  gate: Gate;
  /** Whose save the player's word was about; nobody else's of the same name is meant. */
  accountId?: AccountId;
  /** The line of the log that stands for all that was done by the same press. */
  batchId?: string;
  watch?: TransferWatch;
  /** Who asked tells of it as a whole: no message for this save. */
  isQuiet?: boolean;
  /** Nobody waits for it: what is too much to be moved now waits. */
  restraint?: Restraint | undefined;
  /** The rom's rows as RomM listed them within the last minute: enough to send what it does not have. */
  listed?: SaveRow[];
}

export interface UnitSyncParts {
  deps: SyncDeps;
  knowledge: Knowledge;
  postTimes: PostTimes;
  proofs: ProofBook;
  brake: Brake;
}

/** Carries a decision out. What asks, asks; what may not be touched now is skipped and says why. */
export async function act(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine> {
  const { verdict, observed } = seen;
  const line = blankLine(seen);
  const held = await parts.brake.check(work, seen, p);
  if (held) return held;
  // An upload on top of it has the player's word: the foreign row is its baseline.
  if (verdict.decision !== "upload" && parts.knowledge.isForeign(p.unitId, conflictIdOf(observed, verdict))) {
    return await ask(parts, work, asForeign(seen), p);
  }
  if (p.purpose === "dry-run") return { ...line, outcome: isAsking(verdict) ? "asks" : "planned" };
  if (verdict.decision === "keep") return await keep(work, seen, p.gate);
  if (p.purpose === "open" && verdict.decision !== "upload")
    return { ...line, outcome: "skipped", reason: "running" };
  // While the game that raced a download runs, equal bytes prove nothing: it may hold the old ones in its memory.
  const racing = isRacedPull(observed.unit) ? await whyBusy(work, observed) : null;
  if (racing) return { ...line, outcome: "skipped", reason: racing };
  if (verdict.decision === "adopt" && verdict.head) return await adopt(work, seen, verdict.head, p.gate);
  if (isAsking(verdict)) return await ask(parts, work, seen, p);
  if (verdict.decision === "forget") return await forget(work, seen);
  if (verdict.decision === "skip") return skip(line, seen);
  // What stands here is what was sent: it can wait until nobody waits for it.
  if (verdict.reason === "lost-on-server" && p.purpose === "launch") return { ...line, outcome: "skipped" };
  const busy = await whyWait(work, seen);
  if (busy) return { ...line, outcome: "skipped", reason: busy };
  const waitsFor = work.restraint?.(bytesToMove(seen), p.unitId) ?? null;
  if (waitsFor !== null) return wait(parts, { ...seen, waitsFor }, p.unitId);
  return verdict.decision === "upload" ? await push(parts, work, seen, p) : await pull(parts, work, seen, p);
}

function skip(line: SyncLine, { waitsFor }: Pick<Look, "waitsFor">): SyncLine {
  return { ...line, outcome: "skipped", ...(waitsFor && { waitsFor }) };
}

/** What was decided stands, and is carried out when that many bytes may go. */
function wait({ knowledge }: UnitSyncParts, seen: Look, unitId: UnitId): SyncLine {
  const known = knowledge.get(unitId);
  if (known && seen.waitsFor) knowledge.remember(unitId, { ...known, waitsFor: seen.waitsFor });
  return skip(blankLine(seen), seen);
}

function bytesToMove({ verdict, observed: { local } }: Look): number {
  if (verdict.decision === "upload") return local.kind === "present" ? local.sizeBytes : 0;
  return verdict.head?.sizeBytes ?? 0;
}

/**
 * Sending only reads the files: what a game wrote goes up at its end, though the next launch has its lease already. A
 * game that came within the last second is seen before anything is replaced; what was sent under it was no less true.
 */
async function whyWait(work: Work, { observed, verdict }: Look): Promise<Busy | null> {
  if (work.purpose === "open") return null;
  const busy = await whyWasBusy(work, observed);
  const isExitPush = work.purpose === "exit" && verdict.decision === "upload";
  return isExitPush && busy === "starting" ? null : busy;
}

async function keep(work: Work, seen: Look, gate: Gate): Promise<SyncLine> {
  if (seen.rows && seen.verdict.reason === "nothing-new") {
    const rows = toSeen(seen.observed);
    const { current } = seen.observed.observation;
    await changeUnit(work, (unit) => onLine(withListing(unit, rows), current));
  }
  await tellServer(work, gate.signal);
  return { ...blankLine(seen), outcome: "done" };
}

/** Listed, and nothing new: what raced our last upload would have been seen, so its parent is settled. */
function withListing(unit: Unit, rows: Unit["seen"]): Unit {
  const { look, ...owed } = unit.owed;
  const isSettled = look === undefined && !unit.baseline?.parentSaveId && !unit.baseline?.isFirst;
  if (isSettled && JSON.stringify(unit.seen) === JSON.stringify(rows)) return unit;
  return { ...unit, baseline: unit.baseline && asListed(unit.baseline), seen: rows, owed };
}

/** What the slot's line stands at while nothing is new, by which it is seen to move. */
function onLine(unit: Unit, current: SaveId | undefined): Unit {
  const { baseline } = unit;
  if (!baseline || baseline.lineSaveId === current) return unit;
  const { lineSaveId: _before, ...left } = baseline;
  return { ...unit, baseline: current === undefined ? left : { ...left, lineSaveId: current } };
}

function asListed({ isFirst: _settled, ...baseline }: Baseline): Baseline {
  return { ...baseline, parentSaveId: null };
}

async function adopt(work: Work, seen: Look, head: SaveRow, gate: Gate): Promise<SyncLine> {
  const { local, observation, unit } = seen.observed;
  if (local.kind !== "present") return { ...blankLine(seen), outcome: "skipped" };
  const fetched = observation.proven.get(head.id);
  const isShown = fetched?.sha256 === local.sha256;
  // In another guise it is none that was sent from here.
  const isSent = (isShown || !fetched) && wasSentFromHere(work, { unit, head, sha256: local.sha256 });
  await recordAgreement(work, {
    realPath: expectRealPath(seen.observed),
    sha256: local.sha256,
    sizeBytes: local.sizeBytes,
    members: local.members,
    body: local.body,
    row: head,
    parentSaveId: null,
    seen: toSeen(seen.observed),
    lineSaveId: observation.current,
    needsConfirm: true,
    // By its bytes, where they were fetched to compare; an equal hash is no proof that RomM can hand them out.
    isStored: fetched !== undefined && !isRowLost(head),
    ...(isSent && { isSent: true as const }),
  });
  work.deps.unshown?.({ unitId: work.unitId, tookMs: 0 });
  await note(work, seen, { outcome: "done", localAfter: local.sha256, saveId: head.id, sizeBytes: 0 });
  await tellServer(work, gate.signal);
  return { ...blankLine(seen), outcome: "done", saveId: head.id };
}

/** The row is this device's, though a recovery forgot it; or it is another one with the content that was sent. */
function wasSentFromHere(
  { session }: Work,
  { unit, head, sha256 }: { unit: Unit; head: SaveRow; sha256: Sha256 },
): boolean {
  if (head.originDeviceId === session.deviceId) return true;
  return unit.baseline?.isSent === true && unit.baseline.sha256 === sha256;
}

async function forget(work: Work, seen: Look): Promise<SyncLine> {
  await changeUnit(work, withoutAgreement);
  return { ...blankLine(seen), outcome: "done" };
}

/** The same sides, as the question that no transfer can answer. */
export function asForeign(seen: Look): Look {
  return { ...seen, verdict: { ...seen.verdict, decision: "conflict", reason: "foreign-shape" } };
}

/** Opens the question once; the same two sides are not told twice. */
export async function ask(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine> {
  const line: SyncLine = { ...blankLine(seen), outcome: "asks" };
  const known = parts.knowledge.get(p.unitId);
  if (known) parts.knowledge.remember(p.unitId, { ...known, verdict: seen.verdict });
  if (!parts.knowledge.isNewQuestion(p.unitId, conflictIdOf(seen.observed, seen.verdict))) return line;
  if (p.purpose !== "launch" && !p.isQuiet) work.deps.notice({ kind: "conflict", name: line.name });
  await note(work, seen, {
    outcome: "asks",
    localAfter: null,
    saveId: seen.verdict.head?.id ?? null,
    sizeBytes: 0,
  });
  return line;
}

async function push(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine> {
  const { clock, unshown } = work.deps;
  const startedAtMs = clock.monotonic();
  const row = await upload(work, seen.observed, p.gate);
  unshown?.({ unitId: p.unitId, tookMs: clock.monotonic() - startedAtMs });
  parts.knowledge.addRow(p.unitId, row);
  const { local } = seen.observed;
  const localAfter = local.kind === "present" ? local.sha256 : null;
  const told = { localAfter, saveId: row.id, sizeBytes: row.sizeBytes };
  await note(work, seen, {
    outcome: "done",
    ...told,
    ...batchOf(p),
    ...(p.answer === "go-on" && letGo(work, seen)),
  });
  const line = blankLine(seen);
  // No message before a game, and none over one.
  if (p.purpose !== "launch" && p.purpose !== "open" && !p.isQuiet)
    work.deps.notice({ kind: "saved-to-romm", name: line.name });
  return { ...line, outcome: "done", direction: "up", sizeBytes: row.sizeBytes, saveId: row.id };
}

/** By the player's word it went up over RomM's newest: taken back, that is played again. */
function letGo({ session }: Work, { observed, verdict: { head } }: Look) {
  const { local, unit } = observed;
  if (head === null || local.kind !== "present") return { act: "held" as const };
  const { accountId } = session;
  const { unitId, slot } = unit;
  const content = { kind: "row", saveId: head.id } as const;
  const takeBack = { kind: "content", accountId, unitId, slot, content, after: local.sha256 } as const;
  return { act: "held" as const, takeBack };
}

async function pull(parts: UnitSyncParts, work: Work, seen: Look, p: UnitSync): Promise<SyncLine> {
  const { head } = seen.verdict;
  if (!head) return { ...blankLine(seen), outcome: "skipped" };
  warnOfEmulator(parts, work, seen, head);
  const { observation, slotRows } = seen.observed;
  const localAfter = await download(work, seen.observed, head, p.gate, {
    check(proven) {
      work.proofs.note(head, proven);
      const now = decide({ ...observation, proven: work.proofs.of(slotRows) });
      if (now.kind !== "decided" || now.decision !== "download")
        throw new ChangedMeanwhile("What came from RomM is another than was expected.");
    },
  });
  const act = p.answer === "go-on" ? "held" : null;
  await note(work, seen, {
    ...fetched(work, seen, { head, localAfter }),
    outcome: "done",
    act,
    ...batchOf(p),
  });
  const line = blankLine(seen);
  return { ...line, outcome: "done", direction: "down", sizeBytes: head.sizeBytes, saveId: head.id };
}

/** Before anything is fetched, and once of each row: the player may want to play in the other emulator instead. */
function warnOfEmulator({ knowledge }: UnitSyncParts, work: Work, seen: Look, head: SaveRow): void {
  const { unit } = seen.observed;
  const change = emulatorChange(head.emulator, unit.location.emulator);
  if (change === null) return;
  work.watch?.mayNotLoad?.(change);
  if (knowledge.isNewWarning(unit.unitId, head.id))
    work.deps.notice({ kind: "may-not-load", name: blankLine(seen).name, ...change });
}

/** What the log tells of a row that came down: also how to have back what it replaced. */
export function fetched(
  { session }: Work,
  { observed: { local, unit } }: Look,
  { head, localAfter }: { head: SaveRow; localAfter: Sha256 },
) {
  const { accountId, deviceId } = session;
  const { unitId, slot } = unit;
  const told = { localAfter, saveId: head.id, sizeBytes: head.sizeBytes };
  const deviceName = deviceNameOf(head, deviceId);
  if (local.kind !== "present" || local.sha256 === localAfter) return { ...told, deviceName };
  const content = copyOf(unit, local.sha256);
  const takeBack = { kind: "content", accountId, unitId, slot, content, after: localAfter } as const;
  return { ...told, deviceName, takeBack };
}

/** What stood there, and where it is beside this device's copy of it. */
export function copyOf({ baseline }: Pick<Unit, "baseline">, sha256: Sha256): ContentRef {
  const isAgreed = baseline?.sha256 === sha256;
  return { kind: "copy", sha256, ...(isAgreed && { saveId: baseline.row.id }) };
}

/** Of a line that is one of many. */
export function batchOf({ batchId }: Pick<UnitSync, "batchId">): { batchId?: string } {
  return batchId === undefined ? {} : { batchId };
}
