/** RomM's Redis: keys that end by themselves. What stands here is in no backup of the database. */
export interface Redis {
  set(key: string, value: string, seconds: number): void;
  /** Null: there is none, or it has ended. */
  get(key: string): string | null;
  /** Reads and removes at once: of two that ask, one gets it. */
  take(key: string): string | null;
  remove(key: string): void;
  /** Whole seconds until the key ends; 0: there is none. */
  secondsLeft(key: string): number;
  /** Counts one more and answers the sum; `restarts`: each count begins the window anew. */
  count(key: string, window: { seconds: number; restarts: boolean }): number;
  /** A copy of its own. */
  copy(): Redis;
}

interface Entry {
  value: string;
  endsAtMs: number;
}

export function createRedis(clock: () => number, entries = new Map<string, Entry>()): Redis {
  const find = (key: string) => {
    const entry = entries.get(key);
    return entry !== undefined && entry.endsAtMs > clock() ? entry : null;
  };
  const set = (key: string, value: string, seconds: number) =>
    void entries.set(key, { value, endsAtMs: clock() + seconds * 1000 });
  return {
    set,
    get: (key) => find(key)?.value ?? null,
    take(key) {
      const value = find(key)?.value ?? null;
      entries.delete(key);
      return value;
    },
    remove: (key) => void entries.delete(key),
    secondsLeft: (key) => Math.ceil(Math.max(0, (find(key)?.endsAtMs ?? 0) - clock()) / 1000),
    count(key, { seconds, restarts }) {
      const entry = find(key);
      const sum = Number(entry?.value ?? "0") + 1;
      if (entry === null || restarts) set(key, String(sum), seconds);
      else entry.value = String(sum);
      return sum;
    },
    copy: () => createRedis(clock, structuredClone(entries)),
  };
}
