import type { Conflict } from "../contract/saves/conflict.ts";
import type { LaunchProgress } from "../contract/saves/launch.ts";
import type { SyncLine } from "../contract/saves/sync.ts";
import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { Gate } from "../work/gate.ts";
import type { TransferWatch } from "../work/transfer-watch.ts";
import type { Leases } from "./leases.ts";

/** What a launch and an exit ask of the engine. */
export interface LaunchEngine {
  /** Null: unregistered meanwhile. Throws `Aborted` when the gate was closed. */
  syncUnit(unitId: UnitId, how: EngineSync): Promise<SyncLine | null>;
  /** The question that the unit's last look opened; null: none. */
  conflictOf(unitId: UnitId): Conflict | null;
}

export interface EngineSync {
  purpose: "launch" | "exit" | "open";
  gate: Gate;
  watch?: TransferWatch;
}

/** What launches and exits need beside the engine. */
export interface LaunchDeps
  extends Pick<SyncDeps, "store" | "session" | "clock" | "disk" | "log" | "changed"> {
  engine: LaunchEngine;
  leases: Leases;
  /** The unit's game is in the process table. */
  isSeen: (unit: Unit) => Promise<boolean>;
  /** The same within the last second, for polls. */
  wasSeen: (unit: Unit) => Promise<boolean>;
  /** Some process holds the unit's files open: slower to ask, so only where a game seems to have ended. */
  isHeldOpen: (unit: Unit) => Promise<boolean>;
  budgetMs: () => number;
  launchProgressed: (progress: LaunchProgress) => void;
  /** A push did not get through: try again later. */
  catchUp: (unitId: UnitId) => void;
  /** A game starts of which nobody knows whether RomM has something newer: look while it may still be started anew. */
  lookLate: (unitId: UnitId) => void;
}
