import type { ProvenRow } from "../../../core/decide/observation.ts";
import { parentOf } from "../../../core/paths.ts";
import { memberPath, placeAt } from "../../../core/places.ts";
import { RefusedArchive } from "../../../core/refused-archive.ts";
import type { SaveRow } from "../../../core/save-row.ts";
import type { ContentHash, SaveLocation } from "../../../core/vocabulary.ts";
import type { HashedFile } from "../../deps.ts";
import { ForeignShape } from "../../problems.ts";
import type { Sighting } from "../look/observe.ts";
import { hashMembers, membersAt } from "../look/observe-local.ts";
import type { Work } from "../record.ts";
import { type Staged, stage, stagedPrefix } from "./stage.ts";

/** A row as it will stand here: every file beside its place, hashed as this unit's own would be. */
export interface StagedSave extends HashedFile {
  /** What the row's own hash would be, by the rule of any RomM. */
  rowHashes: ContentHash[];
  members: string[];
  parts: StagedPart[];
}

export interface StagedPart {
  /** Where it will stand. */
  path: string;
  staged: string;
}

/** Fetches a row and, for a set, unpacks it. Throws `ForeignShape` where it is no save of this unit's kind. */
export async function stageSave(
  work: Work,
  { unit }: Pick<Sighting, "unit">,
  p: { realPath: string; row: SaveRow },
  signal: AbortSignal,
): Promise<StagedSave> {
  const staged = await stage(work, p.realPath, p.row, signal);
  const place = placeAt(unit.location, p.realPath);
  if (place.kind === "file") {
    const parts = [{ path: p.realPath, staged: staged.path }];
    return { ...staged, rowHashes: rowHashesOf(staged), members: [], parts };
  }
  const set = { unit, place, row: p.row, realPath: p.realPath };
  // The name tells: a plain file may end in bytes that read as an archive.
  const only = extensionIn(place.extensions, p.row.fileName);
  if (staged.isZip && only === null) return await unpack(work, set, staged, signal);
  return await asOnlyMember(work, set, staged, only);
}

/** Leaves nothing beside the save. */
export async function removeStaged({ deps }: Work, { parts }: StagedSave): Promise<void> {
  for (const { staged } of parts) await deps.disk.remove(staged);
}

/** Fetches a row only to learn its hashes: for rows whose content hash tells nothing. */
export async function proveRow(
  work: Work,
  seen: Pick<Sighting, "unit">,
  p: { realPath: string; row: SaveRow },
  signal: AbortSignal,
): Promise<ProvenRow> {
  const staged = await stageSave(work, seen, p, signal);
  await removeStaged(work, staged);
  return { sha256: staged.sha256, contentHashes: staged.rowHashes };
}

function rowHashesOf({ md5, contentHash }: Staged): ContentHash[] {
  return [md5, contentHash].filter((hash) => hash !== null);
}

interface SetStage extends Pick<Sighting, "unit"> {
  place: SaveLocation & { kind: "files" };
  row: SaveRow;
  realPath: string;
}

/** A set of which one file was there travels as that file; its extension tells which. */
async function asOnlyMember(
  { deps }: Work,
  { place, row }: SetStage,
  staged: Staged,
  extension: string | null,
): Promise<StagedSave> {
  if (extension === null) {
    await deps.disk.remove(staged.path);
    throw new ForeignShape(`Save ${row.id} is a file of another kind: ${row.fileName}`);
  }
  const part = { path: memberPath(place, extension), staged: staged.path };
  return { ...staged, rowHashes: rowHashesOf(staged), members: [extension], parts: [part] };
}

async function unpack(work: Work, set: SetStage, archive: Staged, signal: AbortSignal): Promise<StagedSave> {
  const { deps } = work;
  const { unit, place, row, realPath } = set;
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
    await deps.unpackSet({ archive: archive.path, placeFor }, signal);
    await deps.disk.syncFolder(parentOf(realPath));
    const members = [...found].sort();
    const files = membersAt(unit, place, members).map((member, index) => ({
      ...member,
      path: places.get(members[index] ?? "") ?? "",
    }));
    const hashed = await hashMembers(deps, { members: files, extensions: members }, signal);
    if (hashed === null) throw new ForeignShape(`Save ${row.id} has no file of this save.`);
    const parts = members.map((one, index) => ({
      path: memberPath(place, one),
      staged: files[index]?.path ?? "",
    }));
    await deps.disk.remove(archive.path);
    return { ...hashed, rowHashes: rowHashesOf(archive), members, parts };
  } catch (error) {
    for (const path of [archive.path, ...places.values()]) await deps.disk.remove(path);
    if (error instanceof RefusedArchive) throw new ForeignShape(`Save ${row.id}: ${error.message}`);
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
