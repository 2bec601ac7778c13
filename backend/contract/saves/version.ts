import type { SaveId } from "../../core/vocabulary.ts";
import type { RommProblem } from "../errors.ts";

/** What a game's save once was: rows of RomM and copies kept on this device, one entry for each content. */
export interface VersionList {
  /** Newest first. */
  versions: Version[];
  /** When RomM's rows were read; null: not since the start, and only what is kept here is listed. */
  rommAsOfMs: number | null;
  /** Why they could not be read just now; null: they could, or were read less than a minute ago. */
  problem: RommProblem | { kind: "signed-out" } | null;
}

/** What is kept on this device, of every account; each content counts once. */
export interface KeptTotals {
  contents: number;
  bytes: number;
  /** Of these: in no save and in no row of RomM, as far as is known. They leave by the player's hand alone. */
  onlyHere: { contents: number; bytes: number };
}

export interface Version {
  versionId: string;
  /** Other ids that lead to the same content, as older lines of the activity may name it. */
  otherIds: string[];
  /** When it was made, or kept, whichever is known to be earlier. */
  atMs: number;
  sizeBytes: number;
  /** The device that made it; null: RomM's web page, another app, or not told. */
  deviceName: string | null;
  isFromThisDevice: boolean;
  emulator: string | null;
  /** It stands in the save's place. */
  isNow: boolean;
  /** RomM's newest of the playthrough. */
  isNewestInRomm: boolean;
  /** RomM's rows that hold it, newest first. */
  saveIds: SaveId[];
  /** RomM lists it, but has lost its file. */
  isBrokenInRomm: boolean;
  /** It can be gone back to without a network. */
  isHere: boolean;
  isPinned: boolean;
  /** It would be lost with this device's copy. */
  isOnlyHere: boolean;
  /** Devices that have it, as RomM tells; the one that asks is named too. */
  heldBy: string[];
}
