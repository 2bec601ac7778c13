import { compareContent, isHashCurrent } from "../../core/decide/equality.ts";
import type { PresentLocal } from "../../core/decide/observation.ts";
import { judgeOwnRow } from "../../core/decide/own-row.ts";
import { viewRemote } from "../../core/decide/remote-change.ts";
import { begin } from "../../core/marks/survival.ts";
import type { Marks, PushIntent } from "../../core/marks.ts";
import { RommError } from "../../core/romm-error.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { lastingOf, shapeOf, topOf } from "../../core/shapes/shapes.ts";
import type { Unit } from "../../core/state.ts";
import { isSameSlot, spellSlot } from "../../core/units.ts";
import type { SaveId } from "../../core/vocabulary.ts";
import type { KeptCopy } from "../../ports/kept-copies.ts";
import type { UploadRequest } from "../../ports/save-server.ts";
import { type Gate, throwIfAborted } from "../../work/gate.ts";
import { ChangedMeanwhile, ForeignShape, NotSettled } from "../../work/problems.ts";
import { readFileChunks } from "../../work/read-file-chunks.ts";
import { watched } from "../../work/transfer-watch.ts";
import { refuseIfLetGo } from "../look/fence.ts";
import { expectRealPath, type Observed, readUnit, splitRows } from "../look/observe.ts";
import { spacingMs } from "../look/post-times.ts";
import { changeUnit, recordAgreement, toSeen, type Work } from "../look/record.ts";
import { keepCopy } from "./keep-copy.ts";
import { proveRow } from "./stage-save.ts";

/** How long a listing vouches for the head that an overwrite replaces. */
const overwriteWindowMs = 5000;

interface Upload {
  observed: Observed;
  local: PresentLocal;
  copy: KeptCopy;
  gate: Gate;
}

/**
 * Sends the save from a private copy. `RommError` `conflict` (RomM's 409) means: look again. A lost answer leaves
 * the push standing, and the next listing tells what became of it; nothing is ever repeated blindly.
 */
export async function upload(work: Work, observed: Observed, gate: Gate): Promise<SaveRow> {
  const { local } = observed;
  const copy = await keepCopy(work, observed, { reason: "sent", signal: gate.signal });
  if (local.kind !== "present" || copy === null) throw new ChangedMeanwhile("The save file is gone.");
  const upload = { observed, local, copy, gate };
  const notAfter = standsUntil(work, upload);
  if (notAfter !== null) {
    const again = await post(work, upload, { overwrite: true, notAfter });
    return await record(work, upload, again, toSeen(observed));
  }
  const row = await post(work, upload, { overwrite: false });
  const isBelieved = isNewRow(observed, row) || (await isHeadIntact(work, upload, row));
  return isBelieved ? await record(work, upload, row, knownRows(observed)) : await publishAgain(work, upload);
}

/**
 * RomM 5.5 answers 200 also where a save was not taken up by the slot's line. Where the line went on meanwhile, ours is a
 * branch of it: both sides then have what the other never had, as after a 409. Undefined: the slot has no line.
 */
async function standOnLine(
  work: Work,
  { observed, gate }: Upload,
  row: SaveRow,
): Promise<SaveId | undefined> {
  const before = observed.observation.current;
  if (before === undefined || !row.channelId) return undefined;
  const { channelId } = row;
  const now = await work.session.server.readLine({ channelId }, gate.signal);
  if (now === row.id || now === before) return now;
  await changeUnit(work, (unit) => ({ ...unit, intent: null }));
  throw new RommError("conflict", "The line of this save went on while it was sent.", { status: 409 });
}

/** Makes what both sides agree on the newest row of all once more. */
export async function republish(work: Work, observed: Observed, gate: Gate): Promise<SaveRow> {
  const { local } = observed;
  const copy = await keepCopy(work, observed, { reason: "sent", signal: gate.signal });
  if (local.kind !== "present" || copy === null) throw new ChangedMeanwhile("The save file is gone.");
  return await publishAgain(work, { observed, local, copy, gate });
}

/**
 * Until when the listing vouches for the head that is replaced, where the content stands in the slot already, so that
 * RomM would answer with that row and make none. Null: it does not, or the listing is too old by now.
 */
function standsUntil({ deps: { clock } }: Work, { observed, local }: Upload): number | null {
  const { slotRows, listedAtMs, observation } = observed;
  const isIn = (row: SaveRow) =>
    !row.isMissingOnDisk && compareContent(local, row, observation.proven) === "equal";
  if (listedAtMs === null || !slotRows.some(isIn) || !isUnmoved(observed, slotRows)) return null;
  const notAfter = listedAtMs + overwriteWindowMs;
  return clock.monotonic() + spacingMs < notAfter ? notAfter : null;
}

