/**
 * One costly look for all who want it at the same time. Law: no answer is older than its question, so whoever asks
 * while a look is under way shares the next one.
 */
export function shareRuns<T>(look: () => Promise<T>): () => Promise<T> {
  let current: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | null = null;
  const begin = async (): Promise<T> => {
    await current.catch(() => {
      // Told to those who asked for it.
    });
    next = null;
    const run = look();
    current = run;
    return await run;
  };
  return () => {
    next ??= begin();
    return next;
  };
}
