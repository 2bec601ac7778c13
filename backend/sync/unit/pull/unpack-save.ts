import { parentOf } from "../../../core/paths.ts";
import { memberPath, placeAt } from "../../../core/places.ts";
import { RefusedArchive } from "../../../core/refused-archive.ts";
import { stagedPrefix } from "../../../core/staged-name.ts";
import type { Unit } from "../../../core/state.ts";
import type { ContentHash, SaveLocation } from "../../../core/vocabulary.ts";
import type { StagedSave } from "../../move/staged-save.ts";
import { ForeignShape } from "../../problems.ts";
import { hashMembers, membersAt } from "../look/observe-local.ts";
import type { Work } from "../record.ts";
import type { StagedBytes } from "./stage.ts";

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
  const { unit, realPath, bytes, fileName } = arrived;
  const place = placeAt(unit.location, realPath);
  if (place.kind === "file") {
    const parts = [{ path: realPath, staged: bytes.path }];
    return { ...bytes, rowHashes: rowHashesOf(bytes), members: [], parts };
  }
  // The name tells: a plain file may end in bytes that read as an archive.
  const only = extensionIn(place.extensions, fileName);
  if (bytes.isZip && only === null) return await unpack(work, { ...arrived, place }, signal);
  return await asOnlyMember(work, { ...arrived, place }, only);
}

function rowHashesOf({ md5, contentHash }: StagedBytes): ContentHash[] {
  return [md5, contentHash].filter((hash) => hash !== null);
}

interface ArrivedSet extends Arrived {
  place: SaveLocation & { kind: "files" };
}

/** A set of which one file was there travels as that file; its extension tells which. */
async function asOnlyMember(
  { deps }: Work,
  { place, bytes, fileName, what }: ArrivedSet,
  extension: string | null,
): Promise<StagedSave> {
  if (extension === null) {
    await deps.disk.remove(bytes.path);
    throw new ForeignShape(`${what} is a file of another kind: ${fileName}`);
  }
  const part = { path: memberPath(place, extension), staged: bytes.path };
  return { ...bytes, rowHashes: rowHashesOf(bytes), members: [extension], parts: [part] };
}

async function unpack(work: Work, set: ArrivedSet, signal: AbortSignal): Promise<StagedSave> {
  const { deps } = work;
  const { unit, place, bytes, what, realPath } = set;
  const places = new Map(
    place.extensions.map((extension) => [extension, `${stagedPrefix(realPath)}${deps.newId()}`]),
  );
  const found = new Set<string>();
  const placeFor = (names: string[]) => {
    const byName = membersIn(names, place.extensions);
    for (const extension of byName?.values() ?? []) found.add(extension);
    return new Map([...(byName ?? [])].map(([name, extension]) => [name, places.get(extension) ?? ""]));
  };
  try {
    await deps.unpackSet({ archive: bytes.path, placeFor }, signal);
    await deps.disk.syncFolder(parentOf(realPath));
    const members = [...found].sort();
    const files = membersAt(unit, place, members).map((member, index) => ({
      ...member,
      path: places.get(members[index] ?? "") ?? "",
    }));
    const hashed = await hashMembers(deps, { members: files, extensions: members }, signal);
    if (hashed === null) throw new ForeignShape(`${what} has no file of this save.`);
    const parts = members.map((one, index) => ({
      path: memberPath(place, one),
      staged: files[index]?.path ?? "",
    }));
    await deps.disk.remove(bytes.path);
    return { ...hashed, rowHashes: rowHashesOf(bytes), members, parts };
  } catch (error) {
    for (const path of [bytes.path, ...places.values()]) await deps.disk.remove(path);
    if (error instanceof RefusedArchive) throw new ForeignShape(`${what}: ${error.message}`);
    throw error;
  }
}

/**
 * The files of the archive by name, each with the extension that it is here; null: they are no set of this kind. Other
 * clients name them by their own stem, and may put a folder on top.
 */
function membersIn(names: string[], extensions: string[]): Map<string, string> | null {
  const members = new Map<string, string>();
  for (const name of names) {
    const extension = extensionIn(extensions, name);
    if (extension === null || [...members.values()].includes(extension)) return null;
    members.set(name, extension);
  }
  const stems = new Set([...members].map(([name, extension]) => name.slice(0, -extension.length)));
  return stems.size === 1 ? members : null;
}

/** Emulators do not agree on upper and lower case. */
function extensionIn(extensions: string[], fileName: string): string | null {
  const fitting = extensions.filter((one) => fileName.toLowerCase().endsWith(one.toLowerCase()));
  return fitting.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
