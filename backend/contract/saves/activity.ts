import type { AppId, ReasonCode, RomId, SaveDecision, SaveId, Sha256 } from "../../core/vocabulary.ts";

/** One line of the log on this device: what was decided, why, and what came of it. */
export interface Activity {
  id: string;
  atMs: number;
  appIds: AppId[];
  romId: RomId;
  name: string;
  decision: SaveDecision;
  reason: ReasonCode;
  /** The player's answer to a conflict, if this line carries one out. */
  choice: "keep-local" | "take-remote" | null;
  outcome: "done" | "asks" | "failed";
  /** Bytes of this device before and after; null where there were none. */
  localBefore: Sha256 | null;
  localAfter: Sha256 | null;
  saveId: SaveId | null;
  sizeBytes: number;
  detail: string | null;
}
