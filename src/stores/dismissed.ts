/** Newer saves of which the player said "not now", until Steam starts again. Kept above the components, as all that he said. */
export interface Dismissed {
  read(): ReadonlySet<number>;
  subscribe(listener: () => void): () => void;
  add(saveId: number): void;
}

export function createDismissed(): Dismissed {
  let all: ReadonlySet<number> = new Set();
  const listeners = new Set<() => void>();
  return {
    read: () => all,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (saveId) => {
      all = new Set([...all, saveId]);
      for (const listener of listeners) listener();
    },
  };
}
