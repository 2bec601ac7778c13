import type { LocalSide } from "../../core/decide/observation.ts";
import type { Packed } from "../../core/shapes/shape.ts";
import type { Unit } from "../../core/state.ts";
import type { SaveLocation, Sha256 } from "../../core/vocabulary.ts";
import type { HashedFile } from "../../ports/hashing.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";

/** `realPath`: the place's name with links resolved; null where the location is unavailable. */
export interface ObservedLocal {
  local: LocalSide;
  realPath: string | null;
  /** What each file of the save held, by its path; the rest of the unit's files was not there. */
  files: ReadonlyMap<string, Sha256>;
  /** Temporary files of the unit beside a set: of an exchange that ended, unless a mark stands. */
  leftovers?: string[];
}

export type LocalDeps = Pick<SyncDeps, "disk" | "hashFile" | "hashSet" | "hashTree" | "placeTrouble">;

/** How the files of one kind of location are looked at. Throws `FileError`, and `ChangedMeanwhile` where it is being written. */
export type Observer<Kind extends SaveLocation["kind"]> = (
  deps: LocalDeps,
  unit: Pick<Unit, "unitId" | "rom" | "baseline" | "card"> & {
    location: Extract<SaveLocation, { kind: Kind }>;
  },
  signal: AbortSignal,
) => Promise<ObservedLocal>;

/** Files as they travel, and each by itself. */
export interface HashedPacked {
  hashed: HashedFile;
  files: ReadonlyMap<string, Sha256>;
}

/** One file travels as it is, several as their archive; null: one of them is not there. */
export async function hashPacked(
  deps: Pick<SyncDeps, "hashFile" | "hashSet" | "hashTree">,
  { isArchive, isTree, members, tops }: Packed,
  signal: AbortSignal,
): Promise<HashedPacked | null> {
  if (isTree) {
    const tree = await deps.hashTree({ members, tops: tops.map(({ path }) => path) }, signal);
    return tree && { hashed: tree.archive, files: tree.files };
  }
  const [first] = members;
  if (first === undefined) return null;
  if (!isArchive) {
    const hashed = await deps.hashFile(first.path, signal);
    return hashed && { hashed, files: new Map([[first.path, hashed.sha256]]) };
  }
  const set = await deps.hashSet(members, signal);
  return set && { hashed: set.archive, files: set.files };
}

export function missingFolder(folder: string): ObservedLocal {
  return unavailable(`The folder is not there (is the card mounted?): ${folder}`);
}

export function unavailable(detail: string): ObservedLocal {
  return { local: { kind: "unavailable", detail }, realPath: null, files: new Map() };
}
