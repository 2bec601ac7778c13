import { isHashWhole } from "../../../core/decide/equality.ts";
import { isHeadAmbiguous } from "../../../core/decide/first-meeting.ts";
import type { PresentLocal } from "../../../core/decide/observation.ts";
import { newestRow } from "../../../core/decide/remote-change.ts";
import { begin } from "../../../core/marks/survival.ts";
import type { PullIntent, Swap, SwapPart } from "../../../core/marks.ts";
import { extensionOf, parentOf } from "../../../core/paths.ts";
import { memberPath, onlyFileOf, pathsOf, placeAt } from "../../../core/places.ts";
import type { SaveRow } from "../../../core/save-row.ts";
import { toBaselineRow } from "../../../core/seen-row.ts";
import type { Unit } from "../../../core/state.ts";
import type { Sha256 } from "../../../core/vocabulary.ts";
import { ChangedMeanwhile, type KeepRequest } from "../../deps.ts";
import { createGate, type Gate, throwIfAborted } from "../../gate.ts";
import { ForeignShape, Running } from "../../problems.ts";
import { refuseIfBusy, refuseIfLetGo } from "../fence.ts";
import { readUnit, type Sighting } from "../look/observe.ts";
import { membersAt, observeLocal } from "../look/observe-local.ts";
import { changeUnit, recordAgreement, tellServer, toSeen, type Work } from "../record.ts";
import { stagedPrefix } from "./stage.ts";
import { removeStaged, type StagedSave, stageSave } from "./stage-save.ts";
import { ownerOf, removeAsides, settleSwap, swapIn } from "./swap.ts";

/**
 * Brings a row to the save file: staged beside it, checked, the old bytes kept, put in place by rename behind the
 * fence, and recorded at once. A crash anywhere leaves the old save or the new one, and a mark that tells which.
 */
export async function download(
  work: Work,
  sighting: Sighting,
  row: SaveRow,
  gate: Gate,
  /** The head, where the player chose an older row to stand on top of it. */
  onTopOf: SaveRow | null = null,
): Promise<Sha256> {
  const realPath = expectRealPath(sighting);
  const staged = await stageSave(work, sighting, { realPath, row }, gate.signal);
  const apply: Apply = { sighting, realPath, row, staged, gate, onTopOf };
  let swap: Swap;
  try {
    checkShape(sighting, staged, row);
    await keepReplaced(work, sighting, realPath, gate.signal);
    swap = await prepare(work, apply);
    gate.enter();
  } catch (error) {
    // The mark goes first: without its staged file it would read as "put in place, then played on".
    await dropIncoming(work);
    await removeStaged(work, staged);
    throw error;
  }
  try {
    await putInPlace(work, apply, swap);
  } finally {
    gate.leave();
  }
  await tellServer(work, gate.signal);
  return staged.sha256;
}

/** A zip where the emulator keeps a raw file (or the reverse) was written by another kind of client. */
function checkShape({ local, unit: { location } }: Sighting, staged: StagedSave, row: SaveRow): void {
  if (location.kind !== "file") return; // Its unpacking has told.
  const isZipExpected = local.kind === "present" ? local.isZip : extensionOf(location.path) === ".zip";
  const isBlank = local.kind === "present" && local.isBlank;
  if (staged.isZip !== isZipExpected && !isBlank) {
    throw new ForeignShape(`Save ${row.id} is ${staged.isZip ? "a zip archive" : "a plain file"}.`);
  }
}

async function keepReplaced(work: Work, { local, unit }: Sighting, realPath: string, signal: AbortSignal) {
  if (local.kind !== "present") return;
  await work.deps.keptCopies.keep({
    ...sourceOf(unit, realPath, local),
    expected: local.sha256,
    accountId: work.session.accountId,
    romId: unit.rom.romId,
    slot: unit.slot,
    location: unit.location,
    reason: "replaced",
    signal,
  });
}

interface Apply {
  sighting: Sighting;
  realPath: string;
  row: SaveRow;
  staged: StagedSave;
  gate: Gate;
  onTopOf: SaveRow | null;
}

/** Writes the intent down, and looks once more before the point of no return. */
async function prepare(work: Work, p: Apply): Promise<Swap> {
  await refuseIfBusy(work, p.sighting);
  throwIfAborted(p.gate.signal);
  const swap = await toSwap(work, p);
  const intent = { ...toIntent(p), ...(isOneStep(swap) ? {} : { swap }) };
  await changeUnit(work, (unit) => ({ ...unit, ...begin(unit, intent) }));
  await refuseIfChanged(work, p);
  await refuseIfBusy(work, p.sighting);
  const standing = readUnit(work.deps, work.session, work.unitId)?.unit.intent;
  if (standing?.kind !== "pull" || standing.stagedPath !== intent.stagedPath) {
    throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  }
  refuseIfLetGo(work);
  return swap;
}

