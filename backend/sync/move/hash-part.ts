import { joinPath } from "../../core/paths.ts";
import type { Sha256 } from "../../core/vocabulary.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";
import { ChangedMeanwhile } from "../../work/problems.ts";
import { walkFolder } from "../../work/walk-folder.ts";

/** What stands at a path that is exchanged as one: a file, or a folder with all that is below it. */
export interface HashedPart {
  sha256: Sha256;
  /** Of a folder: there is no file in it, or none with anything written in it. */
  isBlank: boolean;
}

/** Null: nothing does. */
export async function hashPart(
  { disk, hashFile, hashTree }: Pick<SyncDeps, "disk" | "hashFile" | "hashTree">,
  path: string,
  signal: AbortSignal,
): Promise<HashedPart | null> {
  const stat = await disk.stat(path);
  if (stat === null) return null;
  if (stat.kind === "file") return await hashFile(path, signal);
  const walk = await walkFolder(disk, path);
  if (walk === null || walk.trouble !== null)
    throw new ChangedMeanwhile(walk?.trouble ?? `Neither a file nor a folder: ${path}`);
  const members = [...walk.files, ...walk.emptyFolders].map((below) => {
    const name = below === "" ? "/" : below;
    return { key: name, name, path: joinPath(path, below) };
  });
  const hashed = await hashTree({ members, tops: [path] }, signal);
  if (hashed === null) throw new ChangedMeanwhile(`Written while it was read: ${path}`);
  return { sha256: hashed.files.get(path) ?? hashed.archive.sha256, isBlank: hashed.archive.isBlank };
}
