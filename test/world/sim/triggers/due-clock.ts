import type { Clock } from "../../../../backend/machine/clock.ts";

/** Who waits by it is woken by the story, and not by time itself: then nothing happens behind it. */
export interface DueClock extends Clock {
  /** Until somebody is due; infinite where nobody waits. */
  dueInMs(): number;
  /** Work that may take more than a turn, such as an archive's: it has ended when `wakeNext` answers. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Wakes who has waited longest beyond his time, and lets him get to his next wait; false: nobody is due. */
  wakeNext(): Promise<boolean>;
}

export function createDueClock(clock: Pick<Clock, "now" | "monotonic">): DueClock {
  let underWay = 0;
  const waiting = new Set<{ untilMs: number; end: () => void }>();
  return {
    ...clock,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const end = () => {
          waiting.delete(entry);
          resolve();
        };
        const entry = { untilMs: clock.monotonic() + ms, end };
        waiting.add(entry);
        signal?.addEventListener("abort", end, { once: true });
      }),
    dueInMs: () =>
      [...waiting].reduce((least, { untilMs }) => Math.min(least, untilMs), Number.POSITIVE_INFINITY) -
      clock.monotonic(),
    async during(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
      }
    },
    async wakeNext() {
      const due = [...waiting].filter(({ untilMs }) => untilMs <= clock.monotonic());
      const first = due.reduce((one, other) => (other.untilMs < one.untilMs ? other : one), due[0] ?? nobody);
      if (first === nobody) return false;
      first.end();
      do await aTurn();
      while (underWay > 0);
      return true;
    },
  };
}

const nobody = { untilMs: 0, end: () => {} };

/** In memory most of what follows from something is done in the same turn. */
const aTurn = () => new Promise((resolve) => setImmediate(resolve));
