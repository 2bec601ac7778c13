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
  let dueAtMs = Number.POSITIVE_INFINITY;
  let wakesAtMs = Number.POSITIVE_INFINITY;

  const sleep = async (): Promise<void> => {
    waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    wakesAtMs = dueAtMs;
    await clock.wait(Math.max(0, dueAtMs - clock.monotonic()), signal);
    if (signal.aborted) return;
    if (clock.monotonic() < dueAtMs) return await sleep();
    isOver = true;
    controller.abort(new Error("The time for this call is over."));
  };
  // Each chunk of a transfer comes by here: the timer stays, and looks when it wakes whether something moved since.
  const restart = (limitMs: number) => {
    if (controller.signal.aborted) return;
    dueAtMs = Math.min(clock.monotonic() + limitMs, startedAtMs + wholeMs);
    if (dueAtMs < wakesAtMs) void sleep();
  };
  restart(limits.firstMs);
  return {
    signal: AbortSignal.any([controller.signal, caller]),
    isOver: () => isOver,
    restart,
    limitWhole: (ms) => {
      wholeMs = ms;
    },
    end() {
      wakesAtMs = Number.NEGATIVE_INFINITY;
      waiting.abort();
    },
  };
}
