import type { EmulatorChange } from "./saves/emulator-change.ts";
import type { LaunchProgress } from "./saves/launch.ts";
import type { NewerElsewhere } from "./saves/newer-elsewhere.ts";
import type { ScanProgress } from "./saves/scan.ts";
import type { SyncRun } from "./saves/sync.ts";

/** Hints from the backend: a lost one costs nothing, since the panel reads the overview again. */
export interface BackendEvents {
  /** Something that is shown moved; the overview tells a little of each part. */
  changed: { parts: ChangedPart[] };
  progress: SyncRun;
  /** A run over Steam's shortcuts has come further. */
  scan: ScanProgress;
  launchProgress: LaunchProgress;
  notice: Notice;
}

/**
 * `connection`: who is signed in, and whether RomM answers; `registry`: where the list of games came from; `saves`:
 * shortcuts, their statuses, open choices and what is held (`listShortcuts`, `listConflicts`, `listHeld`); `runs`:
 * `getReport`; `activity`: `listActivity`; the others as their calls are named.
 */
export type ChangedPart =
  | "connection"
  | "registry"
  | "saves"
  | "runs"
  | "activity"
  | "play-status"
  | "settings"
  | "devices";

/** Worth a toast. */
export type Notice =
  | { kind: "saved-to-romm"; name: string }
  | { kind: "conflict"; name: string }
  /** A newer save is about to be fetched that this emulator may not load; told before it replaces anything, once. */
  | ({ kind: "may-not-load"; name: string } & EmulatorChange)
  /** RomM has a newer save in another slot, or in none; told once. `save` is the first game's. */
  | { kind: "newer-elsewhere"; name: string; count: number; save: NewerElsewhere }
  /** Many saves looked lost at once and are not touched until the player answers; `name` is the first game's. */
  | { kind: "held"; name: string; count: number }
  /** After the player was away: how many saves went up, came, and ask. Of one game alone it is told as what it is. */
  | { kind: "away-summary"; saved: number; fetched: number; needsYou: number }
  /** A newer save came, and no launch waited for it: by itself, or at the end of a game that wrote nothing. */
  | { kind: "fetched-late"; name: string }
  /** The game is open here, and was played elsewhere since it was started. */
  | { kind: "open-elsewhere"; name: string }
  /** Statuses were set by themselves; `name` is the first game's. */
  | { kind: "play-status"; name: string; count: number }
  /** It had been removed on RomM; its saves were not touched. */
  | { kind: "device-registered-again" }
  | { kind: "backend-restarted" };
