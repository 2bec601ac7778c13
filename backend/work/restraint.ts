import type { WaitsFor } from "../contract/conditions.ts";
import type { UnitId } from "../core/vocabulary.ts";

/**
 * Asked before a save of so many bytes is moved that neither a game nor the player waits for: what it must wait for.
 * Null: it may go, and is counted.
 */
export type Restraint = (sizeBytes: number, unitId: UnitId) => WaitsFor | null;
