import type { RegistryHealth } from "../core/vocabulary.ts";
import type { Connection } from "./account.ts";
import type { Activity } from "./activity.ts";
import type { Conflict } from "./conflict.ts";
import type { RommProblem } from "./errors.ts";
import type { HeldUnit } from "./held.ts";
import type { PlayStatusOverview } from "./play-status.ts";
import type { Shortcut } from "./shortcut.ts";
import type { SyncReport, SyncRun } from "./sync.ts";

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
}

/** What the last request showed; `not-asked` right after a start. */
export type ServerReach =
  | { kind: "not-asked" }
  | { kind: "reached"; atMs: number }
  | { kind: "failed"; atMs: number; problem: RommProblem };