async function putInPlace(work: Work, p: Apply, swap: Swap): Promise<void> {
  const { disk, fence } = work.deps;
  await exchange(work, swap);
  if (await fence.isRunning(p.sighting.unit, p.sighting.account)) {
    await changeUnit(work, (unit) => ({ ...unit, intent: { ...toIntent(p), isRaced: true } }));
    await removeAsides(disk, swap);
    throw new Running("The game started while its save was put in place.");
  }
  await recordAgreement(work, {
    realPath: p.realPath,
    sha256: p.onTopOf ? null : p.staged.sha256,
    chosenSha256: p.onTopOf ? p.staged.sha256 : null,
    sizeBytes: p.staged.sizeBytes,
    members: p.staged.members,
    row: p.onTopOf ?? p.row,
    parentSaveId: null,
    seen: toSeen(p.sighting),
    needsConfirm: p.onTopOf === null,
    isTrusted: !isOneOfTwo(p),
    isStored: p.onTopOf === null,
  });
  await removeAsides(disk, swap);
}

/** Nothing was here, and what came is the last row made, but not the newest by its date: the player is asked next. */
function isOneOfTwo({ sighting: { observation, slotRows }, onTopOf }: Apply): boolean {
  if (observation.baseline?.isTrusted || onTopOf !== null) return false;
  const newest = newestRow(slotRows);
  return newest !== null && isHeadAmbiguous(slotRows, newest);
}

/** One file takes another's place in one step; for more of them, a mark and the old ones beside them guard the way. */
async function exchange(work: Work, swap: Swap): Promise<void> {
  const { disk, log } = work.deps;
  const [only] = swap.parts;
  if (isOneStep(swap) && only?.staged) {
    await disk.rename(only.staged, only.path);
    await disk.syncFolder(parentOf(only.path));
    return;
  }
  try {
    await swapIn(disk, swap);
  } catch (error) {
    // Back at once: a game may start before the next look.
    await settleSwap(ownerOf(work), createGate()).catch(() =>
      log.warn("A half replaced save waits for the next look."),
    );
    throw error;
  }
}

function isOneStep({ parts }: Swap): boolean {
  return parts.length === 1 && parts[0]?.staged !== null;
}

/** Every file that comes or goes; a file that stays as it is takes part, so that the set is whole in the mark. */
async function toSwap({ deps }: Work, { sighting, realPath, staged, gate }: Apply): Promise<Swap> {
  const aside = `${stagedPrefix(realPath)}${deps.newId()}`;
  const parts: SwapPart[] = [];
  for (const [index, path] of pathsOf(placeAt(sighting.unit.location, realPath)).entries()) {
    const from = staged.parts.find((part) => part.path === path)?.staged ?? null;
    const before = (await deps.hashFile(path, gate.signal))?.sha256 ?? null;
    const after = from === null ? null : ((await deps.hashFile(from, gate.signal))?.sha256 ?? null);
    if (before === null && after === null) continue;
    parts.push({ path, aside: `${aside}.${index}.old`, staged: from, before, after });
  }
  const { local, unit } = sighting;
  const seen = local.kind === "present" ? local.members.length : 0;
  if (unit.location.kind === "files" && parts.filter(({ before }) => before !== null).length !== seen)
    throw new ChangedMeanwhile("There are other files of the save than were seen.");
  return { parts };
}

async function dropIncoming(work: Work): Promise<void> {
  await changeUnit(work, (unit) => {
    return unit.intent?.kind === "pull" ? { ...unit, intent: null } : unit;
  });
}

function toIntent(p: Apply): PullIntent {
  const { sighting, row, staged, realPath } = p;
  return {
    kind: "pull",
    source: {
      kind: "row",
      row: toBaselineRow(row),
      seen: toSeen(sighting),
      ...(isOneOfTwo(p) && { isOneOfTwo: true }),
    },
    realPath,
    sha256: staged.sha256,
    sizeBytes: staged.sizeBytes,
    members: staged.members,
    replaced: sighting.local.kind === "present" ? sighting.local.sha256 : null,
    stagedPath: staged.parts[0]?.staged ?? "",
    isRaced: false,
  };
}

async function refuseIfChanged({ deps }: Work, { sighting, realPath, gate }: Apply): Promise<void> {
  const seen = sighting.local.kind === "present" ? sighting.local.sha256 : null;
  const { local, realPath: placeNow } = await observeLocal(deps, sighting.unit, gate.signal);
  const now = local.kind === "present" ? local.sha256 : null;
  if (placeNow !== realPath || now !== seen)
    throw new ChangedMeanwhile("The save file changed while its successor came.");
}

export function expectRealPath({ realPath }: Sighting): string {
  if (realPath === null) throw new ChangedMeanwhile("The save's folder is not there any more.");
  return realPath;
}

/** What a kept copy of the unit's save is made of. */
export function sourceOf(
  unit: Unit,
  realPath: string,
  local: PresentLocal,
): Pick<KeepRequest, "path" | "members" | "contentHash"> {
  const place = placeAt(unit.location, realPath);
  const contentHash = isHashWhole(local) ? local.contentHash : null;
  if (place.kind === "file") return { path: place.path, contentHash };
  const only = onlyFileOf(local.members);
  if (only !== null) return { path: memberPath(place, only), contentHash };
  return { path: realPath, members: membersAt(unit, place, local.members), contentHash };
}
