/** Wall and monotonic time, and the only way to wait. */
export interface Clock {
  /** Milliseconds since 1970; may jump. */
  now(): number;
  /** Milliseconds from an arbitrary start; stands still while the machine sleeps, never goes back. */
  monotonic(): number;
  /** Ends early, without an error, when the signal fires. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's clock; its waits keep no process alive. */
export function createRealClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const done = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, ms);
        timer.unref();
        signal?.addEventListener("abort", done, { once: true });
      }),
  };
}
