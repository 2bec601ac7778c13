import type { Clock } from "../../src/clock.ts";

/** Time that stands still until it is told to move. */
export interface FakeClock extends Clock {
  /** Runs what falls due on the way, and lets promises settle after each. */
  advance(ms: number): Promise<void>;
}

export function createFakeClock(): FakeClock {
  let nowMs = 0;
  let timers: { atMs: number; run: () => void }[] = [];
  return {
    now: () => nowMs,
    after: (delayMs, run) => {
      const timer = { atMs: nowMs + delayMs, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: async (ms) => {
      const endMs = nowMs + ms;
      await settle();
      for (let due = earliest(timers, endMs); due !== undefined; due = earliest(timers, endMs)) {
        timers = timers.filter((other) => other !== due);
        nowMs = due.atMs;
        due.run();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

function earliest(timers: { atMs: number; run: () => void }[], endMs: number) {
  return timers.filter((timer) => timer.atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
}

/** Lets every promise that can settle do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
