import type { BaselineRow, SeenRow } from "../seen-row.ts";
import type { AccountState, BrakeState, SavepointState, Unit } from "../state.ts";
import type { ContentHash, SaveId, Sha256 } from "../vocabulary.ts";

/** `state.json` as version 1 had it, where it was otherwise than now. */
export interface Format1 extends Omit<SavepointState, "accounts"> {
  accounts: Record<string, Format1Account>;
}

export interface Format1Account extends Omit<AccountState, "units"> {
  units: Record<string, Format1Unit>;
}

/** Its id was made of its rom, slot and place, and with the two sides of a question that was the question's id. */
export interface Format1Unit
  extends Omit<Unit, "location" | "baseline" | "intent" | "late" | "owed" | "brake"> {
  location: Format1Location;
  baseline: Format1Baseline | null;
  marks: Format1Marks;
  brake?: Format1Brake;
}

/** Labels of kept copies had it too. */
export type Format1Location =
  | { kind: "file"; path: string; emulator: string }
  | { kind: "files"; folder: string; stem: string; extensions: string[]; emulator: string };

export interface Format1Brake extends Omit<BrakeState, "sides"> {
  /** `<unit id> | <hash here, or absent> | <head, or none>` */
  sides: string;
}

export interface Format1Baseline {
  realPath: string;
  sha256: Sha256 | null;
  sizeBytes: number;
  members?: string[];
  row: BaselineRow;
  chosenSha256: Sha256 | null;
  parentSaveId: SaveId | null;
  isProven: boolean;
  agreedAtMs: number;
}

/** Any of them could stand beside any other. */
export interface Format1Marks {
  incoming?: {
    realPath?: string;
    row: BaselineRow;
    members?: string[];
    sha256: Sha256;
    sizeBytes: number;
    replaced: Sha256 | null;
    seen?: Record<string, SeenRow>;
    isOneOfTwo?: true;
    stagedPath: string;
    isRaced: boolean;
  };
  swap?: {
    parts: {
      path: string;
      aside: string;
      staged: string | null;
      before: Sha256 | null;
      after: Sha256 | null;
    }[];
  };
  sent?: Format1Sent;
  late?: Format1Sent[];
  confirm?: { saveId: SaveId; contentHash: ContentHash | null };
  pending?: { sinceMs: number };
  tracking?: { isTracked: boolean };
}

export interface Format1Sent {
  realPath?: string;
  members?: string[];
  sha256: Sha256;
  contentHash: ContentHash | null;
  md5?: ContentHash;
  sizeBytes: number;
  parentSaveId: SaveId | null;
  seen?: Record<string, SeenRow>;
  sentAtMs: number;
}
