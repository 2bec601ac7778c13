import type { ChangedPart } from "../contract/events.ts";
import type { PlayStatusSettings } from "../contract/settings.ts";
import type { AccountId } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import type { PlayStatusServer } from "../ports/play-status-server.ts";
import type { StateStore } from "../ports/state-store.ts";
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
  changed: (part: ChangedPart) => void;
  notice: (notice: PlayStatusNotice) => void;
}

export interface PlayStatusSession {
  accountId: AccountId;
  playStatus: PlayStatusServer;
}

/** A run by itself changed statuses; `name` is the first game's. */
export interface PlayStatusNotice {
  kind: "play-status";
  name: string;
  count: number;
}
