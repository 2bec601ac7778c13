/** What the player can change. */
export interface Settings {
  /** At each upload RomM removes the slot's oldest saves beyond `limit` (3 to 100). */
  autocleanup: { isOn: boolean; limit: number };
  /** Whether RomM is asked before a game starts. A save that changed goes up afterwards all the same. */
  gate: { isOn: boolean };
  /** How long a launch may wait for its check: 100 to 60,000. */
  launchBudgetMs: number;
  /** Which toasts the panel shows. What needs the player stands in Quick Access in any case. */
  messages: MessageSettings;
  playStatus: PlayStatusSettings;
}

export interface MessageSettings {
  /** A save went to RomM after a game. */
  saved: boolean;
  /** A newer save came before a game. */
  fetched: boolean;
  /** A choice, saves on hold, signing in again. */
  needsYou: boolean;
  /** A game started without RomM. */
  offline: boolean;
  /** What happened by itself while the player was away. */
  away: boolean;
  /** A game that is open here was played elsewhere. */
  openElsewhere: boolean;
  /** A newer save came in, and no launch waited for it. */
  fetchedLate: boolean;
}

/** How RomM's play statuses follow RetroAchievements. */
export interface PlayStatusSettings {
  /** After games and once a day, by itself; on demand it always works. */
  isOn: boolean;
  /** Overrules what the player set by hand, but never `retired` and `never_playing`. */
  raAlwaysWins: boolean;
  /** RomM reads RetroAchievements anew before each run; needs the right `me.write`, and can take minutes. */
  refreshFirst: boolean;
}

/** Nothing was changed. `settings-read-only`: a newer Savepoint wrote the file. */
export type SettingsError =
  | { kind: "not-a-setting" }
  | { kind: "settings-read-only" }
  | { kind: "disk"; detail: string };
