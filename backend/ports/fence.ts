import type { AccountState, Unit } from "../core/state.ts";
import type { UnitId } from "../core/vocabulary.ts";

/** Says whether a unit's game runs now; `unknown` (an unreadable process table) counts as running. */
export interface Fence {
  isRunning(unit: Unit, account: AccountState): Promise<boolean>;
  /** The same within the last second: enough for whoever only reads, or asks `isRunning` again before it writes. */
  wasRunning(unit: Unit, account: AccountState): Promise<boolean>;
  /** A launch was let go: until its process has ended (or none came), nobody else writes the files that it reads. */
  isLeased(unitId: UnitId): Promise<boolean>;
}
