import { parentOf } from "../../core/paths.ts";
import { RefusedArchive } from "../../core/refused-archive.ts";
import type { Packed } from "../../core/shapes/shape.ts";
import { pack, placeAt, shapeOf } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import type { Unit } from "../../core/state.ts";
import type { ContentHash, Sha256 } from "../../core/vocabulary.ts";
import { ForeignShape } from "../../work/problems.ts";
import { hashPacked } from "../look/observed-local.ts";
import type { Work } from "../look/record.ts";
import type { StagedBytes } from "./stage.ts";
import type { StagedPart, StagedSave } from "./staged-save.ts";

/** Bytes as they travelled. */
interface Arrived {
  unit: Pick<Unit, "rom" | "location">;
  realPath: string;
  bytes: StagedBytes;
  /** The name that they travelled under. */
  fileName: string;
  /** For the player: `Save 7`. */
  what: string;
}

/** Makes of them what will stand here. Throws `ForeignShape`, and leaves nothing, where they are no save of the unit's kind. */
export async function unpackSave(work: Work, arrived: Arrived, signal: AbortSignal): Promise<StagedSave> {
  const { bytes, fileName, what, realPath } = arrived;
  const unit = { ...arrived.unit, location: placeAt(arrived.unit.location, realPath) };
  const arrival = shapeOf(unit.location).arrival(unit.location, { fileName, isZip: bytes.isZip });
  switch (arrival.kind) {
    case "member": {
      const { members } = pack(unit, [arrival.key]);
      const parts = members.map(({ path }) => ({
        path,
        staged: bytes.path,
        sha256: bytes.sha256,
        isFolder: false,
      }));
      const keys = members.map(({ key }) => key).filter((key) => key !== "");
      return { ...bytes, rowHashes: rowHashesOf(bytes), members: keys, parts };
    }
    case "archive":
      return await unpack(work, { ...arrived, unit }, signal);
    case "foreign":
      await work.deps.disk.remove(bytes.path);
      throw new ForeignShape(`${what} is a file of another kind: ${fileName}`);
  }
}

function rowHashesOf({ md5, contentHash }: StagedBytes): ContentHash[] {
  return [md5, contentHash].filter((hash) => hash !== null);
}

async function unpack(work: Work, p: Arrived, signal: AbortSignal): Promise<StagedSave> {
  const { deps } = work;
  const { unit, bytes, what, realPath } = p;
  const staging: Staging = { keys: [], tops: [] };
  const newPath = () => `${stagedPrefix(realPath)}${deps.newId()}`;
  const placeFor = (names: string[]) => planStaging(unit, names, { staging, newPath });
  try {
    await deps.unpackSet({ archive: bytes.path, placeFor }, signal);
    await deps.disk.syncFolder(parentOf(realPath));
    const { keys, tops } = staging;
    const read = await hashPacked(deps, stagedAt(pack(unit, keys), tops), signal);
    if (read === null || keys.length === 0) throw new ForeignShape(`${what} has no file of this save.`);
    const parts = tops.map((top) => toPart(top, read.files));
    await deps.disk.remove(bytes.path);
    return { ...read.hashed, rowHashes: rowHashesOf(bytes), members: keys, parts };
  } catch (error) {
    for (const path of [bytes.path, ...staging.tops.map(({ staged }) => staged)])
      await deps.disk.removeTree(path);
    if (error instanceof RefusedArchive) throw new ForeignShape(`${what}: ${error.message}`);
    throw error;
  }
}

function toPart(top: StagedTop, files: ReadonlyMap<string, Sha256>): StagedPart {
  const sha256 = files.get(top.staged);
  if (sha256 === undefined) throw new Error("A file of the archive was not read with the others.");
  return { ...top, sha256 };
}

/** What an archive holds, and where it waits: a file, or a whole folder, for each that will be put in place as one. */
interface Staging {
  keys: string[];
  tops: StagedTop[];
}

type StagedTop = Omit<StagedPart, "sha256">;

/** Where each file of the archive goes; none, where they are no save of the unit's kind. */
function planStaging(
  unit: Arrived["unit"],
  names: string[],
  { staging, newPath }: { staging: Staging; newPath: () => string },
): Map<string, string> {
  const found = shapeOf(unit.location).keysIn(unit.location, names) ?? new Map<string, string>();
  const keys = [...found.values()].toSorted();
  staging.keys.push(...keys);
  const packed = pack(unit, keys);
  staging.tops.push(...packed.tops.map((top) => ({ ...top, staged: newPath() })));
  const { members } = stagedAt(packed, staging.tops);
  const paths = new Map(members.map(({ key, path }) => [key, path]));
  return new Map([...found].map(([name, key]) => [name, paths.get(key) ?? ""]));
}

/** The same members where they wait. */
function stagedAt(packed: Packed, tops: readonly StagedTop[]): Packed {
  const stagedByTop = new Map(tops.map(({ path, staged }) => [path, staged]));
  const members = packed.members.map((member) => {
    const top = topAbove(member.path, stagedByTop);
    return { ...member, path: `${stagedByTop.get(top) ?? ""}${member.path.slice(top.length)}` };
  });
  return { ...packed, members, tops: tops.map(({ staged, isFolder }) => ({ path: staged, isFolder })) };
}

function topAbove(path: string, tops: ReadonlyMap<string, unknown>): string {
  let above = path;
  while (!tops.has(above) && above !== "/") above = parentOf(above);
  return above;
}
