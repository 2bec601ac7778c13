import { joinPath } from "../../core/paths.ts";
import type { Clock } from "../../machine/clock.ts";
import type { Disk } from "../../machine/disk.ts";

/** No copy is written for so long without being renamed. */
const oldMs = 24 * 3600 * 1000;

/**
 * Removes temporary files that stood there a day ago by this process's own count, whatever the date says: what a crash
 * left behind. `seenAtMs` remembers between calls.
 */
export async function removeLeftovers(
  { disk, clock }: { disk: Disk; clock: Clock },
  p: { folder: string; names: readonly string[]; seenAtMs: Map<string, number> },
): Promise<void> {
  const nowMs = clock.monotonic();
  for (const name of p.seenAtMs.keys()) if (!p.names.includes(name)) p.seenAtMs.delete(name);
  for (const name of p.names) {
    const sinceMs = p.seenAtMs.get(name) ?? nowMs;
    p.seenAtMs.set(name, sinceMs);
    if (nowMs - sinceMs > oldMs) await disk.remove(joinPath(p.folder, name));
  }
}
