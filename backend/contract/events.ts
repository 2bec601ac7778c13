import type { LaunchProgress } from "./saves/launch.ts";
import type { ScanProgress } from "./saves/scan.ts";
import type { SyncRun } from "./saves/sync.ts";

/** Hints from the backend: a lost one costs nothing, since the panel reads the overview again. */
export interface BackendEvents {
  /** Something of the overview moved. */
  changed: Record<never, never>;
  progress: SyncRun;
  /** A run over Steam's shortcuts has come further. */
  scan: ScanProgress;
  launchProgress: LaunchProgress;
  notice: Notice;
}

/** Worth a toast. */
export type Notice =
  | { kind: "saved-to-romm"; name: string }
  | { kind: "conflict"; name: string }
  /** Many saves looked lost at once and are not touched until the player answers; `name` is the first game's. */
  | { kind: "held"; name: string; count: number }
  /** Statuses were set by themselves; `name` is the first game's. */
  | { kind: "play-status"; name: string; count: number }
  /** It had been removed on RomM; its saves were not touched. */
  | { kind: "device-registered-again" }
  | { kind: "backend-restarted" };
