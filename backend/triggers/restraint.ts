import type { Conditions, WaitsFor } from "../contract/conditions.ts";
import type { Clock } from "../machine/clock.ts";

const mebibyte = 1024 * 1024;

/** What goes by itself within an hour: hundreds of battery saves, and no folder of a console's. */
const mostBytes: Record<WaitsFor, number> = { "unmetered-network": 4 * mebibyte, charger: 64 * mebibyte };
const windowMs = 3_600_000;

/**
 * Law: what nobody waits for costs a metered network or a battery a known amount at most, and nothing is refused that
 * would go otherwise: it waits, and says for what.
 */
export function createRestraint({ monotonic }: Pick<Clock, "monotonic">) {
  let limits: WaitsFor[] = [];
  const spent = new Map<WaitsFor, { sinceMs: number; bytes: number }>();

  function spentOf(limit: WaitsFor) {
    const known = spent.get(limit);
    const isOver = known === undefined || monotonic() - known.sinceMs >= windowMs;
    const now = isOver ? { sinceMs: monotonic(), bytes: 0 } : known;
    spent.set(limit, now);
    return now;
  }

  function restraint(sizeBytes: number): WaitsFor | null {
    const waitsFor = limits.find((limit) => spentOf(limit).bytes + sizeBytes > mostBytes[limit]);
    if (waitsFor !== undefined) return waitsFor;
    for (const limit of limits) spentOf(limit).bytes += sizeBytes;
    return null;
  }

  return {
    restraint,
    /** Answers whether what waited may go now. */
    change(conditions: Conditions): boolean {
      const before = limits;
      limits = limitsIn(conditions);
      const over = before.filter((limit) => !limits.includes(limit));
      for (const limit of over) spent.delete(limit);
      return over.length > 0;
    },
  };
}

function limitsIn({ isOnBattery, isMetered }: Conditions): WaitsFor[] {
  const named: [boolean, WaitsFor][] = [
    [isMetered, "unmetered-network"],
    [isOnBattery, "charger"],
  ];
  return named.flatMap(([holds, limit]) => (holds ? [limit] : []));
}
