import type { SyncLine } from "../../contract/saves/sync.ts";
import type { HeldReason, UnitId } from "../../core/vocabulary.ts";
import type { Look } from "../look/look.ts";
import type { Work } from "../look/record.ts";

/** The alarms of one run over all units. */
export interface RunAlarms {
  looked: Set<UnitId>;
  alarming: Set<UnitId>;
  /** Seen and not acted on, until all units were looked at. */
  waiting: Map<UnitId, WaitingAlarm>;
}

export interface WaitingAlarm {
  seen: Look;
  reason: HeldReason;
}

/** How the brake is to take a look. */
export interface BrakeContext {
  /** Part of a run: alarms wait for its end. */
  alarms?: RunAlarms;
  /** The run counted it, and it goes on. */
  isCounted?: true;
  /** The player's word about this unit: a side of a conflict or of a held unit, or that it may go on. */
  answer?: "conflict" | "held" | "go-on";
}

export interface Brake {
  /** Null: carry the decision out. Otherwise nothing may be moved, and the line says why. */
  check(work: Work, seen: Look, how: BrakeContext): Promise<SyncLine | null>;
  /** After all units of a run were looked at: whether those that wait are held. */
  isHalting(alarms: RunAlarms): boolean;
  /** Another account signed in. */
  clear(): void;
}
