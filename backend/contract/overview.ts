import type { RegistryHealth } from "../core/vocabulary.ts";
import type { Connection } from "./account.ts";
import type { RommProblem } from "./errors.ts";
import type { OtherInstallation } from "./other-installation.ts";
import type { PlayStatusOverview } from "./play-status.ts";
import type { Activity } from "./saves/activity.ts";
import type { Conflict } from "./saves/conflict.ts";
import type { HeldUnit } from "./saves/held.ts";
import type { Shortcut } from "./saves/shortcut.ts";
import type { SyncReport, SyncRun } from "./saves/sync.ts";

export type { RegistryHealth } from "../core/vocabulary.ts";

/** Both ends ship in one zip; a panel that Steam still holds from before an update sees another number. */
export type ContractVersion = 1;

export interface Overview {
  contractVersion: ContractVersion;
  connection: { kind: "signed-out" } | ({ kind: "connected"; server: ServerReach } & Connection);
  registry: RegistryHealth;
  shortcuts: Shortcut[];
  conflicts: Conflict[];
  held: HeldUnit[];
  /** The newest few, newest first. */
  activity: Activity[];
  runs: { current: SyncRun | null; last: SyncReport | null };
  playStatus: PlayStatusOverview;
  /** What the disk does not give: named here, while the rest is shown and works. */
  unreadable: UnreadablePart[];
  /** Offered while this installation knows nothing; null: there is none. */
  elsewhere: OtherInstallation | null;
}

/** Of one part nothing is known: never that it is empty. `detail` is for the log and for people who help. */
export interface UnreadablePart {
  part: PartOfOurs;
  detail: string;
}

/** `credentials`: who is signed in; `servers`: the ways to servers; `history`: kept copies; the rest as in the overview. */
export type PartOfOurs =
  | "settings"
  | "credentials"
  | "servers"
  | "history"
  | "snapshots"
  | "activity"
  | "shortcuts"
  | "conflicts"
  | "held";

/** What the last request showed; `not-asked` right after a start. */
export type ServerReach =
  | { kind: "not-asked" }
  | { kind: "reached"; atMs: number }
  | { kind: "failed"; atMs: number; problem: RommProblem };
