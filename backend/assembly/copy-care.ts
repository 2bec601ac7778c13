import { randomUUID } from "node:crypto";
import type { AccountId } from "../core/vocabulary.ts";
import { type CopiesByHand, createCopiesByHand } from "../history/by-hand.ts";
import { createPrune, type RetentionDeps } from "../history/prune.ts";
import { createPruneTimes } from "../history/prune-times.ts";
import { type FactDeps, listAgain, readRetentionFacts } from "../history/retention-facts.ts";
import type { ServerDate } from "../history/server-date.ts";
import { createStoredCopies } from "../history/stored/copies.ts";
import type { CopyOrder } from "../history/stored/copy-order.ts";
import { relabelAccount } from "../history/stored/relabel.ts";
import { createVersions } from "../history/versions.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { Told } from "../work/told.ts";

export interface CopyCare {
  byHand: CopiesByHand;
  versions: ReturnType<typeof createVersions>;
  /** One pass of retention now; it also comes by itself. */
  prune(): Promise<{ removed: number }>;
  /** After the start, and once a day. */
  watch(): void;
  /** The copies of an account follow it to its new name. */
  relabel(names: { from: AccountId; to: AccountId }): Promise<void>;
}

interface CopyCareParts {
  /** Where the kept copies lie. */
  folder: string;
  deps: SyncDeps;
  order: CopyOrder;
  /** A copy was kept. */
  kept: Told<void>;
  serverDate: ServerDate;
  engine: Pick<SyncEngine, "listedRows" | "runs" | "versions">;
}

/** Introduces retention to the store of kept copies and to what the engine knows. */
export function createCopyCare({ folder, deps, order, kept, serverDate, engine }: CopyCareParts): CopyCare {
  const { disk, clock, log, store, hashFile } = deps;
  const parts = { disk, clock, log, order, newId: randomUUID };
  const facts: FactDeps = {
    ...{ store, clock, hashFile, isClockTrusted: serverDate.isClockTrusted },
    listedRows: engine.listedRows,
    listRows: engine.versions.rowsOf,
    cleanupLimit: () => deps.settings().autocleanupLimit,
  };
  const retention: RetentionDeps = {
    ...parts,
    stored: createStoredCopies(parts, folder),
    readFacts: (copies, p) => readRetentionFacts(facts, copies, p),
    listAgain: (keys) => listAgain(facts, keys),
  };
  const prune = createPrune(retention, folder);
  const times = createPruneTimes({ clock, log, isBusy: () => engine.runs().current !== null }, prune);
  kept.on(times.soon);
  return {
    byHand: createCopiesByHand(retention, folder),
    versions: createVersions({ ...deps, retention, folder, engine: toVersionsEngine(engine) }),
    ...{ prune, watch: times.watch },
    relabel: (names) => relabelAccount(retention, names),
  };
}

type PlayedVersion = "accountId" | "unitId" | "slot" | "content" | "isAnew";

function toVersionsEngine({ versions }: Pick<SyncEngine, "versions">) {
  return {
    ...versions,
    play: (p: Pick<Parameters<typeof versions.play>[0], PlayedVersion>) =>
      versions.play({ ...p, act: "restore", undoes: null, batchId: null }),
  };
}
