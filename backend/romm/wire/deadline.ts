import type { Clock } from "../../machine/clock.ts";

/** The end of a call's time, joined with its caller's wish to stop. */
export interface Deadline {
  /** Fires when the time is over or the caller gave up. */
  signal: AbortSignal;
  isOver(): boolean;
  /** Something moved: the next limit counts from now. Never beyond the limit of the whole. */
  restart(limitMs: number): void;
  /** More is known: the whole may take so long from its start. */
  limitWhole(wholeMs: number): void;
  end(): void;
}

export function createDeadline(
  clock: Clock,
  limits: { firstMs: number; wholeMs: number },
  caller: AbortSignal,
): Deadline {
  const controller = new AbortController();
  const startedAtMs = clock.monotonic();
  let wholeMs = limits.wholeMs;
  let waiting = new AbortController();
  let isOver = false;

  const restart = (limitMs: number) => {
    waiting.abort();
    if (controller.signal.aborted) return;
    waiting = new AbortController();
    const { signal } = waiting;
    void clock.wait(Math.min(limitMs, startedAtMs + wholeMs - clock.monotonic()), signal).then(() => {
      if (signal.aborted) return;
      isOver = true;
      controller.abort(new Error("The time for this call is over."));
    });
  };
  restart(limits.firstMs);
  return {
    signal: AbortSignal.any([controller.signal, caller]),
    isOver: () => isOver,
    restart,
    limitWhole: (ms) => {
      wholeMs = ms;
    },
    end: () => waiting.abort(),
  };
}
