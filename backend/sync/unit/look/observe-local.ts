import type { LocalSide } from "../../../core/decide/observation.ts";
import { nameOf, parentOf } from "../../../core/paths.ts";
import { memberPath, nameOfPlace, onlyFileOf, stemOfRom } from "../../../core/places.ts";
import { stagedPrefix } from "../../../core/staged-name.ts";
import type { Unit } from "../../../core/state.ts";
import type { SaveLocation } from "../../../core/vocabulary.ts";
import { type Disk, FileError, type FileStat } from "../../../machine/disk.ts";
import { ChangedMeanwhile, type SetMember, type SyncDeps } from "../../deps.ts";

/** `realPath`: the place's name with links resolved; null where the location is unavailable. */
export interface LocalSight {
  local: LocalSide;
  realPath: string | null;
  /** Temporary files of the unit beside a set: of an exchange that ended, unless a mark stands. */
  leftovers?: string[];
}

type LocalDeps = Pick<SyncDeps, "disk" | "hashFile" | "hashSet">;

/** The unit's files now, hashed as they travel. Absent only if proven so in a folder that can be read. */
export async function observeLocal(
  deps: LocalDeps,
  unit: Pick<Unit, "location" | "rom">,
  signal: AbortSignal,
): Promise<LocalSight> {
  const { location } = unit;
  try {
    if (location.kind === "file") return await observeFile(deps, location, signal);
    return await observeSet(deps, location, stemOfRom(unit.rom), signal);
  } catch (error) {
    if (error instanceof FileError) return unavailable(error.message);
    throw error;
  }
}

/** For what is only shown: a set that is being written reads as not to be had now. */
export async function glimpseLocal(...p: Parameters<typeof observeLocal>): Promise<LocalSight> {
  try {
    return await observeLocal(...p);
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return unavailable(error.message);
    throw error;
  }
}

async function observeFile(
  deps: LocalDeps,
  location: SaveLocation & { kind: "file" },
  signal: AbortSignal,
): Promise<LocalSight> {
  const realPath = await deps.disk.realPath(location.path);
  if (realPath === null) return await observeAbsent(deps, location.path);
  const stat = await deps.disk.stat(realPath);
  if (stat === null) return unavailable("The save file vanished while it was looked at.");
  if (stat.kind !== "file") return unavailable(`Not a file: ${realPath}`);
  const hashed = await deps.hashFile(realPath, signal);
  if (hashed === null) return unavailable("The save file vanished while it was read.");
  return {
    local: { kind: "present", modifiedAtMs: stat.modifiedAtMs, members: [], ...hashed },
    realPath,
  };
}

async function observeAbsent({ disk }: LocalDeps, path: string): Promise<LocalSight> {
  const folder = await disk.realPath(parentOf(path));
  const names = folder === null ? null : await disk.list(folder);
  if (folder === null || names === null) return missingFolder(parentOf(path));
  const name = nameOf(path);
  if (names.includes(name)) return unavailable(`A link that leads nowhere: ${path}`);
  return { local: { kind: "absent" } as const, realPath: `${folder === "/" ? "" : folder}/${name}` };
}

async function observeSet(
  deps: LocalDeps,
  location: SaveLocation & { kind: "files" },
  romStem: string,
  signal: AbortSignal,
): Promise<LocalSight> {
  const { disk } = deps;
  const folder = await disk.realPath(location.folder);
  const names = folder === null ? null : await disk.list(folder);
  if (folder === null || names === null) return missingFolder(location.folder);
  const place = { ...location, folder };
  const realPath = nameOfPlace(place);
  const leftovers = names.filter((name) => name.startsWith(nameOf(stagedPrefix(realPath))));
  const present: string[] = [];
  for (const extension of place.extensions.toSorted()) {
    const isListed = names.includes(`${place.stem}${extension}`);
    // Where upper and lower case are one, a file answers to names that no listing shows.
    if (isListed || (await disk.stat(memberPath(place, extension))) !== null) present.push(extension);
  }
  if (present.length === 0) return { local: { kind: "absent" }, realPath, leftovers };
  const files = present.map((extension) => memberPath(place, extension));
  const before = await statAll(disk, files);
  if (typeof before === "string") return unavailable(before);
  const members = toMembers(files, present, romStem);
  const hashed = await hashMembers(deps, { members, extensions: present }, signal);
  const after = await statAll(disk, files);
  // Members of two moments are no save.
  if (hashed === null || JSON.stringify(after) !== JSON.stringify(before))
    throw new ChangedMeanwhile(`Written while it was read: ${realPath}`);
  const modifiedAtMs = Math.max(...before.map((stat) => stat.modifiedAtMs));
  return { local: { kind: "present", modifiedAtMs, members: present, ...hashed }, realPath, leftovers };
}

function toMembers(files: string[], extensions: string[], romStem: string): SetMember[] {
  return files.map((path, index) => ({ path, name: `${romStem}${extensions[index]}` }));
}

/** As they travel: one file as it is, several as their archive. */
export async function hashMembers(
  deps: Pick<SyncDeps, "hashFile" | "hashSet">,
  p: { members: SetMember[]; extensions: string[] },
  signal: AbortSignal,
) {
  const [first] = p.members;
  if (first === undefined) return null;
  return onlyFileOf(p.extensions) === null
    ? deps.hashSet(p.members, signal)
    : deps.hashFile(first.path, signal);
}

/** The members of a set that are there, by the place where they really stand. */
export function membersAt(unit: Pick<Unit, "rom">, place: SaveLocation, extensions: string[]): SetMember[] {
  if (place.kind === "file") return [];
  const files = extensions.map((extension) => memberPath(place, extension));
  return toMembers(files, extensions, stemOfRom(unit.rom));
}

/** A text says why the members cannot be read as a set. */
async function statAll(disk: Disk, files: string[]): Promise<FileStat[] | string> {
  const stats: FileStat[] = [];
  for (const path of files) {
    const real = await disk.realPath(path);
    if (real !== null && !isSameName(real, path)) return `A link among the files of the set: ${path}`;
    const stat = real === null ? null : await disk.stat(real);
    if (stat === null) return `Vanished while it was looked at: ${path}`;
    if (stat.kind !== "file") return `Not a file: ${path}`;
    stats.push(stat);
  }
  return stats;
}

/** A card answers to other spellings of a name than the one that it keeps. */
function isSameName(a: string, b: string): boolean {
  return a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();
}

function missingFolder(folder: string): LocalSight {
  return unavailable(`The folder is not there (is the card mounted?): ${folder}`);
}

function unavailable(detail: string): LocalSight {
  return { local: { kind: "unavailable", detail }, realPath: null };
}
