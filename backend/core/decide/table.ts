import type { LocalChange, ReasonCode, RemoteChange, SaveDecision } from "../vocabulary.ts";

export interface Cell {
  decision: SaveDecision;
  reason: ReasonCode;
}

/** Rows: local since the baseline. Columns: remote since the baseline. README prints this table. */
export const decisionTable: Record<`${LocalChange}/${RemoteChange}`, Cell> = {
  "unchanged/unchanged": { decision: "keep", reason: "nothing-new" },
  "unchanged/modified": { decision: "download", reason: "newer-on-server" },
  "unchanged/gone": { decision: "keep", reason: "gone-from-server" },
  "unchanged/behind": { decision: "ask", reason: "server-went-back" },
  "modified/unchanged": { decision: "upload", reason: "played-here" },
  "modified/modified": { decision: "conflict", reason: "both-changed" },
  "modified/gone": { decision: "upload", reason: "played-here-server-empty" },
  "modified/behind": { decision: "conflict", reason: "both-changed-server-went-back" },
  "absent/unchanged": { decision: "download", reason: "restored" },
  "absent/modified": { decision: "download", reason: "restored-newer" },
  "absent/gone": { decision: "forget", reason: "gone-on-both-sides" },
  "absent/behind": { decision: "ask", reason: "absent-server-went-back" },
};
