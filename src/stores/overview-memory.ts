import { createStore, get, set } from "idb-keyval";
import type { Overview } from "../../backend/contract/overview.ts";
import { contractVersion } from "../backend.ts";
import { isLike, isNumber, type Shape } from "../shape.ts";

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
      const kept = await get<unknown>(key, store);
      return isKept(kept) ? kept : null;
    },
    keep: (kept) => {
      waiting = kept;
      if (!isWriting) write();
    },
  };
}

/** The panel wrote it itself; what must be checked is that it was a panel of this contract. */
const isOurs: Shape<Overview> = (value): value is Overview =>
  Reflect.get(Object(value), "contractVersion") === contractVersion;
const isKept = isLike({ overview: isOurs, asOfMs: isNumber });
