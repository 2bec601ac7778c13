import type { BrakeCount } from "../../core/decide/brake.ts";
import type { UnitId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";

const windowMs = 60 * 60_000;

interface Seen {
  lookedAtMs: number;
  alarmedAtMs: number | null;
  /** What alarmed was carried out: a later look that finds all well does not undo that it happened. */
  isActedOn: boolean;
}

/** The units that were looked at in the last hour, each counted once, launch checks included. */
export interface BrakeWindow {
  note(unitId: UnitId, isAlarming: boolean): void;
  actOn(unitId: UnitId): void;
  /** The player answered: what was seen before counts no more. */
  forget(unitId: UnitId): void;
  count(): BrakeCount;
  clear(): void;
}

export function createBrakeWindow(clock: Clock): BrakeWindow {
  const seen = new Map<UnitId, Seen>();
  return {
    note(unitId, isAlarming) {
      const before = seen.get(unitId);
      const nowMs = clock.monotonic();
      const alarmedAtMs = isAlarming ? nowMs : before?.isActedOn ? before.alarmedAtMs : null;
      const isActedOn = !isAlarming && before?.isActedOn === true;
      seen.set(unitId, { lookedAtMs: nowMs, alarmedAtMs, isActedOn });
    },
    actOn(unitId) {
      const before = seen.get(unitId);
      if (before) seen.set(unitId, { ...before, isActedOn: true });
    },
    forget: (unitId) => void seen.delete(unitId),
    count() {
      const sinceMs = clock.monotonic() - windowMs;
      for (const [unitId, { lookedAtMs }] of seen) if (lookedAtMs < sinceMs) seen.delete(unitId);
      // "Never" is no time: the clock begins near zero, so that in its first hour `sinceMs` lies below it.
      const alarming = [...seen.values()].filter(
        ({ alarmedAtMs }) => alarmedAtMs !== null && alarmedAtMs >= sinceMs,
      );
      return { looked: seen.size, alarming: alarming.length };
    },
    clear: () => seen.clear(),
  };
}
