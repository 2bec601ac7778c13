import type { LocalSide } from "../../core/decide/observation.ts";
import type { Packed } from "../../core/shapes/shape.ts";
import type { Unit } from "../../core/state.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import type { HashedFile } from "../../ports/hashing.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";

/** `realPath`: the place's name with links resolved; null where the location is unavailable. */
export interface LocalSight {
  local: LocalSide;
  realPath: string | null;
  /** Temporary files of the unit beside a set: of an exchange that ended, unless a mark stands. */
  leftovers?: string[];
}

export type LocalDeps = Pick<SyncDeps, "disk" | "hashFile" | "hashSet">;

/** How the files of one kind of location are looked at. Throws `FileError`, and `ChangedMeanwhile` where it is being written. */
export type Observer<Kind extends SaveLocation["kind"]> = (
  deps: LocalDeps,
  unit: Pick<Unit, "rom"> & { location: Extract<SaveLocation, { kind: Kind }> },
  signal: AbortSignal,
) => Promise<LocalSight>;

/** As they travel: one file as it is, several as their archive; null: one of them is not there. */
export async function hashPacked(
  deps: Pick<SyncDeps, "hashFile" | "hashSet">,
  { isArchive, members }: Packed,
  signal: AbortSignal,
): Promise<HashedFile | null> {
  const [first] = members;
  if (first === undefined) return null;
  return isArchive ? deps.hashSet(members, signal) : deps.hashFile(first.path, signal);
}

export function missingFolder(folder: string): LocalSight {
  return unavailable(`The folder is not there (is the card mounted?): ${folder}`);
}

export function unavailable(detail: string): LocalSight {
  return { local: { kind: "unavailable", detail }, realPath: null };
}
