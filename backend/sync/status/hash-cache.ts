import type { FileStat } from "../../machine/disk.ts";
import type { HashedFile, SyncDeps } from "../deps.ts";

/** Younger stamps prove nothing: a second write inside the clock's grain leaves them as they are. */
const settledMs = 2000;

/**
 * Hashes for what is only shown. Believed while the file's stamps stay and were settled when it was read; what is
 * going to be moved is always hashed anew.
 */
export function createHashCache(
  deps: Pick<SyncDeps, "disk" | "clock" | "hashFile" | "hashSet">,
): Pick<SyncDeps, "hashFile" | "hashSet"> {
  const byPaths = new Map<string, { stamp: string; hashed: HashedFile }>();

  async function cached(paths: string[], hash: () => Promise<HashedFile | null>): Promise<HashedFile | null> {
    const stats = await Promise.all(paths.map((path) => deps.disk.stat(path)));
    const found = stats.filter((stat) => stat !== null);
    if (found.length < stats.length) return null;
    const [key, stamp] = [paths.join("\n"), found.map(toStamp).join(" ")];
    const known = byPaths.get(key);
    if (known?.stamp === stamp) return known.hashed;
    const hashed = await hash();
    const youngestMs = Math.max(...found.flatMap((stat) => [stat.modifiedAtMs, stat.changedAtMs]));
    if (hashed !== null && deps.clock.now() - youngestMs > settledMs) byPaths.set(key, { stamp, hashed });
    return hashed;
  }

  return {
    hashFile: (path, signal) => cached([path], () => deps.hashFile(path, signal)),
    hashSet: (members, signal) =>
      cached(
        members.map(({ path }) => path),
        () => deps.hashSet(members, signal),
      ),
  };
}

function toStamp(stat: FileStat): string {
  return [stat.device, stat.inode, stat.sizeBytes, stat.modifiedAtMs, stat.changedAtMs].join(":");
}
