import type { AppId, ReasonCode, RomId, SaveDecision, SaveId, Slot } from "../../core/vocabulary.ts";
import type { WaitsFor } from "../conditions.ts";
import type { DiskProblem, RommProblem } from "../errors.ts";
import type { WhyNoUndo } from "./activity.ts";
import type { Conflict } from "./conflict.ts";
import type { NewerElsewhere } from "./newer-elsewhere.ts";

export interface SyncReport {
  startedAtMs: number;
  finishedAtMs: number;
  isDryRun: boolean;
  isCancelled: boolean;
  lines: SyncLine[];
}

/** A report without its lines. */
export interface ReportSummary extends Omit<SyncReport, "lines"> {
  /** Of units; `held` are those that the brake holds. */
  counts: Record<"all" | "sent" | "fetched" | "asking" | "held" | "failed", number>;
}

/** What one unit's observation led to. `failed` and `refused` changed nothing that the player had. */
export interface SyncLine {
  appIds: AppId[];
  /** This and the slot are null where an answer was about no save that is registered. */
  romId: RomId | null;
  name: string;
  slot: Slot | null;
  decision: SaveDecision;
  reason: ReasonCode;
  outcome: "done" | "asks" | "planned" | "skipped" | "failed";
  direction: "up" | "down" | null;
  sizeBytes: number;
  saveId: SaveId | null;
  durationMs: number;
  problem: SyncError | null;
  /** Skipped for now: it is too much to go by itself. */
  waitsFor?: WaitsFor;
  /** Found by this look for the first time. */
  newerElsewhere?: NewerElsewhere;
}

export type SyncError =
  | RommProblem
  | { kind: "signed-out" }
  | { kind: "state-read-only" }
  | { kind: "unknown-shortcut"; appId: AppId }
  | { kind: "running" }
  /** A launch was let go, and its game is still to come; without one, after two minutes, all is as before. */
  | { kind: "starting" }
  | { kind: "location-unavailable"; detail: string }
  | DiskProblem
  | { kind: "changed-meanwhile" }
  | { kind: "foreign-shape"; detail: string }
  /** Several games keep their saves there: it is never replaced as the save of one of them. */
  | { kind: "unsupported"; detail: string }
  | { kind: "not-settled"; detail: string }
  | { kind: "stale"; conflict: Conflict | null }
  /** The chosen side has no save. */
  | { kind: "nothing-there" }
  /** Neither this device nor RomM has this version (any more). */
  | { kind: "unknown-version" }
  | { kind: "bytes-gone" }
  /** It is of this playthrough, and another one is played now. */
  | { kind: "other-playthrough"; slot: Slot }
  /** There is a playthrough of this name already. */
  | { kind: "slot-taken"; slot: Slot }
  | { kind: "unknown-slot"; slot: Slot }
  | { kind: "unknown-activity" }
  | { kind: "cannot-undo"; why: WhyNoUndo }
  /** A defect of Savepoint, at this save alone; the log has its stack. */
  | { kind: "internal" };

/** A run outlives its caller; its progress and last report stand here. */
export interface SyncRun {
  startedAtMs: number;
  unitsDone: number;
  unitsTotal: number;
  /** The shortcut that is being looked at. */
  name: string | null;
}
