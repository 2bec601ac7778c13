import type { Clock } from "../machine/clock.ts";
import { ChangedMeanwhile } from "./problems.ts";

/** Corrections of a running wall clock are smaller; a sleep that another device could use to play is longer. */
const longestDriftMs = 5000;

/**
 * Tells whether the machine slept since a look: the wall clock went on then, while the monotonic one stood still (or
 * the wall clock was set, which looks the same). What was seen before a sleep is too old to act on.
 */
export interface SleepWatch {
  /** A new look begins. */
  begin(): void;
  hasSlept(): boolean;
  /** Throws `ChangedMeanwhile`. */
  refuseIfSlept(): void;
}

export function createSleepWatch(clock: Pick<Clock, "now" | "monotonic">): SleepWatch {
  const distance = () => clock.now() - clock.monotonic();
  let atLook = distance();
  const hasSlept = () => Math.abs(distance() - atLook) > longestDriftMs;
  return {
    begin() {
      atLook = distance();
    },
    hasSlept,
    refuseIfSlept() {
      if (!hasSlept()) return;
      throw new ChangedMeanwhile("The machine slept since its save was looked at.");
    },
  };
}
