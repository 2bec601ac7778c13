import type { Clock } from "../../../backend/machine/clock.ts";

/** Short waits pass at once and move the time; long ones (polls, budgets, retries) end when told. */
const longestInstantMs = 1500;

/** One time for a whole world. */
export interface WorldTime {
  now(): number;
  /** Moves the clocks; who waits goes on waiting, so that nothing happens behind a test. */
  advance(ms: number): void;
  /** Moves the clocks, and ends the long waits that are over by then. */
  elapse(ms: number): void;
  /** A machine's view of it; `skewMs` sets its wall clock off. */
  clock(skewMs?: number): Clock;
}

export function createWorldTime(startMs = Date.UTC(2026, 0, 1)): WorldTime {
  let elapsedMs = 0;
  const waiting = new Set<{ untilMs: number; end: () => void }>();
  const advance = (ms: number) => {
    elapsedMs += ms;
  };
  const wait = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (ms <= longestInstantMs) return Promise.resolve(advance(ms));
    return new Promise((resolve) => {
      const entry = { untilMs: elapsedMs + ms, end: () => end() };
      const end = () => {
        waiting.delete(entry);
        resolve();
      };
      waiting.add(entry);
      signal?.addEventListener("abort", end, { once: true });
    });
  };
  return {
    now: () => startMs + elapsedMs,
    advance,
    elapse(ms) {
      advance(ms);
      for (const one of [...waiting]) if (one.untilMs <= elapsedMs) one.end();
    },
    clock: (skewMs = 0) => ({
      now: () => startMs + elapsedMs + skewMs,
      monotonic: () => elapsedMs,
      wait,
    }),
  };
}
