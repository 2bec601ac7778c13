import type { AppId, RegistryHealth } from "../core/vocabulary.ts";
import type { Connection } from "./account.ts";
import type { RommProblem } from "./errors.ts";
import type { OtherInstallation } from "./other-installation.ts";
import type { PlayStatusOverview } from "./play-status.ts";
import type { ActHints } from "./saves/game-detail.ts";
import type { Need } from "./saves/need.ts";
import type { Shortcut, SyncStatus } from "./saves/shortcut.ts";
import type { ReportSummary, SyncRun } from "./saves/sync.ts";

export type { RegistryHealth } from "../core/vocabulary.ts";

/** Both ends ship in one zip; a panel that Steam still holds from before an update sees another number. */
export type ContractVersion = 2;

/**
 * What the panel's first page shows, from what is known: it asks neither the network nor the disk, and stays below 20 kB
 * whatever the registry holds. What a page lists is a call of its own.
 */
export interface Overview extends ActHints {
  contractVersion: ContractVersion;
  connection: { kind: "signed-out" } | ({ kind: "connected"; server: ServerReach } & Connection);
  registry: RegistryHealth;
  /** Shortcuts whose launches are checked: those that are followed. Steam knows their names. */
  gated: AppId[];
  /** How many shortcuts stand how. */
  counts: Record<SyncStatus["kind"], number>;
  needsYou: NeedsYou;
  /** How many saves the brake holds (`listHeld`). */
  heldCount: number;
  /** The game that runs; of several, one. */
  playing: Shortcut | null;
  /** At most five that need nobody: what moves next, then what agreed last. */
  recent: Shortcut[];
  /** `last`: over all saves, as counts; its lines come from `getReport`. */
  runs: { current: SyncRun | null; last: ReportSummary | null };
  playStatus: PlayStatusOverview;
  /** What the disk does not give: named here, while the rest is shown and works. */
  unreadable: UnreadablePart[];
  /** Offered while this installation knows nothing; null: there is none. */
  elsewhere: OtherInstallation | null;
}

/** What only the player can settle, except what the brake holds. */
export interface NeedsYou {
  /** All of it, choices that were put off among them. */
  count: number;
  /** Choices between two saves that were not put off. */
  choices: number;
  /** Saves that cannot be reached, or did not work. */
  looks: number;
  /** At most three: choices first, those that were put off last. */
  first: Need[];
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
