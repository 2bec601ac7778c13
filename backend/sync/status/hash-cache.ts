import type { FileStat } from "../../machine/disk.ts";
import type { HashedFile, SyncDeps } from "../deps.ts";

/** Younger stamps prove nothing: a second write inside the clock's grain leaves them as they are. */
const settledMs = 2000;

/**
 * Hashes for what is only shown. Believed while the file's stamps stay and were settled when it was read; what is
 * going to be moved is always hashed anew.
 */
export function createHashCache(deps: Pick<SyncDeps, "disk" | "clock" | "hashFile">): SyncDeps["hashFile"] {
  const byPath = new Map<string, { stamp: string; hashed: HashedFile }>();
  return async (path, signal) => {
    const stat = await deps.disk.stat(path);
    if (stat === null) return null;
    const stamp = toStamp(stat);
    const cached = byPath.get(path);
    if (cached?.stamp === stamp) return cached.hashed;
    const hashed = await deps.hashFile(path, signal);
    const isSettled = deps.clock.now() - Math.max(stat.modifiedAtMs, stat.changedAtMs) > settledMs;
    if (hashed !== null && isSettled) byPath.set(path, { stamp, hashed });
    return hashed;
  };
}

function toStamp(stat: FileStat): string {
  return [stat.device, stat.inode, stat.sizeBytes, stat.modifiedAtMs, stat.changedAtMs].join(":");
}
