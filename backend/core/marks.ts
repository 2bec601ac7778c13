import type { Body } from "./save-formats/body.ts";
import type { BaselineRow, SeenRow } from "./seen-row.ts";
import type { ContentHash, SaveId, Sha256, Slot } from "./vocabulary.ts";

/**
 * What is written down of a unit because the player may play before we come back: the one thing that is about to be
 * done to it, what may still arrive, and what is owed. `marks/survival.ts` says what each of them outlives.
 */
export interface Marks {
  /** Resolved by the next observation. Null: nothing is about to be done. */
  intent: Intent | null;
  /** Uploads that never were answered nor seen, newest last: a proxy may still deliver one, after newer ones of ours. */
  late: SentUpload[];
  owed: Owed;
}

export type Intent = PullIntent | PushIntent | SwitchIntent;

/** Bytes that were staged are about to replace the save. */
export interface PullIntent {
  kind: "pull";
  source: PullSource;
  /** Where; a link that leads elsewhere by then makes it void. */
  realPath: string;
  /** Null: a playthrough begins without a save. */
  sha256: Sha256 | null;
  sizeBytes: number;
  /** Of a set: the extensions that it has. */
  members?: string[];
  body?: Body;
  /** Null: there was no save. */
  replaced: Sha256 | null;
  stagedPath: string;
  /** Absent: one file takes another's place in one step. */
  swap?: Swap;
  /** A game started while the bytes were put in place: the next change is a conflict, never a push. */
  isRaced: boolean;
}

/** Where the bytes come from, and so what is agreed once they stand. */
export type PullSource =
  | RowSource
  /** A copy kept on this device, by its content: the player's bytes, a change on top of what was agreed. */
  | { kind: "kept-copy" }
  /** Bytes of this slot that were set aside unsent when it was left: as a kept copy. */
  | { kind: "parked"; slot: Slot }
  /** The save of another slot. */
  | SlotSource
  /** After a recovery: only what was cut short is ended, and then both sides are looked at as if for the first time. */
  | { kind: "forgotten" };

/** `parked`: what stood there unsent, in the slot that is left. */
export interface SlotSource {
  kind: "slot";
  slot: Slot;
  parked: Sha256 | null;
}

export interface RowSource {
  kind: "row";
  row: BaselineRow;
  /** What the slot held when this was decided: all of it is then known. */
  seen: Record<string, SeenRow>;
  /** Another row may be the newest. */
  isOneOfTwo?: true;
}

/** The files of a set are about to be exchanged one by one: until all new ones stand, the old ones come back. */
export interface Swap {
  parts: SwapPart[];
}

/** `before` stands at `path`, or waits at `aside`; `after` null: the incoming set does not have this member. */
export interface SwapPart {
  path: string;
  aside: string;
  staged: string | null;
  before: Sha256 | null;
  after: Sha256 | null;
  /** With all that is below it. */
  isFolder?: true;
}

/** An upload is about to leave; its answer may be lost. */
export interface PushIntent extends SentUpload {
  kind: "push";
  /** What the slot held when this was decided, where it was listed. */
  seen?: Record<string, SeenRow>;
}

export interface SentUpload {
  /** From where; a link that leads elsewhere by then makes an intent void. */
  realPath: string;
  sha256: Sha256;
  /** Of a set: the extensions that it has. */
  members?: string[];
  body?: Body;
  contentHash: ContentHash | null;
  /** Of an archive, written by earlier builds; read no more. */
  md5?: ContentHash;
  sizeBytes: number;
  parentSaveId: SaveId | null;
  sentAtMs: number;
}

/** The save of one slot is about to make room for that of another; nothing else is done to the unit meanwhile. */
export interface SwitchIntent {
  kind: "switch";
  realPath: string;
  from: Slot;
  to: Slot;
  /** Null: there was no save. */
  fromSha256: Sha256 | null;
  /** Null: the slot begins empty. */
  toSha256: Sha256 | null;
}

/** What must still be done, at any later time. */
export interface Owed {
  /** The server has not been told yet that this device holds the row. */
  confirm?: { saveId: SaveId; contentHash: ContentHash | null };
  /** RomM has not been told yet that the player follows this save, or does not. */
  tracking?: { isTracked: boolean };
  /** A look at both sides, since then; never "upload this". */
  look?: { sinceMs: number };
  /** Both saves of a conflict are kept, step by step. */
  branch?: Branch;
}

/**
 * This device's bytes get a slot of their own (`send`), the head that was shown comes down (`take`), and is published once
 * more (`publish`), so that who takes the newest row of any slot ends with it. The step is the one that is missing.
 */
export interface Branch {
  step: "send" | "take" | "publish";
  slot: Slot;
  /** Of this device's bytes, which are a kept copy. */
  sha256: Sha256;
  /** The head that goes on. */
  saveId: SaveId;
}
