import type { PullSource } from "../../core/marks.ts";
import type { SaveRow } from "../../core/save-row.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import type { Gate } from "../../work/gate.ts";
import { NotSettled } from "../../work/problems.ts";
import { readFileChunks } from "../../work/read-file-chunks.ts";
import { expectRealPath, type Observed } from "../look/observe.ts";
import { recordChosen, type Work } from "../look/record.ts";
import { type Replacement, replace } from "./replace.ts";
import { stageBytes } from "./stage.ts";
import { stageSave } from "./stage-save.ts";
import { removeStaged, type StagedSave } from "./staged-save.ts";
import { unpackSave } from "./unpack-save.ts";

/** Bytes that are kept on this device. */
export interface OwnBytes {
  sha256: Sha256;
  sizeBytes: number;
  /** The name that they travel under, which tells what they are. */
  fileName: string;
  source: Extract<PullSource, { kind: "kept-copy" | "parked" }>;
}

/**
 * Puts a kept copy in the save's place, with no server asked: a change on top of what was agreed, by the player's word,
 * and what it replaces is kept like anything else that is replaced.
 */
export async function putBack(work: Work, observed: Observed, own: OwnBytes, gate: Gate): Promise<void> {
  const staged = await stageOwn(work, observed, own, gate);
  await putChosen(work, { observed, realPath: expectRealPath(observed), staged, source: own.source }, gate);
}

/** A kept copy as it will stand in the save's place; nothing is left there where it is damaged. */
export async function stageOwn(
  work: Work,
  observed: Observed,
  own: Omit<OwnBytes, "source">,
  gate: Gate,
): Promise<StagedSave> {
  const realPath = expectRealPath(observed);
  const path = work.deps.keptCopies.pathOf(own.sha256);
  const bytes = await stageBytes(work, realPath, {
    open: async () => ({ sizeBytes: own.sizeBytes, chunks: readFileChunks(work.deps.disk, path) }),
    check: () => {},
    signal: gate.signal,
  });
  const arrived = { bytes, fileName: own.fileName, what: "The kept copy" };
  const staged = await unpackSave(work, { unit: observed.unit, realPath, ...arrived }, gate.signal);
  if (staged.sha256 !== own.sha256) {
    await removeStaged(work, staged);
    throw new NotSettled("The kept copy is damaged: it does not hold what was kept.");
  }
  return staged;
}

/**
 * The same with the bytes of a row: not agreed on by that, since newer rows may stand above it, but the player's word
 * that they are to be played.
 */
export async function putRow(
  work: Work,
  observed: Observed,
  { row, expected }: { row: SaveRow; expected?: Sha256 },
  gate: Gate,
): Promise<Sha256> {
  const realPath = expectRealPath(observed);
  const staged = await stageSave(work, observed, { realPath, row }, gate.signal);
  if (expected !== undefined && staged.sha256 !== expected) {
    await removeStaged(work, staged);
    throw new NotSettled("RomM's save holds something else by now than what was played.");
  }
  await putChosen(work, { observed, realPath, staged, source: { kind: "kept-copy" } }, gate);
  return staged.sha256;
}

async function putChosen(
  work: Work,
  p: Omit<Replacement, "record"> & { staged: StagedSave },
  gate: Gate,
): Promise<void> {
  const { realPath, staged } = p;
  const record = () => recordChosen(work, { realPath, sha256: staged.sha256, body: staged.body });
  await replace(work, { ...p, record }, gate);
}