/** What this device knows of the slot: the listing, or where none was asked for, what it had seen. */
function knownRows(observed: Observed): Seen {
  return observed.observation.remote.kind === "assumed" ? observed.unit.seen : toSeen(observed);
}

async function post(
  work: Work,
  upload: Upload,
  how: { overwrite: false } | { overwrite: true; notAfter: number },
): Promise<SaveRow> {
  const { deps, session } = work;
  const { unit } = upload.observed;
  await work.postTimes.waitUntilFree(unit.rom.romId, upload.gate.signal);
  throwIfAborted(upload.gate.signal);
  work.sleep.refuseIfSlept();
  refuseIfLetGo(work);
  const intent = toIntent(work, upload);
  const before = readUnit(deps, session, work.unitId)?.unit;
  await changeUnit(work, (current) => ({ ...current, ...begin(current, intent) }));
  if (readUnit(deps, session, work.unitId)?.unit.intent?.kind !== "push") {
    throw new ChangedMeanwhile("Something else is about to be done to the save.");
  }
  const request = toRequest(work, upload, how.overwrite);
  if (how.overwrite && deps.clock.monotonic() > how.notAfter) {
    throw new NotSettled("The listing grew too old to replace the head by it.");
  }
  try {
    const row = await session.server.uploadSave(request, upload.gate.signal);
    checkAnswer(row, upload);
    return row;
  } catch (error) {
    if (error instanceof RommError && isSurelyNotStored(error) && before) await takeBack(work, before);
    throw error;
  } finally {
    work.postTimes.note(unit.rom.romId);
  }
}

/** A refusal stored nothing; after anything else a row may exist. */
function isSurelyNotStored(error: RommError): boolean {
  if (!error.didArrive) return true;
  return error.status !== null && error.status >= 400 && error.status < 500;
}

/** Nothing was sent: whatever was sent before, and never answered, may still arrive. */
async function takeBack(work: Work, { intent, late }: Pick<Marks, "intent" | "late">): Promise<void> {
  await changeUnit(work, (unit) => ({ ...unit, intent, late }));
}

function toIntent({ deps }: Work, { local, observed }: Upload): PushIntent {
  const isListed = observed.observation.remote.kind === "listed";
  return {
    kind: "push",
    realPath: expectRealPath(observed),
    members: lastingOf(observed.unit.location, local.members),
    ...(local.body && { body: local.body }),
    sha256: local.sha256,
    contentHash: local.contentHash,
    sizeBytes: local.sizeBytes,
    parentSaveId: parentOfUpload(observed),
    ...(isListed && { seen: toSeen(observed) }),
    sentAtMs: deps.clock.now(),
  };
}

/** The head that this upload follows: what raced in between is found by it. */
function parentOfUpload({ observation, slotRows }: Observed): SaveId | null {
  const baselineId = observation.baseline?.row.id ?? null;
  return slotRows.reduce<SaveId | null>(
    (top, row) => (top === null || row.id > top ? row.id : top),
    baselineId,
  );
}

function contentOf({ deps, watch }: Work, { copy: { sizeBytes, path } }: Upload): UploadRequest["content"] {
  watch?.began({ direction: "up", totalBytes: sizeBytes, deviceName: null });
  return { sizeBytes, chunks: watched(readFileChunks(deps.disk, path), watch) };
}

function toRequest(work: Work, upload: Upload, overwrite: boolean): UploadRequest {
  const { deps, session } = work;
  const { unit, observation } = upload.observed;
  const settlesConflict = observation.baseline?.chosenSha256 === upload.local.sha256;
  const { autocleanupLimit } = deps.settings();
  return {
    romId: unit.rom.romId,
    slot: spellSlot(unit.slot, upload.observed.slotRows),
    deviceId: session.deviceId,
    emulator: unit.location.emulator,
    fileName: uploadName(unit, upload.local),
    overwrite,
    contentHash: upload.local.contentHash,
    autocleanupLimit: overwrite || settlesConflict ? null : autocleanupLimit,
    content: contentOf(work, upload),
  };
}

/** Other clients pair saves by the rom's name; equal names in two slots would collide on the server within a second. */
function uploadName(unit: Unit, { members }: PresentLocal): string {
  const { slot, location } = unit;
  const suffix = isSameSlot(slot, "autosave" as Unit["slot"]) ? "" : ` (${slot})`;
  return `${topOf(unit)}${suffix}${shapeOf(location).extension(location, members)}`;
}

