import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createSchedule } from "../work/schedule.ts";

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
  /** After the start and once a day by itself. */
  watch(): void;
}

/** When retention runs: never during a run of syncs, and nobody waits for it. */
export function createPruneTimes(
  deps: { clock: Clock; log: Log; isBusy: () => boolean },
  prune: () => Promise<unknown>,
): PruneTimes {
  const { clock } = deps;
  let lastAtMs: number | null = null;
  const passes = createSchedule(deps, {
    name: "Looking after kept copies",
    async work() {
      if (deps.isBusy()) return soonMs;
      lastAtMs = clock.now();
      await prune();
      return null;
    },
    afterDefect: () => null,
  });
  const soon = () => passes.runIn(soonMs);
  const days = createSchedule(deps, {
    name: "The daily look at kept copies",
    async work() {
      if (lastAtMs === null || Math.abs(clock.now() - lastAtMs) >= dayMs) soon();
      return lookEveryMs;
    },
    afterDefect: () => lookEveryMs,
  });
  return { soon, watch: () => days.runIn(firstMs) };
}
