import type {
  AccountId,
  AppId,
  ConflictId,
  ContentHash,
  DeviceId,
  HeldReason,
  LaunchCommand,
  PlayStatus,
  RomId,
  SaveDecision,
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
  /** The player switched this device's sync off on a devices page. */
  isPaused?: true;
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
  /** The Steam user whose shortcut it is (`SteamShortcut`); absent: not told. */
  steamUser?: string;
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
  /** Absent: the brake has nothing to do with it. */
  brake?: BrakeMark;
}

/**
 * `held`: nothing moves until the player answers; kept here, so that a restart cannot let a unit slip through before all
 * are looked at. `answered`: the player let these two sides go on.
 */
export interface BrakeMark {
  kind: "held" | "answered";
  /** The two sides as they were last seen. */
  sides: ConflictId;
  reason: HeldReason;
  /** What waits. */
  decision: SaveDecision;
}

/** Tells a rom from another one that got its id when the library was rebuilt. */
export interface RomIdentity {
  romId: RomId;
  platformSlug: string;
  /** RomM's folder of the platform, which may be named otherwise; absent where it was not told. */
  platformFolder?: string;
  fsName: string;
}

/** What both sides last agreed on. */
export interface Baseline {
  realPath: string;
  /** Null: the player chose this device's bytes over the row, whose bytes were never here. */
  sha256: Sha256 | null;
  sizeBytes: number;
  /** Of a set: the extensions that were there. */
  members?: string[];
  row: BaselineRow;
  /** What the player chose to put on top of the row: never taken as lost, however small. */
  chosenSha256: Sha256 | null;
  /** The head that our own upload followed; null: downloaded, adopted, or the slot's first row. */
  parentSaveId: SaveId | null;
  /** False after a recovery: then nothing is uploaded on its word. */
  isProven: boolean;
  agreedAtMs: number;
}

export interface BaselineRow extends SeenRow {
  id: SaveId;
}

/** A row as it was listed; where its hash tells nothing, its size and date say whether it was changed in place. */
export interface SeenRow {
  contentHash: ContentHash | null;
  createdAtMs: number;
  /** These two are absent in files that were written before they were remembered. */
  sizeBytes?: number;
  updatedAtMs?: number;
  /** RomM told no device that made it: its hash may be older than its bytes. */
  isOriginless?: true;
  /** Of such a row: its bytes, if they ever were here. */
  sha256?: Sha256;
}

/** Intents written before their effect and resolved by the next observation: the player may play before we come back. */
export interface Marks {
  incoming?: IncomingMark;
  swap?: SwapMark;
  sent?: SentMark;
  /** Uploads that never were answered nor seen, newest last: a proxy may still deliver one, after newer ones of ours. */
  late?: SentMark[];
  /** The server has not been told yet that this device holds the row. */
  confirm?: { saveId: SaveId; contentHash: ContentHash | null };
  /** Look again; never "upload this". */
  pending?: { sinceMs: number };
  /** RomM has not been told yet that the player follows this save, or does not. */
  tracking?: { isTracked: boolean };
}

/** A download is about to replace the save file (`replaced` null: there was none). */
export interface IncomingMark {
  /** Where; a link that leads elsewhere by then makes the mark void. */
  realPath?: string;
  row: BaselineRow;
  /** Of a set: the extensions that it has. */
  members?: string[];
  sha256: Sha256;
  sizeBytes: number;
  replaced: Sha256 | null;
  /** What the slot held when this was decided: all of it is then known. */
  seen?: Record<string, SeenRow>;
  /** Another row may be the newest. */
  isOneOfTwo?: true;
  stagedPath: string;
  /** A game started while the bytes were put in place: the next change is a conflict, never a push. */
  isRaced: boolean;
}

/** The files of a set are about to be exchanged one by one: until all new ones stand, the old ones come back. */
export interface SwapMark {
  parts: SwapPart[];
}

/** `before` stands at `path`, or waits at `aside`; `after` null: the incoming set does not have this member. */
export interface SwapPart {
  path: string;
  aside: string;
  staged: string | null;
  before: Sha256 | null;
  after: Sha256 | null;
}

/** An upload is about to leave; its answer may be lost. */
export interface SentMark {
  /** From where; a link that leads elsewhere by then makes the mark void. */
  realPath?: string;
  /** Of a set: the extensions that it has. */
  members?: string[];
  sha256: Sha256;
  contentHash: ContentHash | null;
  /** Of an archive: its row's hash if RomM is older than 4.9. */
  md5?: ContentHash;
  sizeBytes: number;
  parentSaveId: SaveId | null;
  /** What the slot held when this was decided, where it was listed. */
  seen?: Record<string, SeenRow>;
  sentAtMs: number;
}

/** By whom and when the file at a path was last brought to agree with a slot. */
export interface PathWriter {
  accountId: AccountId;
  slot: Slot;
  sha256: Sha256;
  /** Changed since while another account was signed in: nobody's, until an account agrees with RomM on it. */
  isMixed?: true;
}
