import type { SaveRow } from "../save-row.ts";
import type { Baseline, SeenRow, SentMark } from "../state.ts";
import type { ContentHash, DeviceId, SaveId, Sha256 } from "../vocabulary.ts";

/** The facts about one unit at one moment: the whole input of a decision. */
export interface Observation {
  isTracked: boolean;
  local: LocalSide;
  /** Null also where the unit's real path is no longer the baseline's. */
  baseline: Baseline | null;
  /** All rows of the slot when both sides last agreed. */
  seen: Record<string, SeenRow>;
  remote: RemoteSide;
  /** Uploads of ours that were never answered: a row that one of them makes is older than what came after it. */
  late?: readonly SentMark[];
  ownDeviceId: DeviceId;
  /** Another account brought the file to what it is: its bytes are not this account's to send. */
  isWrittenByOther: boolean;
  /** A game started while a download was put in place; its exit must not be pushed silently. */
  isRaced: boolean;
  trust: HashTrust;
}

export type LocalSide =
  | { kind: "absent" }
  /** Not readable, not mounted, not a plain file: nothing is known, nothing is moved. */
  | { kind: "unavailable"; detail: string }
  | PresentLocal;

export interface PresentLocal {
  kind: "present";
  sha256: Sha256;
  /** Null: RomM reads these bytes as a zip that it cannot hash. */
  contentHash: ContentHash | null;
  isZip: boolean;
  sizeBytes: number;
  /** Every byte 0x00 or 0xFF, or none at all: what a first boot writes. */
  isBlank: boolean;
  /** Of a set: the extensions that are there. */
  members: string[];
  modifiedAtMs: number;
}

/** `assumed`: not asked; the server's 409 will say if something moved since the baseline. */
export type RemoteSide = { kind: "assumed" } | { kind: "listed"; slotRows: SaveRow[]; otherRows: SaveRow[] };

export interface HashTrust {
  /** Since 4.9 RomM hashes the entries of a zip (before: its bytes), and hashes anew what is changed in place. */
  zipHashes: boolean;
  /** Rows whose bytes were fetched and hashed here; null: they are no save of this unit's kind. */
  proven: ReadonlyMap<SaveId, Sha256 | null>;
  /** Their hashes by RomM's rule, computed here; null: a zip, which older servers hash in another way. */
  provenHashes?: ReadonlyMap<SaveId, ContentHash | null>;
}
