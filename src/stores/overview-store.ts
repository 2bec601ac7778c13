import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Overview } from "../../backend/contract/overview.ts";
import type { SyncRun } from "../../backend/contract/saves/sync.ts";
import { BackendError, type BackendErrorCode, contractVersion } from "../backend.ts";
import type { Clock } from "../clock.ts";
import type { KeptOverview, OverviewMemory } from "./overview-memory.ts";

/** What the panel draws. A new object on every change, so that React can compare by identity. */
export interface OverviewSnapshot {
  overview: Overview | null;
  /** When the overview was true; null: never read. */
  asOfMs: number | null;
  /** False: from memory, or the backend has not answered since. */
  isFresh: boolean;
  trouble: BackendTrouble | null;
  /** When the bridge last said that it started the backend anew. */
  restartedAtMs: number | null;
}

/**
 * `other-version`: Steam still holds a panel from before an update. `retired`: Decky has taken the plugin out or loaded it
 * anew, and keeps this page open until the player leaves it.
 */
export type BackendTrouble = BackendErrorCode | "other-version" | "retired";

/** The one owner of the overview, above every mounted component: Steam unmounts the panel whenever the menu closes. */
export interface OverviewStore {
  read(): OverviewSnapshot;
  subscribe(listener: () => void): () => void;
  /** Asks the backend, at most one request at a time; a call meanwhile leads to one more afterwards. */
  refresh(): void;
  noteProgress(run: SyncRun): void;
  noteRestart(): void;
  /** Shows what memory holds until the backend answers; the answered function ends all timers, and nothing is true any more. */
  start(): () => void;
}

const retryDelaysMs = [1_000, 2_000, 5_000, 10_000, 20_000];

export function createOverviewStore(deps: {
  backend: Pick<BackendApi, "getOverview">;
  memory: OverviewMemory;
  clock: Clock;
}): OverviewStore {
  const { backend, memory, clock } = deps;
  const listeners = new Set<() => void>();
  let snapshot: OverviewSnapshot = {
    overview: null,
    asOfMs: null,
    isFresh: false,
    trouble: null,
    restartedAtMs: null,
  };
  let isRunning = false;
  let isAsking = false;
  let isAskedAgain = false;
  let failures = 0;
  let stopRetry = () => {};

  const show = (change: Partial<OverviewSnapshot>) => {
    snapshot = { ...snapshot, ...change };
    for (const listener of listeners) listener();
  };
  const accept = (overview: Overview) => {
    failures = 0;
    if (overview.contractVersion !== contractVersion)
      return show({ trouble: "other-version", isFresh: false });
    const asOfMs = clock.now();
    show({ overview, asOfMs, isFresh: true, trouble: null });
    memory.keep({ overview, asOfMs });
  };
  const fail = (error: unknown) => {
    show({ isFresh: false, trouble: error instanceof BackendError ? error.code : "internal" });
    const delayMs = retryDelaysMs[Math.min(failures, retryDelaysMs.length - 1)] ?? 0;
    failures += 1;
    stopRetry = clock.after(delayMs, refresh);
  };
  const refresh = () => {
    if (!isRunning) return;
    if (isAsking) {
      isAskedAgain = true;
      return;
    }
    stopRetry();
    isAsking = true;
    isAskedAgain = false;
    const ifRunning =
      <T>(next: (answer: T) => void) =>
      (answer: T) => {
        isAsking = false;
        if (isRunning) next(answer);
        if (isAskedAgain && snapshot.trouble === null) refresh();
      };
    backend.getOverview({}).then(ifRunning(accept), ifRunning(fail));
  };
  const showKept = (kept: KeptOverview | null) => {
    if (isRunning && kept !== null && snapshot.overview === null) show(kept);
  };

  return {
    read: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    noteProgress: (run) => {
      const { overview } = snapshot;
      if (overview !== null) show({ overview: { ...overview, runs: { ...overview.runs, current: run } } });
    },
    noteRestart: () => {
      show({ restartedAtMs: clock.now() });
      refresh();
    },
    start: () => {
      isRunning = true;
      memory.load().then(showKept, () => {});
      refresh();
      return () => {
        isRunning = false;
        stopRetry();
        show({ overview: null, isFresh: false, trouble: "retired" });
      };
    },
  };
}
