import type { Activity } from "../contract/saves/activity.ts";
import type { SyncRun } from "../contract/saves/sync.ts";
import type { PresentLocal } from "../core/decide/observation.ts";
import type { SaveServer } from "../core/save-server.ts";
import type { AccountState, Unit } from "../core/state.ts";
import type { StateStore } from "../core/state-store.ts";
import type {
  AccountId,
  ContentHash,
  DeviceId,
  RomId,
  SaveLocation,
  Sha256,
  Slot,
  UnitId,
} from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { Log } from "../machine/log.ts";

/** Everything the engine touches. The simulation hands in fakes of the same shape. */
export interface SyncDeps {
  store: StateStore;
  session: () => ServerSession | null;
  disk: Disk;
  clock: Clock;
  log: Log;
  hashFile: (path: string, signal: AbortSignal) => Promise<HashedFile | null>;
  md5File: (path: string, signal: AbortSignal) => Promise<ContentHash | null>;
  /** Makes a new file, synced; the hashes are taken as the bytes pass. The folder is the caller's to sync. */
  writeHashed: (p: WriteRequest) => Promise<WrittenFile>;
  /** The archive that these files travel as, without writing it; null: one of them is not there. */
  hashSet: (members: SetMember[], signal: AbortSignal) => Promise<HashedFile | null>;
  /** Throws `RefusedArchive` where the archive's files are not all wanted, or it is not safe to unpack. */
  unpackSet: (p: UnpackRequest, signal: AbortSignal) => Promise<void>;
  keptCopies: KeptCopyStore;
  fence: Fence;
  activity: ActivityLog;
  settings: () => SyncSettings;
  /** Unique within the life of the disk: names of temporary files and activities. */
  newId: () => string;
  /** Work on a unit stopped because its game runs; who started it is not known here. */
  foundRunning?: (unitId: UnitId) => void;
  /** Something the panel shows has moved. */
  changed: () => void;
  notice: (notice: SyncNotice) => void;
  /** A run moved on. */
  progressed: (run: SyncRun) => void;
}

export type SyncNotice =
  | { kind: "saved-to-romm"; name: string }
  | { kind: "conflict"; name: string }
  | { kind: "held"; name: string; count: number };

/** The signed-in account and its server. */
export interface ServerSession {
  accountId: AccountId;
  deviceId: DeviceId;
  server: SaveServer;
}

export interface SyncSettings {
  autocleanupLimit: number | null;
}

export type HashedFile = Omit<PresentLocal, "kind" | "modifiedAtMs" | "members">;

export interface WrittenFile extends HashedFile {
  /** Of the bytes themselves, also where they are a zip: what RomM before 4.9 makes of them. */
  md5: ContentHash | null;
}

/** `sizeBytes` is what was announced; it decides nothing. Without `needsContentHash` there is none. */
export interface WriteRequest {
  path: string;
  mode?: number;
  chunks: AsyncIterable<Uint8Array>;
  sizeBytes: number;
  needsContentHash: boolean;
  signal: AbortSignal;
}

/** A file of a set, and its name in the archive that the set travels as. */
export interface SetMember {
  name: string;
  path: string;
}

export interface UnpackRequest {
  archive: string;
  /** Where each file of the archive goes, as a new file; without an entry for one, nothing is unpacked. */
  placeFor: (names: string[]) => Map<string, string>;
}

/** Says whether a unit's game runs now; `unknown` (an unreadable process table) counts as running. */
export interface Fence {
  isRunning(unit: Unit, account: AccountState): Promise<boolean>;
  /** A launch was let go: until its process has ended (or none came), nobody else writes the unit's files. */
  isLeased(unitId: UnitId): boolean;
}

export interface KeptCopyStore {
  /** Copies a file aside, durably, before anything replaces or sends it. */
  keep(p: KeepRequest): Promise<KeptCopy>;
  /** The bytes of a kept copy, to read or to send. */
  pathOf(sha256: Sha256): string;
}

export interface KeepRequest {
  path: string;
  /** Of a set of several files: its members; what is kept is their archive. */
  members?: SetMember[];
  /** What the file was seen to hold; another content fails with `ChangedMeanwhile`. */
  expected: Sha256;
  /** As RomM would hash it, if that says all of it: tells later whether a row holds the same. */
  contentHash?: ContentHash | null;
  accountId: AccountId;
  romId: RomId;
  slot: Slot;
  /** The unit's own; `path` is where it led. */
  location: SaveLocation;
  reason: "replaced" | "sent";
  signal: AbortSignal;
}

export interface KeptCopy {
  sha256: Sha256;
  sizeBytes: number;
  path: string;
}

export interface ActivityLog {
  append(entry: ActivityEntry): Promise<void>;
}

/** `Activity` of the contract, before it has its id and time. */
export type ActivityEntry = Omit<Activity, "id" | "atMs">;

/** The file moved between the look and the act: look again. */
export class ChangedMeanwhile extends Error {
  override readonly name = "ChangedMeanwhile";
}

/** The player let the launch through, or cancelled: nothing further is written. */
export class Aborted extends Error {
  override readonly name = "Aborted";
}
