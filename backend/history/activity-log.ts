import type { Activity } from "../contract/saves/activity.ts";
import type { AppId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { ActivityEntry, ActivityLog } from "../ports/activity-log.ts";

interface ActivityDeps {
  disk: Disk;
  clock: Clock;
  newId: () => string;
}

/** At this size the log becomes `.old`, and the `.old` before it goes. */
const rotateAtBytes = 1024 * 1024;

export interface ReadableActivityLog extends ActivityLog {
  /** Newest first. A line cut by a crash is left out. */
  list(p: { limit: number; appId?: AppId }): Promise<Activity[]>;
}

/** JSON lines that are only ever appended to, at most two files of 1 MiB. The same failure over and over is one line. */
export function createActivityLog(deps: ActivityDeps, path: string): ReadableActivityLog {
  let tail: Promise<unknown> = Promise.resolve();
  /** By save: why it failed last, as long as nothing else happened to it. */
  const lastFailures = new Map<string, string | null>();

  async function write(entry: ActivityEntry): Promise<void> {
    const save = JSON.stringify([entry.romId, entry.name, entry.appIds]);
    const failure = entry.outcome === "failed" ? JSON.stringify([entry.choice, entry.detail]) : null;
    if (failure !== null && lastFailures.get(save) === failure) return;
    const activity: Activity = { id: deps.newId(), atMs: Math.round(deps.clock.now()), ...entry };
    const size = (await deps.disk.stat(path))?.sizeBytes ?? 0;
    if (size > rotateAtBytes) await deps.disk.rename(path, `${path}.old`);
    // The leading line end closes a line that a crash has cut.
    await deps.disk.append(path, new TextEncoder().encode(`\n${JSON.stringify(activity)}`));
    lastFailures.set(save, failure);
  }

  return {
    append(entry) {
      const written = tail.then(() => write(entry));
      tail = written.catch(() => undefined);
      return written;
    },

    async list({ limit, appId }) {
      const newest = await readLines(deps.disk, path);
      const older =
        newest.length >= limit && appId === undefined ? [] : await readLines(deps.disk, `${path}.old`);
      const all = [...older, ...newest].reverse();
      return all.filter((activity) => appId === undefined || activity.appIds.includes(appId)).slice(0, limit);
    },
  };
}

async function readLines(disk: Disk, path: string): Promise<Activity[]> {
  const bytes = await disk.read(path);
  if (bytes === null) return [];
  return new TextDecoder().decode(bytes).split("\n").flatMap(decodeLine);
}

function decodeLine(line: string): Activity[] {
  if (line === "") return [];
  try {
    const value: unknown = JSON.parse(line);
    return isActivity(value) ? [value] : [];
  } catch {
    return [];
  }
}

/** Written by this log alone; the fields that readers rely on are checked, in case the file was edited. */
function isActivity(value: unknown): value is Activity {
  if (typeof value !== "object" || value === null) return false;
  const { id, atMs, appIds, decision, reason } = value as Partial<Activity>;
  const hasTexts = [id, decision, reason].every((text) => typeof text === "string");
  return hasTexts && typeof atMs === "number" && Array.isArray(appIds);
}
