import type { Clock } from "../clock.ts";

/**
 * A list of the backend's that pages show. It is asked for while one of them is open, and again when the backend says
 * that it moved; what was known last stays until then.
 */
export interface ListStore<Row> {
  /** Null: never read. */
  read(): Row[] | null;
  subscribe(listener: () => void): () => void;
  /** It moved, or the backend is another one. */
  noteChange(): void;
}

/** A run changes saves many times a second, and a list of a thousand takes its time. */
const restMs = 500;
const retryMs = 2_000;

export function createListStore<Row>(clock: Clock, ask: () => Promise<Row[]>): ListStore<Row> {
  const listeners = new Set<() => void>();
  let rows: Row[] | null = null;
  let isStale = true;
  let step: "idle" | "asking" | "resting" = "idle";
  let stopRest = () => {};

  const rest = (forMs: number) => {
    step = "resting";
    stopRest = clock.after(forMs, askIfShown);
  };
  const take = (answer: Row[]) => {
    rows = answer;
    rest(restMs);
    for (const listener of listeners) listener();
  };
  const fail = () => {
    isStale = true;
    rest(retryMs);
  };
  const askIfShown = () => {
    step = "idle";
    if (!isStale || listeners.size === 0) return;
    step = "asking";
    isStale = false;
    ask().then(take, fail);
  };

  return {
    read: () => rows,
    subscribe: (listener) => {
      listeners.add(listener);
      // While nobody looked, nothing was asked again.
      if (listeners.size === 1) isStale = true;
      if (step === "idle") askIfShown();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || step !== "resting") return;
        stopRest();
        step = "idle";
      };
    },
    noteChange: () => {
      isStale = true;
      if (step === "idle") askIfShown();
    },
  };
}
