/** The domain's words that cross the border, for the panel: it may import only from this folder. */
export type {
  AppId,
  ConflictId,
  HeldReason,
  MatchEvidence,
  Outcome,
  ReasonCode,
  RomId,
  SaveDecision,
  SaveId,
  Slot,
  UnitId,
} from "../core/vocabulary.ts";
