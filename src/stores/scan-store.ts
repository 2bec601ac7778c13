import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Scan, ScanProgress } from "../../backend/contract/saves/scan.ts";
import { BackendError, type BackendErrorCode } from "../backend.ts";

/** A new object on every change, so that React can compare by identity. */
export interface ScanSnapshot {
  /** Null: not asked yet, or there is none. */
  scan: Scan | null;
  trouble: BackendErrorCode | null;
}

/** The run over Steam's shortcuts, above every mounted component: it goes on while the player looks elsewhere. */
export interface ScanStore {
  read(): ScanSnapshot;
  subscribe(listener: () => void): () => void;
  /** Joins the run that is under way. */
  begin(): void;
  /** Ends it and keeps what it found. */
  cancel(): void;
  /** What the event `scan` tells. */
  note(progress: ScanProgress): void;
  /** Reads it whole, if somebody looks at it: the backend may have been started anew. */
  refresh(): void;
  /** What was found is no longer looked at; a run that goes on ends. */
  forget(): void;
}

export function createScanStore({
  backend,
}: {
  backend: Pick<BackendApi, "startScan" | "cancelScan" | "getScan">;
}): ScanStore {
  const listeners = new Set<() => void>();
  let snapshot: ScanSnapshot = { scan: null, trouble: null };
  let isWanted = false;

  const show = (next: ScanSnapshot) => {
    snapshot = next;
    for (const listener of listeners) listener();
  };
  const fail = (error: unknown) =>
    show({ ...snapshot, trouble: error instanceof BackendError ? error.code : "internal" });
  const refresh = () => {
    if (!isWanted) return;
    backend.getScan({}).then((scan) => isWanted && show({ scan, trouble: null }), fail);
  };
  return {
    read: () => snapshot,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin: () => {
      isWanted = true;
      show({ scan: null, trouble: null });
      backend.startScan({}).then(refresh, fail);
    },
    cancel: () => void backend.cancelScan({}).catch(fail),
    note: (progress) => {
      const { scan } = snapshot;
      if (!isWanted || scan?.scanId !== progress.scanId) return;
      const matches = [...scan.matches, ...progress.matches];
      show({ scan: { ...scan, ...progress, matches }, trouble: null });
      // An event may have been lost; the whole can be read at any time.
      if (matches.length !== progress.done || progress.end !== null) refresh();
    },
    refresh,
    forget: () => {
      if (snapshot.scan?.end === null) backend.cancelScan({}).catch(() => {});
      isWanted = false;
      show({ scan: null, trouble: null });
    },
  };
}
