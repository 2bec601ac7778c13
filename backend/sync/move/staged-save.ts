import type { ContentHash, Sha256 } from "../../core/vocabulary.ts";
import type { HashedFile } from "../../ports/hashing.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";

/** A save as it will stand here: every file beside its place, hashed as this unit's own would be. */
export interface StagedSave extends HashedFile {
  /** What the hash of a row with these bytes would be, by the rule of any RomM. */
  rowHashes: ContentHash[];
  /** Of a set: the extensions that it has; of a folder's files their paths. */
  members: string[];
  parts: StagedPart[];
}

/** A file, or a folder with all that is in it. */
export interface StagedPart {
  /** Where it will stand. */
  path: string;
  staged: string;
  sha256: Sha256;
  isFolder: boolean;
}

/** Leaves nothing beside the save. */
export async function removeStaged(
  { deps }: { deps: Pick<SyncDeps, "disk"> },
  { parts }: StagedSave,
): Promise<void> {
  for (const { staged } of parts) await deps.disk.removeTree(staged);
}
