import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createSchedule } from "../work/schedule.ts";

/** Not in the first minutes: saves come first. */
const firstLookMs = 5 * 60_000;
/** A sleeping Deck's timers stand still, so the wall clock is looked at now and then. */
const lookEveryMs = 30 * 60_000;
const dayMs = 24 * 60 * 60_000;

export interface DailyDeps {
  clock: Clock;
  log: Log;
  settings: () => { isOn: boolean };
  /** Null: never; undefined: nobody is signed in. */
  lastRunAtMs: () => number | null | undefined;
}

/** Runs when the last run that got to its end is a day old; after a failure it is due again at the next look. */
export function watchDaily(deps: DailyDeps, run: () => void, end?: AbortSignal): void {
  const looks = createSchedule(deps, {
    name: "The daily look at play statuses",
    async work() {
      if (isDue(deps)) run();
      return lookEveryMs;
    },
    afterDefect: () => lookEveryMs,
    end,
  });
  looks.runIn(firstLookMs);
}

/** A time that lies ahead was written under another clock, and tells nothing. */
function isDue({ clock, settings, lastRunAtMs }: DailyDeps): boolean {
  const lastMs = lastRunAtMs();
  if (!settings().isOn || lastMs === undefined) return false;
  const ageMs = clock.now() - (lastMs ?? Number.NEGATIVE_INFINITY);
  return ageMs < 0 || ageMs >= dayMs;
}
