import type { SentUpload } from "../marks.ts";
import type { Body } from "../save-formats/body.ts";
import type { SaveRow } from "../save-row.ts";
import type { SeenRow } from "../seen-row.ts";
import type { Baseline } from "../state.ts";
import type { ContentHash, DeviceId, SaveId, Sha256 } from "../vocabulary.ts";

/** The facts about one unit at one moment: the whole input of a decision. */
export interface Observation {
  isTracked: boolean;
  local: LocalSide;
  /** Null also where the unit's place, slot or rom is no longer the baseline's. */
  baseline: Baseline | null;
  /** All rows of the slot when both sides last agreed. */
  seen: Record<string, SeenRow>;
  remote: RemoteSide;
  /** Uploads of ours that were never answered: a row that one of them makes is older than what came after it. */
  late?: readonly SentUpload[];
  ownDeviceId: DeviceId;
  /** Another account brought the file to what it is: its bytes are not this account's to send. */
  isWrittenByOther: boolean;
  /** A game started while a download was put in place; its exit must not be pushed silently. */
  isRaced: boolean;
  proven: ProvenRows;
  /** Sizes that the save had before, or that the player took. */
  sizes?: readonly number[];
  /** Devices on which a Savepoint asks before it sends what looks lost: their rows carry their player's word. */
  askingDevices?: ReadonlySet<DeviceId>;
  /** The save that the slot's line stands at (RomM 5.5), which is its head; absent: it has no line. */
  current?: SaveId;
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
  /** Nothing in it that a game would miss: what a first boot writes. */
  isBlank: boolean;
  /** Absent: of a folder's files. */
  body?: Body;
  /** Of a set: the extensions that are there. */
  members: string[];
  modifiedAtMs: number;
}

/** `assumed`: not asked; the server's 409 will say if something moved since the baseline. */
export type RemoteSide = { kind: "assumed" } | { kind: "listed"; slotRows: SaveRow[]; otherRows: SaveRow[] };

/** Rows whose bytes were fetched and hashed here; null: they are no save of this unit's kind. */
export type ProvenRows = ReadonlyMap<SaveId, ProvenRow | null>;

export interface ProvenRow {
  sha256: Sha256;
  /** What the row's hash would be, by the rule of any RomM. */
  contentHashes: readonly ContentHash[];
  /** Absent: only its hash is known. */
  content?: SavedContent;
}

/** What decides whether a save looks lost. */
export interface SavedContent extends Pick<PresentLocal, "sizeBytes" | "isBlank" | "body"> {
  /** Absent: what it lacks stays where it is. */
  members?: readonly string[];
}
