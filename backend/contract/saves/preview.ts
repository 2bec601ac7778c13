import type { Slot } from "../../core/vocabulary.ts";
import type { DiskProblem, RommProblem } from "../errors.ts";
import type { Conflict } from "./conflict.ts";
import type { RegisterError } from "./shortcut.ts";
import type { SyncLine, SyncReport } from "./sync.ts";

/** What registering some shortcuts would lead to, save by save; nothing is written anywhere for it. */
export interface BindingsPreview extends SyncReport {
  lines: PreviewLine[];
}

/**
 * Of one save: shortcuts that would share it are one line. `sizeBytes` is what would move; with the `problem` `too-large`,
 * it is more than RomM is known to take.
 */
export interface PreviewLine extends SyncLine {
  would: Would;
  /** Why the registry would not take it; null: it would. */
  refusal: RegisterError | null;
  /** The sides as a conflict shows them. */
  local: Conflict["local"];
  remote: Conflict["remote"];
  /** Saves of the rom outside of the slot, newest first. */
  otherSlots: OtherSlot[];
}

/**
 * `differs`: both sides have a save, and the player chooses; `same`: equal already; `nothing`: no save anywhere;
 * `unknown`: only fetching RomM's save tells whether it is this one; `not-now`: nothing moves, and `reason` says why.
 */
export type Would =
  | "upload"
  | "download"
  | "same"
  | "differs"
  | "nothing"
  | "unknown"
  | "not-now"
  | "refused";

export interface OtherSlot {
  /** Null: the saves of no slot. */
  slot: Slot | null;
  count: number;
  /** Of the newest. */
  updatedAtMs: number;
  sizeBytes: number;
  /** Null: not told by the server. */
  deviceName: string | null;
}

export type PreviewError = { kind: "signed-out" } | DiskProblem | RommProblem;
