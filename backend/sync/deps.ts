import type { Activity } from "../contract/activity.ts";
import type { SyncRun } from "../contract/sync.ts";
import type { PresentLocal } from "../core/decide/observation.ts";
import type { SaveServer } from "../core/save-server.ts";
import type { AccountState, Unit } from "../core/state.ts";
import type { StateStore } from "../core/state-store.ts";
import type { AccountId, DeviceId, RomId, SaveLocation, Sha256, Slot, UnitId } from "../core/vocabulary.ts";
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
  keptCopies: KeptCopyStore;
  fence: Fence;
  activity: ActivityLog;
  settings: () => SyncSettings;
  /** Unique within the life of the disk: names of temporary files and activities. */
  newId: () => string;
  /** Something the panel shows has moved. */
  changed: () => void;
  notice: (notice: SyncNotice) => void;
  /** A run moved on. */
  progressed: (run: SyncRun) => void;
}

export type SyncNotice = { kind: "saved-to-romm"; name: string } | { kind: "conflict"; name: string };

/** The signed-in account and its server. */
export interface ServerSession {
  accountId: AccountId;
  deviceId: DeviceId;
  server: SaveServer;
  /** RomM hashes a zip's entries since 4.9. */
  trustsZipHashes: boolean;
}

export interface SyncSettings {
  autocleanupLimit: number | null;
}

export type HashedFile = Omit<PresentLocal, "kind" | "modifiedAtMs">;

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
  /** What the file was seen to hold; another content fails with `ChangedMeanwhile`. */
  expected: Sha256;
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