/**
 * The answer must name our rom and, as a new row, our bytes; otherwise nothing is known about what was stored. A row
 * that already was there may have been found by a hash of bytes that were overwritten since.
 */
function checkAnswer(row: SaveRow, { observed, local }: Upload): void {
  const isOfRom = row.romId === observed.unit.rom.romId;
  if (!isOfRom || (isNewRow(observed, row) && !isOfBytes(row, local))) {
    throw new NotSettled(`RomM answered the upload with another save (${row.id}).`);
  }
}

function isOfBytes(row: SaveRow, local: PresentLocal): boolean {
  if (row.sizeBytes !== local.sizeBytes) return false;
  const isTelling = isHashCurrent(row) || !local.isZip;
  const isComparable = row.contentHash !== null && local.contentHash !== null && isTelling;
  return !isComparable || row.contentHash === local.contentHash;
}

/** RomM answers equal content with the row that already holds it, and then does nothing else. */
function isNewRow({ observation, slotRows, unit }: Observed, row: SaveRow): boolean {
  if (!isSameSlot(row.slot, unit.slot)) return false; // RomM 4.7 and 4.8 look in every slot.
  if (unit.seen[row.id] !== undefined || slotRows.some((known) => known.id === row.id)) return false;
  return row.id > (observation.baseline?.row.id ?? 0);
}

/** A row that already was there is believed only if it is the head and its file can really be fetched. */
async function isHeadIntact(work: Work, { observed, gate, local }: Upload, row: SaveRow): Promise<boolean> {
  const headId = parentOfUpload(observed);
  if (row.id !== headId || !isSameSlot(row.slot, observed.unit.slot)) return false;
  try {
    const realPath = expectRealPath(observed);
    const stored = await proveRow(work, observed, { row, realPath }, gate.signal);
    // RomM before 4.9 finds a row by the hash of bytes that were overwritten since.
    return stored.sha256 === local.sha256;
  } catch (error) {
    if (error instanceof NotSettled || error instanceof ForeignShape) return false;
    if (error instanceof RommError && error.code === "not-found") return false;
    throw error;
  }
}

/**
 * The content stands in the slot already, but not as its head (or its file is lost): only `overwrite=true` makes it
 * the newest row. That has no lock, so the listing right before must still show the head that is being replaced.
 */
async function publishAgain(work: Work, upload: Upload): Promise<SaveRow> {
  const { deps, session } = work;
  const { unit } = upload.observed;
  await work.postTimes.waitUntilFree(unit.rom.romId, upload.gate.signal);
  const listed = await session.server.listSaves(
    { romId: unit.rom.romId, deviceId: session.deviceId },
    upload.gate.signal,
  );
  const { slotRows, line } = splitRows(unit, work.proofs.mark(listed));
  if (!isUnmoved(upload.observed, slotRows, line?.currentId)) {
    throw new RommError("conflict", "The slot moved before its head could be replaced.", { status: 409 });
  }
  const row = await post(work, upload, {
    overwrite: true,
    notAfter: deps.clock.monotonic() + overwriteWindowMs,
  });
  return await record(work, upload, row, toSeen(upload.observed, slotRows));
}

function isUnmoved({ observation }: Observed, slotRows: SaveRow[], current = observation.current): boolean {
  const { baseline } = observation;
  if (baseline === null) return slotRows.length === 0;
  const view = viewRemote(slotRows, { ...observation, baseline, current });
  if (view.unsettled !== null) return false;
  if (view.change === "unchanged" || view.change === "gone") return true;
  // Where its file is lost, no date says what our own row may hold.
  return judgeOwnRow(observation, view, slotRows) === "lost";
}

type Seen = Unit["seen"];

/** Nothing was listed since our own upload met an empty slot. */
function isStillFirst({ observation: { baseline, remote } }: Observed): boolean {
  return baseline?.isFirst === true && remote.kind === "assumed";
}

async function record(work: Work, upload: Upload, row: SaveRow, seen: Seen): Promise<SaveRow> {
  const { observed, local } = upload;
  const parentSaveId = parentOfUpload(observed);
  const lineSaveId = await standOnLine(work, upload, row);
  await recordAgreement(work, {
    realPath: expectRealPath(observed),
    sha256: local.sha256,
    sizeBytes: local.sizeBytes,
    members: local.members,
    body: local.body,
    row,
    parentSaveId,
    ...((parentSaveId === null || isStillFirst(observed)) && { isFirst: true }),
    seen,
    needsConfirm: false,
    isStored: false,
    isSent: true,
    lineSaveId,
  });
  return row;
}
