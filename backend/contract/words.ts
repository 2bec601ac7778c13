/** The domain's words that cross the border, for the panel: it may import only from this folder. */
export type {
  AppId,
  ConflictId,
  Outcome,
  ReasonCode,
  RomId,
  SaveDecision,
  SaveId,
  Slot,
} from "../core/vocabulary.ts";
