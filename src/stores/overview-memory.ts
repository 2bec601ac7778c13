import { createStore, get, set } from "idb-keyval";
import * as v from "valibot";
import type { Overview } from "../../backend/contract/overview.ts";
import { contractVersion } from "../backend.ts";

export interface KeptOverview {
  overview: Overview;
  asOfMs: number;
}

/** The last overview, over restarts of Steam: the panel never opens blank. Losing it costs nothing. */
export interface OverviewMemory {
  /** Null: nothing kept, or by a panel of another contract. */
  load(): Promise<KeptOverview | null>;
  /** Only the newest is written; a failure is not told. */
  keep(kept: KeptOverview): void;
}

/** In IndexedDB; a database of our own, since all plugins share one origin. */
export function createOverviewMemory(): OverviewMemory {
  const store = createStore("savepoint", "panel");
  const key = `overview-${contractVersion}`;
  let waiting: KeptOverview | null = null;
  let isWriting = false;

  const write = async () => {
    isWriting = true;
    for (let next = waiting; next !== null; next = waiting) {
      waiting = null;
      await set(key, next, store).catch(() => {});
    }
    isWriting = false;
  };
  return {
    load: async () => {
      const kept = v.safeParse(Kept, await get<unknown>(key, store));
      return kept.success ? kept.output : null;
    },
    keep: (kept) => {
      waiting = kept;
      if (!isWriting) write();
    },
  };
}

/** The panel wrote it itself; what must be checked is that it was a panel of this contract. */
const Kept = v.object({
  overview: v.custom<Overview>(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      Reflect.get(value, "contractVersion") === contractVersion,
  ),
  asOfMs: v.number(),
});
