import type { SyncLine } from "../../contract/saves/sync.ts";
import type { AccountId, UnitId } from "../../core/vocabulary.ts";
import type { ActiveUnits } from "../../work/active-units.ts";
import type { Gate } from "../../work/gate.ts";
import type { Purpose } from "../look/record.ts";

/**
 * The unit's turn, in the account as it is then. Null: by then the unit is gone, or somebody else is signed in. Throws
 * `Aborted`; any other defect becomes the unit's line.
 */
export type InTurn = (whose: WhoseUnit, work: UnitTask) => Promise<SyncLine | null>;

export type UnitTask = (active: ActiveUnits) => Promise<SyncLine | null>;

export interface WhoseUnit {
  unitId: UnitId;
  gate: Gate;
  /** For the log. */
  purpose: Purpose;
  accountId?: AccountId | undefined;
}
