/** What the player can change. */
export interface Settings {
  /** At each upload RomM removes the slot's oldest saves beyond `limit` (3 to 100). */
  autocleanup: { isOn: boolean; limit: number };
  /** How long a launch may wait for its check: 100 to 60,000. */
  launchBudgetMs: number;
  playStatus: PlayStatusSettings;
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
