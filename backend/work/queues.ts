/** Work on one key happens one after the other; other keys do not wait. */
export function createKeyedQueue<Key>(): <T>(key: Key, work: () => Promise<T>) => Promise<T> {
  const tails = new Map<Key, Promise<unknown>>();
  return (key, work) => {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result.catch(() => undefined);
    tails.set(key, tail);
    void tail.then(() => tails.get(key) === tail && tails.delete(key));
    return result;
  };
}

/** Runs the work on every entry, at most `limit` at a time, and stops taking new ones when `isStopped`. */
export async function forEachLimited<T>(
  entries: readonly T[],
  p: { limit: number; isStopped: () => boolean },
  work: (entry: T) => Promise<void>,
): Promise<void> {
  const waiting = entries.values();
  const worker = async () => {
    for (const entry of waiting) {
      if (p.isStopped()) return;
      await work(entry);
    }
  };
  await Promise.all(Array.from({ length: Math.min(p.limit, entries.length) }, worker));
}
