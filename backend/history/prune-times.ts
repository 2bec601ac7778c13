import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";

/** After a copy was kept, its transfer comes first. */
const soonMs = 60_000;
/** After a start, every save is looked at first. */
const firstMs = 5 * 60_000;
/** A sleeping Deck's timers stand still, so the clock is looked at now and then. */
const lookEveryMs = 30 * 60_000;
const dayMs = 24 * 3600 * 1000;

export interface PruneTimes {
  /** A copy was kept: a pass follows when nothing is under way. Answers at once. */
  soon(): void;
  /** After the start and once a day by itself, until the signal fires. */
  watch(signal: AbortSignal): void;
}

/** When retention runs: never during a run of syncs, and nobody waits for it. */
export function createPruneTimes(
  { clock, log, isBusy }: { clock: Clock; log: Log; isBusy: () => boolean },
  prune: () => Promise<unknown>,
): PruneTimes {
  let isWaiting = false;
  let lastAtMs: number | null = null;

  async function runWhenIdle(): Promise<void> {
    do await clock.wait(soonMs);
    while (isBusy());
    isWaiting = false;
    lastAtMs = clock.now();
    await prune();
  }

  function soon(): void {
    if (isWaiting) return;
    isWaiting = true;
    runWhenIdle().catch((error) => log.error("Kept copies were not looked after.", { error: String(error) }));
  }

  return {
    soon,
    watch(signal) {
      void (async () => {
        for (let waitMs = firstMs; !signal.aborted; waitMs = lookEveryMs) {
          await clock.wait(waitMs, signal);
          const isDue = lastAtMs === null || Math.abs(clock.now() - lastAtMs) >= dayMs;
          if (!signal.aborted && isDue) soon();
        }
      })();
    },
  };
}
