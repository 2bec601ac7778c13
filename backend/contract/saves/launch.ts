import type { Conflict } from "./conflict.ts";
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
  | "untracked"
  | "unknown-shortcut"
  | "signed-out"
  | "running"
  | "postponed"
  | "held"
  | "paused-by-server"
  | "unsupported"
  | "problem";
