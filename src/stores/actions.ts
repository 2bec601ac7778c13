/**
 * What the player started and how it stands, by a key of the caller's. Kept above the components: an action outlives the
 * panel, which Steam unmounts whenever its menu closes.
 */
export interface Actions {
  read(): ReadonlyMap<string, ActionState>;
  subscribe(listener: () => void): () => void;
  /** One at a time per key; a second start while it runs is ignored. The promise never rejects. */
  run(key: string, action: () => Promise<string | null>): Promise<void>;
  /** Forgets a trouble that the player has read. */
  clear(key: string): void;
}

/** `trouble` is text for the player. */
export type ActionState = { kind: "running" } | { kind: "trouble"; text: string };

/** An action answers null, or the text of what went wrong; what it throws is put into words by `explain`. */
export function createActions(explain: (error: unknown) => string): Actions {
  let states: ReadonlyMap<string, ActionState> = new Map();
  const listeners = new Set<() => void>();
  const put = (key: string, state: ActionState | null) => {
    const next = new Map(states);
    if (state === null) next.delete(key);
    else next.set(key, state);
    states = next;
    for (const listener of listeners) listener();
  };
  return {
    read: () => states,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    run: async (key, action) => {
      if (states.get(key)?.kind === "running") return;
      put(key, { kind: "running" });
      const trouble = await action().catch(explain);
      put(key, trouble === null ? null : { kind: "trouble", text: trouble });
    },
    clear: (key) => {
      if (states.get(key)?.kind === "trouble") put(key, null);
    },
  };
}
