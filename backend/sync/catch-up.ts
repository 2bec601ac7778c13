import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { createBackOff, createSchedule } from "../work/schedule.ts";

/** Right after a start Decky may still be exchanging the plugin: nothing is touched in the first seconds. */
const afterStartMs = 3000;

/** What a run left undone, to be tried again: after 30 s, then twice as long each time, up to 30 min. */
export function createCatchUp(
  deps: { clock: Clock; log: Log },
  runAll: () => Promise<{ isAllDone: boolean }>,
) {
  const backOff = createBackOff({ firstMs: 30_000, longestMs: 30 * 60_000 });
  const runs = createSchedule(deps, {
    name: "The catch-up",
    async work() {
      const { isAllDone } = await runAll();
      if (!isAllDone) return backOff.longer();
      backOff.reset();
      return null;
    },
    afterDefect: backOff.longer,
  });
  return {
    /** Something was left undone. */
    retry: () => runs.runIn(backOff.current()),
    /** Everything is looked at once, as after every start. */
    begin: () => runs.runIn(afterStartMs),
  };
}
