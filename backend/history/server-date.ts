import type { Clock } from "../machine/clock.ts";

const dayMs = 24 * 3600 * 1000;

export interface ServerDate {
  /** As an answer told it, milliseconds since 1970. */
  note(atMs: number): void;
  /** False also while no server was asked yet. */
  isClockTrusted(): boolean;
  /** How far this device's clock is ahead; null: no server was asked yet. */
  offsetMs(): number | null;
}

/**
 * Whether this device's date can be believed: it agrees, give or take a day, with the server's last one. A date that
 * jumps after the answer is noticed too, for the monotonic clock does not jump; a long sleep ends the trust likewise.
 */
export function createServerDate(clock: Pick<Clock, "now" | "monotonic">): ServerDate {
  let last: { serverMs: number; monotonicMs: number } | null = null;
  function offsetMs(): number | null {
    if (last === null) return null;
    return clock.now() - (last.serverMs + clock.monotonic() - last.monotonicMs);
  }

  return {
    note(atMs) {
      last = { serverMs: atMs, monotonicMs: clock.monotonic() };
    },
    isClockTrusted() {
      const offset = offsetMs();
      return offset !== null && Math.abs(offset) < dayMs;
    },
    offsetMs,
  };
}
