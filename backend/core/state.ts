import type {
  AccountId,
  AppId,
  ConflictId,
  ContentHash,
  DeviceId,
  LaunchCommand,
  PlayStatus,
  RomId,
  SaveId,
  SaveLocation,
  Sha256,
  Slot,
  UnitId,
} from "./vocabulary.ts";

/** The content of `state.json`: what the player cannot re-create. Plain data, replaced as a whole, never changed in place. */
export interface SavepointState {
  activeAccount: AccountId | null;
  /** By `AccountId`; accounts never mix. */
  accounts: Record<string, AccountState>;
  /** By real path: who wrote there last, over all accounts. */
  lastWriterByPath: Record<string, PathWriter>;
}

export interface AccountState {
  origin: string;
  username: string;
  /** Null: not registered yet. */
  deviceId: DeviceId | null;
  deviceName: string;
  serverVersion: string;
  /** The registry was emptied on purpose: an empty registry is then no damage. */
  clearedAtMs: number | null;
  /** By `AppId`. */
  shortcut_registry: Record<string, RegisteredShortcut>;
  /** By `UnitId`. */
  units: Record<string, Unit>;
  /** Absent: no run yet, or forgotten by a recovery. */
  playStatus?: PlayStatusMemory;
}

/** What this device knows of the play statuses that it wrote. */
export interface PlayStatusMemory {
  /** When a run last got to its end; null: never. */
  lastRunAtMs: number | null;
  /** By `RomId`. */
  roms: Record<string, RomStatusMemory>;
  /** Of the last run that changed something; the first few. */
  lastChanges: StatusChange[];
}

/** The last status that we wrote for a rom: another one in RomM is the player's. */
export interface RomStatusMemory {
  /** Tells the game from another one that got the rom's id when the library was rebuilt. */
  raId: number;
  written: PlayStatus | null;
  /** Written down before it leaves: its answer may be lost. */
  sent: PlayStatus | null;
}

export interface StatusChange {
  romId: RomId;
  name: string;
  /** RomM's word before; null: none was set. */
  from: string | null;
  to: PlayStatus;
  atMs: number;
}

export interface RegisteredShortcut {
  appId: AppId;
  name: string;
  unitId: UnitId;
  launch: LaunchCommand | null;
  registeredAtMs: number;
}

/** (account, rom, slot, real path): what is synced as one. */
export interface Unit {
  unitId: UnitId;
  rom: RomIdentity;
  slot: Slot;
  location: SaveLocation;
  isTracked: boolean;
  baseline: Baseline | null;
  /** All rows of the slot when local and remote last agreed, by save id. */
  seen: Record<string, SeenRow>;
  marks: Marks;
  /** The conflict that the player put off. */
  postponed: ConflictId | null;
}

/** Tells a rom from another one that got its id when the library was rebuilt. */
export interface RomIdentity {
  romId: RomId;
  platformSlug: string;
  fsName: string;
}

/** What both sides last agreed on. */
export interface Baseline {
  realPath: string;
  /** Null: the player chose this device's bytes over the row, whose bytes were never here. */
  sha256: Sha256 | null;
  sizeBytes: number;
  row: BaselineRow;
  /** What the player chose to put on top of the row: never taken as lost, however small. */
  chosenSha256: Sha256 | null;
  /** The head that our own upload followed; null: downloaded, adopted, or the slot's first row. */
  parentSaveId: SaveId | null;
  /** False after a recovery: then nothing is uploaded on its word. */
  isProven: boolean;
  agreedAtMs: number;
}

export interface BaselineRow {
  id: SaveId;
  createdAtMs: number;
  contentHash: ContentHash | null;
}

export interface SeenRow {
  contentHash: ContentHash | null;
  createdAtMs: number;
}

/** Intents written before their effect and resolved by the next observation: the player may play before we come back. */
export interface Marks {
  incoming?: IncomingMark;
  sent?: SentMark;
  /** The server has not been told yet that this device holds the row. */
  confirm?: { saveId: SaveId; contentHash: ContentHash | null };
  /** Look again; never "upload this". */
  pending?: { sinceMs: number };
}

/** A download is about to replace the save file (`replaced` null: there was none). */
export interface IncomingMark {
  row: BaselineRow;
  sha256: Sha256;
  sizeBytes: number;
  replaced: Sha256 | null;
  stagedPath: string;
  /** A game started while the bytes were put in place: the next change is a conflict, never a push. */
  isRaced: boolean;
}

/** An upload is about to leave; its answer may be lost. */
export interface SentMark {
  sha256: Sha256;
  contentHash: ContentHash | null;
  sizeBytes: number;
  parentSaveId: SaveId | null;
  sentAtMs: number;
}

/** By whom and when the file at a path was last brought to agree with a slot. */
export interface PathWriter {
  accountId: AccountId;
  slot: Slot;
  sha256: Sha256;
}
