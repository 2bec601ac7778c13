import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { describeDefect } from "../work/defects.ts";

const firstDelayMs = 30_000;
const longestDelayMs = 30 * 60_000;

/** Right after a start Decky may still be exchanging the plugin: nothing is touched in the first seconds. */
const afterStartMs = 3000;

/** What a run left undone, to be tried again: after 30 s, then twice as long each time, up to 30 min. */
export function createCatchUp(
  deps: { clock: Clock; log: Log },
  runAll: () => Promise<{ isAllDone: boolean }>,
) {
  let waiting: { untilMs: number; end: AbortController } | null = null;
  let delayMs = firstDelayMs;

  async function later(waitMs: number): Promise<void> {
    const untilMs = deps.clock.monotonic() + waitMs;
    if (waiting && waiting.untilMs <= untilMs) return;
    waiting?.end.abort(); // What is wanted sooner replaces what is wanted later.
    const own = { untilMs, end: new AbortController() };
    waiting = own;
    await deps.clock.wait(waitMs, own.end.signal);
    if (own.end.signal.aborted) return;
    waiting = null;
    await now();
  }

  async function now(): Promise<void> {
    const isAllDone = await orUndone();
    delayMs = isAllDone ? firstDelayMs : Math.min(delayMs * 2, longestDelayMs);
    if (!isAllDone) startIn(delayMs);
  }

  /** A defect of one run must not be the end of all of them. */
  async function orUndone(): Promise<boolean> {
    try {
      return (await runAll()).isAllDone;
    } catch (error) {
      deps.log.error("The catch-up failed.", { error: describeDefect(error) });
      return false;
    }
  }

  function startIn(waitMs: number): void {
    void later(waitMs);
  }

  return {
    /** Something was left undone. */
    retry: () => startIn(delayMs),
    /** Everything is looked at once, as after every start. */
    begin: () => startIn(afterStartMs),
  };
}
