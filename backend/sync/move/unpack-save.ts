import { parentOf } from "../../core/paths.ts";
import { RefusedArchive } from "../../core/refused-archive.ts";
import type { Packed } from "../../core/shapes/shape.ts";
import { pack, placeAt, shapeOf } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import type { Unit } from "../../core/state.ts";
import type { ContentHash, Sha256 } from "../../core/vocabulary.ts";
import { ForeignShape } from "../../work/problems.ts";
import { hashPacked } from "../look/local-sight.ts";
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
      const parts = members.map(({ path }) => ({ path, staged: bytes.path, sha256: bytes.sha256 }));
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
  const stagedByKey = new Map<string, string>();
  const placeFor = (names: string[]) => {
    const keys = shapeOf(unit.location).keysIn(unit.location, names) ?? new Map<string, string>();
    for (const key of keys.values()) stagedByKey.set(key, `${stagedPrefix(realPath)}${deps.newId()}`);
    return new Map([...keys].map(([name, key]) => [name, stagedByKey.get(key) ?? ""]));
  };
  try {
    await deps.unpackSet({ archive: bytes.path, placeFor }, signal);
    await deps.disk.syncFolder(parentOf(realPath));
    const keys = [...stagedByKey.keys()].sort();
    const packed = pack(unit, keys);
    const read = await hashPacked(deps, stagedAt(packed, stagedByKey), signal);
    if (read === null) throw new ForeignShape(`${what} has no file of this save.`);
    const parts = packed.members.map(({ key, path }) => toPart(path, stagedByKey.get(key) ?? "", read.files));
    await deps.disk.remove(bytes.path);
    return { ...read.hashed, rowHashes: rowHashesOf(bytes), members: keys, parts };
  } catch (error) {
    for (const path of [bytes.path, ...stagedByKey.values()]) await deps.disk.remove(path);
    if (error instanceof RefusedArchive) throw new ForeignShape(`${what}: ${error.message}`);
    throw error;
  }
}

function toPart(path: string, staged: string, files: ReadonlyMap<string, Sha256>): StagedPart {
  const sha256 = files.get(staged);
  if (sha256 === undefined) throw new Error("A file of the archive was not read with the others.");
  return { path, staged, sha256 };
}

/** The same members where they wait. */
function stagedAt(packed: Packed, stagedByKey: Map<string, string>): Packed {
  const members = packed.members.map((member) => ({ ...member, path: stagedByKey.get(member.key) ?? "" }));
  return { ...packed, members };
}
