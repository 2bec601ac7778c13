import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type CopiesByHand, createCopiesByHand } from "../history/by-hand.ts";
import { createPrune, type RetentionDeps } from "../history/prune.ts";
import { createPruneTimes } from "../history/prune-times.ts";
import { readRetentionFacts } from "../history/retention-facts.ts";
import { createServerDate } from "../history/server-date.ts";
import { createStoredCopies } from "../history/stored/copies.ts";
import { createCopyOrder } from "../history/stored/copy-order.ts";
import type { SyncDeps } from "../sync/deps.ts";
import type { SyncEngine } from "../sync/engine.ts";

export interface CopyCare {
  byHand: CopiesByHand;
  /** The server told its date. */
  noteServerDate(atMs: number): void;
  /** One pass of retention now; it also comes by itself. */
  prune(): Promise<{ removed: number }>;
  /** After the start, and once a day. */
  watch(signal: AbortSignal): void;
}

/** Introduces retention to the store of kept copies and to what the engine knows. */
export function createCopyCare(
  runtimeFolder: string,
  deps: SyncDeps,
  engine: () => Pick<SyncEngine, "listedRows" | "runs">,
): CopyCare & { deps: SyncDeps } {
  const { disk, clock, log, store, hashFile } = deps;
  const folder = join(runtimeFolder, "history");
  const serverDate = createServerDate(clock);
  const order = createCopyOrder({ clock, onKept: () => times.soon() }, deps.keptCopies);
  const parts = { disk, clock, log, order, newId: randomUUID };
  const retention: RetentionDeps = {
    ...parts,
    stored: createStoredCopies(parts, folder),
    readFacts: (copies) =>
      readRetentionFacts(
        {
          ...{ store, clock, hashFile, isClockTrusted: serverDate.isClockTrusted },
          listedRows: (unitId) => engine().listedRows(unitId),
          cleanupLimit: () => deps.settings().autocleanupLimit,
        },
        copies,
      ),
  };
  const prune = createPrune(retention, folder);
  const times = createPruneTimes({ clock, log, isBusy: () => engine().runs().current !== null }, prune);
  return {
    // What `keep` answers for does not leave meanwhile.
    deps: { ...deps, keptCopies: order.keptCopies },
    byHand: createCopiesByHand(retention, folder),
    noteServerDate: serverDate.note,
    prune,
    watch: times.watch,
  };
}
