import type { AwardSource } from "../contract/play-status.ts";
import type { PlayStatusSettings } from "../contract/settings.ts";
import type { GameProgress, RomWithStatus } from "../core/play-status/plan.ts";
import type { StateStore } from "../core/state-store.ts";
import type { AccountId, PlayStatus, RomId, UserId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";

/** Everything that a run over the play statuses touches. */
export interface PlayStatusDeps {
  store: StateStore;
  session: () => PlayStatusSession | null;
  settings: () => PlayStatusSettings;
  clock: Clock;
  log: Log;
  /** Null: a RomM of this version tells awards; otherwise the first version that does. */
  neededVersion: (serverVersion: string) => string | null;
  /** Something the panel shows has moved. */
  changed: () => void;
  notice: (notice: PlayStatusNotice) => void;
}

export interface PlayStatusSession {
  accountId: AccountId;
  playStatus: PlayStatusServer;
}

/** What a run asks of RomM. Every call throws `RommError`. */
export interface PlayStatusServer {
  /** RomM's own version word. */
  readVersion(signal: AbortSignal): Promise<string>;
  /** RomM reads RetroAchievements anew, as far as it changed: minutes. Needs the right `me.write`. */
  refreshAwards(p: { userId: UserId }, signal: AbortSignal): Promise<void>;
  fetchAwards(signal: AbortSignal): Promise<AwardSource & { progress: GameProgress[] }>;
  /** All roms of these games, several of one game included. */
  listRoms(p: { raIds: ReadonlySet<number> }, signal: AbortSignal): Promise<RomWithStatus[]>;
  /** Fails unless RomM shows the new status afterwards. */
  setStatus(p: { romId: RomId; status: PlayStatus }, signal: AbortSignal): Promise<void>;
}

/** A run by itself changed statuses; `name` is the first game's. */
export interface PlayStatusNotice {
  kind: "play-status";
  name: string;
  count: number;
}
