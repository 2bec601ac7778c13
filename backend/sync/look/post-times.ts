import type { RomId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";

/** More than the second in which RomM would take two uploads for one. */
export const spacingMs = 1100;

/**
 * When each rom's slots last got a row, as far as this device knows. RomM names and upserts rows by the second: two
 * uploads of one name inside a second become one row, and the first one's bytes are gone. Before a start nothing is
 * known, so the start itself counts as a post.
 */
export interface PostTimes {
  note(romId: RomId): void;
  waitUntilFree(romId: RomId, signal: AbortSignal): Promise<void>;
}

export function createPostTimes(clock: Clock): PostTimes {
  const startedAtMs = clock.monotonic();
  const byRom = new Map<RomId, number>();
  return {
    note: (romId) => void byRom.set(romId, clock.monotonic()),
    async waitUntilFree(romId, signal) {
      const restMs = (byRom.get(romId) ?? startedAtMs) + spacingMs - clock.monotonic();
      if (restMs > 0) await clock.wait(restMs, signal);
    },
  };
}
