import type { Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";
import type { SyncDeps } from "../sync/deps.ts";
import type { SyncEngine } from "../sync/engine.ts";
import type { Leases } from "./leases.ts";

/** What launches and exits need beside the engine. */
export interface LaunchDeps
  extends Pick<SyncDeps, "store" | "session" | "clock" | "disk" | "log" | "changed"> {
  engine: SyncEngine;
  leases: Leases;
  /** The unit's game is in the process table. */
  isSeen: (unit: Unit) => Promise<boolean>;
  /** The same within the last second, for polls. */
  wasSeen: (unit: Unit) => Promise<boolean>;
  /** Some process holds the unit's files open: slower to ask, so only where a game seems to have ended. */
  isHeldOpen: (unit: Unit) => Promise<boolean>;
  budgetMs: () => number;
  /** A push did not get through: try again later. */
  catchUp: (unitId: UnitId) => void;
}
