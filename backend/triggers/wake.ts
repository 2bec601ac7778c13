import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createSchedule } from "../work/schedule.ts";
import { createSleepWatch } from "../work/sleep-watch.ts";

/** A look at two clocks: it costs nothing, and nothing tells a plugin's backend that the Deck woke. */
const everyMs = 5000;

/** Tells when the machine slept (or its clock was set, which looks the same), within seconds of its wake. */
export function watchForWake(deps: { clock: Clock; log: Log }, woke: () => void): void {
  const sleep = createSleepWatch(deps.clock);
  const ticks = createSchedule(deps, {
    name: "Looking for a wake",
    async work() {
      if (sleep.hasSlept()) {
        sleep.begin();
        woke();
      }
      return everyMs;
    },
    afterDefect: () => everyMs,
  });
  sleep.begin();
  ticks.runIn(everyMs);
}
