import type { SyncRun } from "./sync.ts";

/** Hints from the backend: a lost one costs nothing, since the panel reads the overview again. */
export interface BackendEvents {
  /** Something of the overview moved. */
  changed: Record<never, never>;
  progress: SyncRun;
  notice: Notice;
}

/** Worth a toast. */
export type Notice =
  | { kind: "saved-to-romm"; name: string }
  | { kind: "conflict"; name: string }
  | { kind: "backend-restarted" };
