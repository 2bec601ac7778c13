import type { PresentLocal } from "../../core/decide/observation.ts";
import { extensionOf, parentOf } from "../../core/paths.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { IncomingMark } from "../../core/state.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import { ChangedMeanwhile } from "../deps.ts";
import { type Gate, throwIfAborted } from "../gate.ts";
import { ForeignShape, Running } from "../problems.ts";
import { refuseIfBusy } from "./fence.ts";
import { readUnit, type Sighting } from "./observe.ts";
import { changeUnit, recordAgreement, tellServer, toBaselineRow, toSeen, type Work } from "./record.ts";
import { type Staged, stage } from "./stage.ts";

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
  const { deps } = work;
  const realPath = expectRealPath(sighting);
  const staged = await stage(work, realPath, row, gate.signal);
  const apply: Apply = { sighting, realPath, row, staged, gate, onTopOf };
  try {
    checkShape(sighting, staged, row);
    await keepReplaced(work, sighting, realPath, gate.signal);
    await prepare(work, apply);
    gate.enter();
  } catch (error) {
    // The mark goes first: without its staged file it would read as "put in place, then played on".
    await dropIncoming(work);
    await deps.disk.remove(staged.path);
    throw error;
  }
  try {
    await putInPlace(work, apply);
  } finally {
    gate.leave();
  }
  await tellServer(work, gate.signal);
  return staged.sha256;
}

/** A zip where the emulator keeps a raw file (or the reverse) was written by another kind of client. */
function checkShape({ local, unit }: Sighting, staged: Staged, row: SaveRow): void {
  const isZipExpected = local.kind === "present" ? local.isZip : extensionOf(unit.location.path) === ".zip";
  const isBlank = local.kind === "present" && local.isBlank;
  if (staged.isZip !== isZipExpected && !isBlank) {
    throw new ForeignShape(`Save ${row.id} is ${staged.isZip ? "a zip archive" : "a plain file"}.`);
  }
}

async function keepReplaced(work: Work, { local, unit }: Sighting, realPath: string, signal: AbortSignal) {
  if (local.kind !== "present") return;
  await work.deps.keptCopies.keep({
    path: realPath,
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
  staged: Staged;
  gate: Gate;
  onTopOf: SaveRow | null;
}

/** Writes the intent down, and looks once more before the point of no return. */
async function prepare(work: Work, p: Apply): Promise<void> {
  await refuseIfBusy(work, p.sighting);
  throwIfAborted(p.gate.signal);
  await changeUnit(work, (unit) => ({ ...unit, marks: { ...unit.marks, incoming: toMark(p) } }));
  await refuseIfChanged(work, p);
  await refuseIfBusy(work, p.sighting);
  if (readUnit(work.deps, work.session, work.unitId)?.unit.marks.incoming?.stagedPath !== p.staged.path) {
    throw new ChangedMeanwhile("The shortcut was unregistered meanwhile.");
  }
}

async function putInPlace(work: Work, p: Apply): Promise<void> {
  const { disk, fence } = work.deps;
  await disk.rename(p.staged.path, p.realPath);
  await disk.syncFolder(parentOf(p.realPath));
  if (await fence.isRunning(p.sighting.unit, p.sighting.account)) {
    const incoming = { ...toMark(p), isRaced: true };
    await changeUnit(work, (unit) => ({ ...unit, marks: { ...unit.marks, incoming } }));
    throw new Running("The game started while its save was put in place.");
  }
  await recordAgreement(work, {
    realPath: p.realPath,
    sha256: p.onTopOf ? null : p.staged.sha256,
    chosenSha256: p.onTopOf ? p.staged.sha256 : null,
    sizeBytes: p.staged.sizeBytes,
    row: p.onTopOf ?? p.row,
    parentSaveId: null,
    seen: toSeen(p.sighting.slotRows),
    needsConfirm: p.onTopOf === null,
  });
}

async function dropIncoming(work: Work): Promise<void> {
  await changeUnit(work, (unit) => {
    if (!unit.marks.incoming) return unit;
    const { incoming: _dropped, ...marks } = unit.marks;
    return { ...unit, marks };
  });
}

function toMark({ sighting, row, staged }: Apply): IncomingMark {
  return {
    row: toBaselineRow(row),
    sha256: staged.sha256,
    sizeBytes: staged.sizeBytes,
    replaced: sighting.local.kind === "present" ? sighting.local.sha256 : null,
    stagedPath: staged.path,
    isRaced: false,
  };
}

async function refuseIfChanged({ deps }: Work, { sighting, realPath, gate }: Apply): Promise<void> {
  const seen: PresentLocal | null = sighting.local.kind === "present" ? sighting.local : null;
  const now = await deps.hashFile(realPath, gate.signal);
  if (now?.sha256 !== seen?.sha256)
    throw new ChangedMeanwhile("The save file changed while its successor came.");
}

export function expectRealPath({ realPath }: Sighting): string {
  if (realPath === null) throw new ChangedMeanwhile("The save's folder is not there any more.");
  return realPath;
}
