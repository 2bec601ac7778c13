import type { Conflict } from "./conflict.ts";
import type { EmulatorChange } from "./emulator-change.ts";
import type { SyncReport } from "./sync.ts";

/** Final: when it is answered, nothing of the check writes any more. The game may start on `go` and `go-unchecked`. */
export type LaunchVerdict =
  | { kind: "go"; report: SyncReport }
  | { kind: "ask"; conflict: Conflict }
  | { kind: "go-unchecked"; reason: UncheckedReason; detail: string | null };

export type UncheckedReason =
  | "let-through"
  | "cancelled"
  | "offline"
  | "budget"
  /** The time was over while what was played here before was still on its way to RomM. */
  | "sending"
  /** A newer save was on its way, and its bytes stopped coming. */
  | "stalled"
  | "untracked"
  | "unknown-shortcut"
  | "signed-out"
  | "running"
  | "postponed"
  | "held"
  | "paused-by-server"
  | "unsupported"
  | "problem";

/**
 * How far the check before a game is. Told when a phase begins, and at least once a second while bytes come: a panel that
 * hears nothing for the launch's budget and two seconds more, or for five seconds after the last, may take the backend for
 * silent. `letLaunchThrough` is answered at once in every phase.
 */
export interface LaunchProgress {
  launchId: string;
  phase: LaunchPhase;
  /** Of the save as it travels; both 0 where nothing does. */
  doneBytes: number;
  totalBytes: number;
  /** Whose save it is that comes; null: not told, or nothing comes. */
  deviceName: string | null;
  /** Of the save that comes, from before its first byte on; absent: nothing speaks against it. */
  mayNotLoad?: EmulatorChange;
}

/**
 * `asking`: RomM is asked what is new, within the budget. `fetching`: a newer save comes, for as long as it moves.
 * `placing`: it has come whole, is checked and put in place; the verdict tells whether it is what the game reads.
 * `sending`: what stands here goes up first.
 */
export type LaunchPhase = "asking" | "fetching" | "placing" | "sending";
