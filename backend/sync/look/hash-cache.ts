import type { FileStat } from "../../machine/disk.ts";
import type { HashedFile, HashedSet } from "../../ports/hashing.ts";
import type { SyncDeps } from "../../ports/sync-deps.ts";

/** Nearer to now, stamps prove nothing: a second write inside the file system's grain (FAT's is 2 s) leaves them. */
const grainMs = 2000;

export interface HashCache extends Pick<SyncDeps, "hashFile" | "hashSet"> {
  forget(): void;
}

/**
 * Hashes of files as they were read, believed while the files' stamps stay, if these were older than the grain when the
 * bytes were read (or ahead of the clock: then a write would set them back). A kept copy is made of bytes read anew, and
 * refuses those of another hash: what a stamp hid comes out there, before anything is replaced.
 */
export function createHashCache(deps: Pick<SyncDeps, "disk" | "clock" | "hashFile" | "hashSet">): HashCache {
  const files: Memory<HashedFile> = new Map();
  const sets: Memory<HashedSet> = new Map();

  async function cached<Hashed>(
    byPaths: Memory<Hashed>,
    paths: string[],
    hash: () => Promise<Hashed | null>,
    now?: FileStat,
  ): Promise<Hashed | null> {
    const stats = now ? [now] : await Promise.all(paths.map((path) => deps.disk.stat(path)));
    const found = stats.filter((stat) => stat !== null);
    if (found.length < stats.length) return null;
    const [key, stamp] = [paths.join("\n"), found.map(toStamp).join(" ")];
    const known = byPaths.get(key);
    if (known?.stamp === stamp) return known.hashed;
    const nowMs = deps.clock.now();
    const isSettled = found
      .flatMap((stat) => [stat.modifiedAtMs, stat.changedAtMs])
      .every((atMs) => Math.abs(nowMs - atMs) > grainMs);
    const hashed = await hash();
    if (hashed !== null && isSettled) byPaths.set(key, { stamp, hashed });
    return hashed;
  }

  return {
    forget() {
      for (const memory of [files, sets]) memory.clear();
    },
    hashFile: (path, signal, now) => cached(files, [path], () => deps.hashFile(path, signal), now),
    hashSet: (members, signal) =>
      cached(
        sets,
        members.map(({ path }) => path),
        () => deps.hashSet(members, signal),
      ),
  };
}

/** By the paths that were read. */
type Memory<Hashed> = Map<string, { stamp: string; hashed: Hashed }>;

function toStamp(stat: FileStat): string {
  return [stat.device, stat.inode, stat.sizeBytes, stat.modifiedAtMs, stat.changedAtMs].join(":");
}
