import type { Clock } from "../../../backend/machine/clock.ts";

/** One time for a whole world: it moves when told, and a wait is over at once and moves it. */
export interface WorldTime {
  now(): number;
  advance(ms: number): void;
  /** A machine's view of it; `skewMs` sets its wall clock off. */
  clock(skewMs?: number): Clock;
}

export function createWorldTime(startMs = Date.UTC(2026, 0, 1)): WorldTime {
  let elapsedMs = 0;
  const advance = (ms: number) => {
    elapsedMs += ms;
  };
  return {
    now: () => startMs + elapsedMs,
    advance,
    clock: (skewMs = 0) => ({
      now: () => startMs + elapsedMs + skewMs,
      monotonic: () => elapsedMs,
      wait: (ms, signal) => wait(ms, signal, advance),
    }),
  };
}

/** Short waits pass at once; long ones (polls, budgets, retries) belong to the background and end only by their signal. */
const longestInstantMs = 1500;

function wait(ms: number, signal: AbortSignal | undefined, advance: (ms: number) => void): Promise<void> {
  if (ms <= longestInstantMs) {
    advance(ms);
    return Promise.resolve();
  }
  return new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }));
}
