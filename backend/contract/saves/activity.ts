import type { AppId, ReasonCode, RomId, SaveDecision, SaveId, Sha256 } from "../../core/vocabulary.ts";

/** One line of the log on this device: what was done, by whose word, why, what came of it, and whether it can be undone. */
export interface Activity {
  id: string;
  atMs: number;
  appIds: AppId[];
  /** Null: about several games at once. */
  romId: RomId | null;
  name: string;
  decision: SaveDecision;
  reason: ReasonCode;
  /** What the player did; null: Savepoint did it by itself. */
  act: Act | null;
  /** The player's answer to a conflict, if this line carries one out. */
  choice: "keep-local" | "take-remote" | "keep-both" | null;
  outcome: "done" | "asks" | "failed";
  /** Bytes of this device before and after; null where there were none. */
  localBefore: Sha256 | null;
  localAfter: Sha256 | null;
  saveId: SaveId | null;
  sizeBytes: number;
  detail: string | null;
  /** The device whose save came or went; null: this one, or nobody told. */
  deviceName: string | null;
  /** The version that it led to, as `listVersions` has it; null: to none. */
  versionId: string | null;
  /** The same thing happened so often, and last at `lastAtMs`. */
  times: number;
  lastAtMs: number;
  /** Set on a line that is one of many done by one press: the id of the line that stands for all of them. */
  batchId: string | null;
  /** Of a line that stands for many: how many. */
  batchSize: number | null;
  /** The line that this one took back; null: none. */
  undoes: string | null;
  /** The player called it right (`confirmChoice`). */
  isConfirmed: boolean;
  undo: UndoState;
}

/** What a player can do that changes what is played. */
export type Act =
  | "choice"
  | "held"
  | "restore"
  | "playthrough"
  | "sync-on"
  | "sync-off"
  | "added"
  | "removed"
  | "other-rom"
  | "other-place";

export type UndoState =
  /** `isPlayedSince`: what was played since stays as a version, and the panel says so first. */
  { kind: "can"; isPlayedSince: boolean } | { kind: "cannot"; why: WhyNoUndo };

export type WhyNoUndo =
  /** It was taken back already; that line can be undone in its turn. */
  | "undone"
  /** It changed nothing of what is played. */
  | "nothing-changed"
  /** Neither this device nor RomM has the bytes any more. */
  | "bytes-gone"
  /** The game is not registered any more. */
  | "removed"
  /** Another playthrough, or another of RomM's games, is played since: go back there first. */
  | "other-playthrough"
  /** It was done by another account. */
  | "other-account";
