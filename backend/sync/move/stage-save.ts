import type { ProvenRow } from "../../core/decide/observation.ts";
import type { SaveRow } from "../../core/save-row.ts";
import { pack } from "../../core/shapes/shapes.ts";
import { ForeignShape } from "../../work/problems.ts";
import type { Observed } from "../look/observe.ts";
import type { Work } from "../look/record.ts";
import { stageRow } from "./stage.ts";
import { removeStaged, type StagedSave } from "./staged-save.ts";
import { unpackSave } from "./unpack-save.ts";

/** Fetches a row and makes of it what will stand here. Throws `ForeignShape` where it is no save of this unit's kind. */
export async function stageSave(
  work: Work,
  { unit }: Pick<Observed, "unit">,
  { realPath, row }: { realPath: string; row: SaveRow },
  signal: AbortSignal,
): Promise<StagedSave> {
  // Of RomM 5.5's own form nothing tells but its line: as a plain file it would pass for a save of any kind.
  if (row.line?.isNeutral && row.line.currentId === row.id)
    throw new ForeignShape(`RomM keeps save ${row.id} in a form of its own, which no emulator here reads.`);
  const bytes = await stageRow(work, realPath, row, signal);
  const arrived = { bytes, fileName: row.fileName, what: `Save ${row.id}` };
  return await unpackSave(work, { unit, realPath, ...arrived }, signal);
}

/** What a row holds, of which these are the bytes. */
export function provenBy(unit: Observed["unit"], staged: StagedSave): ProvenRow {
  const { sha256, rowHashes, sizeBytes, isBlank, members, body } = staged;
  const isTree = pack(unit, []).isTree;
  const content = { sizeBytes, isBlank, ...(body && { body }), ...(!isTree && { members }) };
  return { sha256, contentHashes: rowHashes, content };
}

/** Fetches a row only to learn its hashes: for rows whose content hash tells nothing. */
export async function proveRow(
  work: Work,
  seen: Pick<Observed, "unit">,
  p: { realPath: string; row: SaveRow },
  signal: AbortSignal,
): Promise<ProvenRow> {
  const staged = await stageSave(work, seen, p, signal);
  await removeStaged(work, staged);
  return provenBy(seen.unit, staged);
}
