import { isHeadAmbiguous } from "../../core/decide/first-meeting.ts";
import type { ProvenRow } from "../../core/decide/observation.ts";
import { newestRow } from "../../core/decide/remote-change.ts";
import type { RowSource } from "../../core/marks.ts";
import { parentOf } from "../../core/paths.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { toBaselineRow } from "../../core/seen-row.ts";
import { shapeOf } from "../../core/shapes/shapes.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import type { Gate } from "../../work/gate.ts";
import { ForeignShape } from "../../work/problems.ts";
import { expectRealPath, type Observed } from "../look/observe.ts";
import { recordAgreement, tellServer, toSeen, type Work } from "../look/record.ts";
import { replace } from "./replace.ts";
import { refuseIfFull } from "./space.ts";
import { provenBy, stageSave } from "./stage-save.ts";
import { removeStaged, type StagedSave } from "./staged-save.ts";

interface Taken {
  /** The head, where the player chose an older row to stand on top of it. */
  onTopOf?: SaveRow | null;
  /** Throws where what came is not to be put in place. Absent: it has the player's word. */
  check?: (came: ProvenRow) => void;
}

/** Brings a row to the save file, agrees on it, and tells RomM. */
export async function download(
  work: Work,
  observed: Observed,
  row: SaveRow,
  gate: Gate,
  { onTopOf = null, check }: Taken = {},
): Promise<Sha256> {
  const realPath = expectRealPath(observed);
  // An archive stands beside what is unpacked of it until that is whole.
  await refuseIfFull(work.deps.disk, { folder: parentOf(realPath), needsBytes: 2 * row.sizeBytes });
  const staged = await stageSave(work, observed, { realPath, row }, gate.signal);
  await orRemoveStaged(work, staged, () => {
    checkShape(observed, staged, row);
    check?.(provenBy(observed.unit, staged));
  });
  const source = toSource(observed, row, onTopOf);
  const record = () =>
    recordAgreement(work, {
      realPath,
      sha256: onTopOf ? null : staged.sha256,
      chosenSha256: onTopOf ? staged.sha256 : null,
      sizeBytes: staged.sizeBytes,
      members: staged.members,
      body: staged.body,
      row: onTopOf ?? row,
      parentSaveId: null,
      seen: source.seen,
      needsConfirm: onTopOf === null,
      isTrusted: source.isOneOfTwo !== true,
      isStored: onTopOf === null,
      lineSaveId: observed.observation.current,
    });
  await replace(work, { observed, realPath, staged, source, record }, gate);
  await tellServer(work, gate.signal);
  return staged.sha256;
}

/** Over a blank save anything may come: it tells nothing of what the emulator writes. */
function checkShape({ local, unit: { location } }: Observed, staged: StagedSave, row: SaveRow): void {
  const here = local.kind === "present" ? local : null;
  if (shapeOf(location).isForeign(location, staged, here) && !here?.isBlank) {
    throw new ForeignShape(`Save ${row.id} is ${staged.isZip ? "a zip archive" : "a plain file"}.`);
  }
}

async function orRemoveStaged(work: Work, staged: StagedSave, check: () => void): Promise<void> {
  try {
    check();
  } catch (error) {
    await removeStaged(work, staged);
    throw error;
  }
}

function toSource(observed: Observed, row: SaveRow, onTopOf: SaveRow | null): RowSource {
  const isAmbiguous = onTopOf === null && isOneOfTwo(observed);
  const source: RowSource = { kind: "row", row: toBaselineRow(row), seen: toSeen(observed) };
  return isAmbiguous ? { ...source, isOneOfTwo: true } : source;
}

/** Nothing was here, and what came is the last row made, but not the newest by its date: the player is asked next. */
function isOneOfTwo({ observation, slotRows }: Observed): boolean {
  if (observation.baseline?.isTrusted) return false;
  const newest = newestRow(slotRows);
  return newest !== null && isHeadAmbiguous(slotRows, newest);
}
