import type { PlayStatus, PlayStatusReason, RomId } from "../core/vocabulary.ts";
import type { RommProblem } from "./errors.ts";
import type { PlayStatusSettings } from "./settings.ts";

export type { PlayStatus, PlayStatusReason } from "../core/vocabulary.ts";

/** What a run found and did. A run that ended early tells why in `problem`; what it did until then stands. */
export interface PlayStatusReport extends PlayStatusOutcome {
  /** One per rom that RetroAchievements tells progress of. */
  lines: PlayStatusLine[];
}

interface PlayStatusOutcome {
  startedAtMs: number;
  finishedAtMs: number;
  isDryRun: boolean;
  isCancelled: boolean;
  refresh: AwardRefresh;
  source: AwardSource;
  problem: PlayStatusError | null;
}

/** Whether RomM was asked to read RetroAchievements anew, and what it said. */
export type AwardRefresh =
  | { kind: "not-asked" }
  | { kind: "done" }
  | { kind: "failed"; problem: RommProblem };

/** What RomM has from RetroAchievements. */
export interface AwardSource {
  /** False: no RetroAchievements name is set in RomM's profile. */
  hasName: boolean;
  /** The newest achievement that RomM knows of, as far as it tells how old its copy is. */
  newestEarnedAtMs: number | null;
  /** Games whose entry could not be read. */
  unreadable: number;
}

export interface PlayStatusLine {
  romId: RomId;
  name: string;
  platformName: string;
  /** RetroAchievements' word; null: started, no award. */
  award: string | null;
  /** Achievements; null: not told. */
  earned: number | null;
  possible: number | null;
  /** RomM's word before the run; null: none was set. */
  status: string | null;
  reason: PlayStatusReason;
  /** What was or is to be written; null: the status stays. */
  write: PlayStatus | null;
  /** `not-reached`: the run ended before this game. */
  outcome: "kept" | "planned" | "done" | "failed" | "not-reached";
  problem: RommProblem | null;
}

export type PlayStatusError =
  | RommProblem
  | { kind: "signed-out" }
  | { kind: "state-read-only" }
  | { kind: "disk"; detail: string }
  /** This RomM does not tell awards. */
  | { kind: "too-old"; serverVersion: string; needed: string };

/** What the panel's first page shows. */
export interface PlayStatusOverview {
  settings: PlayStatusSettings;
  /** What the run under way does; null: none is. */
  step: PlayStatusStep | null;
  /** When a run last got to its end, over restarts; null: never. */
  lastRunAtMs: number | null;
  /** Of the last run that changed something, the first few. */
  lastChanges: PlayStatusChange[];
  /** The last run since the start. */
  last: PlayStatusSummary | null;
}

export type PlayStatusStep = "refreshing" | "reading" | "writing";

export interface PlayStatusChange {
  romId: RomId;
  name: string;
  from: string | null;
  to: PlayStatus;
  atMs: number;
}

/** A report without its lines. */
export interface PlayStatusSummary extends PlayStatusOutcome {
  counts: { games: number; changed: number; failed: number; byHand: number };
}
