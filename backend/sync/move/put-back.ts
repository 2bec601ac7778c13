import type { PullSource } from "../../core/marks.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import type { Gate } from "../../work/gate.ts";
import { NotSettled } from "../../work/problems.ts";
import { readFileChunks } from "../../work/read-file-chunks.ts";
import { expectRealPath, type Sighting } from "../look/observe.ts";
import { recordChosen, type Work } from "../look/record.ts";
import { replace } from "./replace.ts";
import { stageBytes } from "./stage.ts";
import { removeStaged } from "./staged-save.ts";
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
export async function putBack(work: Work, sighting: Sighting, own: OwnBytes, gate: Gate): Promise<void> {
  const realPath = expectRealPath(sighting);
  const path = work.deps.keptCopies.pathOf(own.sha256);
  const bytes = await stageBytes(work, realPath, {
    open: async () => ({ sizeBytes: own.sizeBytes, chunks: readFileChunks(work.deps.disk, path) }),
    check: () => {},
    signal: gate.signal,
  });
  const arrived = { bytes, fileName: own.fileName, what: "The kept copy" };
  const staged = await unpackSave(work, { unit: sighting.unit, realPath, ...arrived }, gate.signal);
  if (staged.sha256 !== own.sha256) {
    await removeStaged(work, staged);
    throw new NotSettled("The kept copy is damaged: it does not hold what was kept.");
  }
  const record = () => recordChosen(work, { realPath, sha256: own.sha256 });
  await replace(work, { sighting, realPath, staged, source: own.source, record }, gate);
}
