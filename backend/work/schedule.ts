import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { describeDefect } from "./defects.ts";

/** Work that comes by itself: never twice at once, and a defect is not the end of it. */
export interface Schedule {
  /** In so long, unless it is due sooner already. While it runs, that counts from now and the next run waits for this one. */
  runIn(ms: number): void;
  /** Neither under way nor waiting. */
  isIdle(): boolean;
}

export interface Scheduled {
  /** Names it in the log. */
  name: string;
  /** Answers when it comes again; null: when it is asked for. */
  work: () => Promise<number | null>;
  /** The same after a defect. */
  afterDefect: () => number | null;
  /** It comes no more. */
  end?: AbortSignal | undefined;
}

export function createSchedule(deps: { clock: Clock; log: Log }, scheduled: Scheduled): Schedule {
  const { clock, log } = deps;
  let waiting: { untilMs: number; end: AbortController } | null = null;
  let running: Promise<void> | null = null;

  scheduled.end?.addEventListener("abort", () => waiting?.end.abort(), { once: true });

  function runIn(ms: number): void {
    if (scheduled.end?.aborted) return;
    const untilMs = clock.monotonic() + ms;
    if (waiting && waiting.untilMs <= untilMs) return;
    waiting?.end.abort(); // What is wanted sooner replaces what is wanted later.
    const own = { untilMs, end: new AbortController() };
    waiting = own;
    void waitAndRun(ms, own);
  }

  async function waitAndRun(ms: number, own: { end: AbortController }): Promise<void> {
    await clock.wait(ms, own.end.signal);
    while (running && !own.end.signal.aborted) await running;
    if (own.end.signal.aborted) return;
    waiting = null;
    running = run();
    await running;
  }

  async function run(): Promise<void> {
    const nextMs = await orDefect();
    running = null;
    if (nextMs !== null) runIn(nextMs);
  }

  async function orDefect(): Promise<number | null> {
    try {
      return await scheduled.work();
    } catch (error) {
      log.error(`${scheduled.name} failed.`, { error: describeDefect(error) });
      return scheduled.afterDefect();
    }
  }

  return { runIn, isIdle: () => waiting === null && running === null };
}

/** Waits that double from try to try, until one succeeds. */
export function createBackOff({ firstMs, longestMs }: { firstMs: number; longestMs: number }) {
  let currentMs = firstMs;
  return {
    /** As long as the next try waits, if nothing was tried meanwhile. */
    current: () => currentMs,
    longer(): number {
      currentMs = Math.min(currentMs * 2, longestMs);
      return currentMs;
    },
    reset(): void {
      currentMs = firstMs;
    },
  };
}
