import { nameOf } from "../../core/paths.ts";
import { keysOf, type SetLocation } from "../../core/shapes/set.ts";
import type { Member } from "../../core/shapes/shape.ts";
import { nameOfPlace, pack } from "../../core/shapes/shapes.ts";
import { stagedPrefix } from "../../core/staged-name.ts";
import type { Disk, FileStat } from "../../machine/disk.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import { findFolder } from "./beginning.ts";
import {
  hashPacked,
  type LocalDeps,
  missingFolder,
  type ObservedLocal,
  type Observer,
  unavailable,
} from "./observed-local.ts";

/** The members that are there, of one moment. */
export async function observeSet(
  deps: LocalDeps,
  unit: Parameters<Observer<"files">>[1] & { location: SetLocation },
  signal: AbortSignal,
): Promise<ObservedLocal> {
  const { disk } = deps;
  const { location, rom } = unit;
  const folder = await findFolder(disk, unit, location.folder);
  if (folder === null) return missingFolder(location.folder);
  const names = (await disk.list(folder)) ?? [];
  const place = { ...location, folder };
  const realPath = nameOfPlace(place);
  const leftovers = names.filter((name) => name.startsWith(nameOf(stagedPrefix(realPath))));
  const present = await findPresent(disk, names, pack({ rom, location: place }, keysOf(place)).members);
  if (present.length === 0) return { local: { kind: "absent" }, realPath, files: new Map(), leftovers };
  const before = await statAll(disk, present);
  if (typeof before === "string") return unavailable(before);
  const keys = present.map(({ key }) => key);
  const read = await hashPacked(deps, pack({ rom, location: place }, keys), signal);
  const after = await statAll(disk, present);
  // Members of two moments are no save.
  if (read === null || JSON.stringify(after) !== JSON.stringify(before))
    throw new ChangedMeanwhile(`Written while it was read: ${realPath}`);
  const modifiedAtMs = Math.max(...before.map((stat) => stat.modifiedAtMs));
  const local = { kind: "present" as const, modifiedAtMs, members: keys, ...read.hashed };
  return { local, realPath, files: read.files, leftovers };
}

async function findPresent(disk: Disk, names: string[], members: Member[]): Promise<Member[]> {
  const present: Member[] = [];
  for (const member of members) {
    const isListed = names.includes(nameOf(member.path));
    // Where upper and lower case are one, a file answers to names that no listing shows.
    if (isListed || (await disk.stat(member.path)) !== null) present.push(member);
  }
  return present;
}

/** A text says why the members cannot be read as a set. */
async function statAll(disk: Disk, members: Member[]): Promise<FileStat[] | string> {
  const stats: FileStat[] = [];
  for (const { path } of members) {
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
