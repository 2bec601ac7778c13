import type { ElsewhereMemory } from "./elsewhere/memory.ts";
import type { Marks } from "./marks.ts";
import type { Body } from "./save-formats/body.ts";
import type { BaselineRow, SeenRow } from "./seen-row.ts";
import type {
  AccountId,
  AppId,
  ConflictId,
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
export interface Unit extends Marks {
  /** Made once, and never read: another slot or another place changes fields, and no key. */
  unitId: UnitId;
  rom: RomIdentity;
  slot: Slot;
  location: SaveLocation;
  isTracked: boolean;
  baseline: Baseline | null;
  /** All rows of the slot when local and remote last agreed, by save id. */
  seen: Record<string, SeenRow>;
  /** The conflict that the player put off. */
  postponed: ConflictId | null;
  /** Absent: the brake has nothing to do with it. */
  brake?: BrakeState;
  /** Playthroughs that were played here before, and left. */
  left?: LeftSlot[];
  /** What other slots of its rom held when they were looked at. Absent: nothing. */
  elsewhere?: ElsewhereMemory;
  /** The card that it lies on, by its file system, and where that was mounted. Absent: on none. */
  card?: { uuid: string; point: string };
  /** Long sessions in a row that wrote nothing here, and since when. Absent: the last one did. */
  unwritten?: { sessions: number; sinceMs: number };
  /** Sizes that its save had, or that the player took: none of them alone looks lost. The last few. */
  sizes?: number[];
  /** Where its emulator's settings put it when they were read last, by the place's name. Absent: they were not. */
  configured?: string;
}

/** What was known of a slot when another one took its place: coming back, it goes on from there. */
export interface LeftSlot {
  slot: Slot;
  baseline: Baseline | null;
  seen: Record<string, SeenRow>;
  /** What stood here unsent, as a kept copy, and still has to go up; null: all of it had been sent. */
  parked: Sha256 | null;
}

/**
 * `held`: nothing moves until the player answers; kept here, so that a restart cannot let a unit slip through before all
 * are looked at. `answered`: the player let these two sides go on.
 */
export interface BrakeState {
  kind: "held" | "answered";
  /** As they were last seen. */
  sides: Sides;
  reason: HeldReason;
  /** What waits. */
  decision: SaveDecision;
}

/** What stood on the two sides of a unit at one moment. */
export interface Sides {
  /** Null: no save is here. */
  local: Sha256 | null;
  /** The head, by its id and content; null: the slot is empty. */
  remote: string | null;
}

/** Tells a rom from another one that got its id when the library was rebuilt. */
export interface RomIdentity {
  romId: RomId;
  platformSlug: string;
  /** RomM's folder of the platform, which may be named otherwise; absent where it was not told. */
  platformFolder?: string;
  fsName: string;
  /**
   * What RomM calls its file without what tells its format (`fs_name_no_ext`): saves travel under it. Neither is derived
   * from the other, nor from what the file is called here. Absent where it was registered before this was remembered.
   */
  stem?: string;
  /** Of the content, as RomM's scan told it: the same game under another name. Absent where it was not told. */
  md5?: string;
  sizeBytes?: number;
  /** Ids that it had in RomM before it was found again. */
  formerIds?: RomId[];
}

/** What both sides last agreed on, and of which rom, slot and place: a unit that has another of them has no baseline. */
export interface Baseline {
  romId: RomId;
  slot: Slot;
  realPath: string;
  /** Null: the player chose this device's bytes over the row, whose bytes were never here. */
  sha256: Sha256 | null;
  sizeBytes: number;
  /** Of a set: the extensions that were there. */
  members?: string[];
  /** Of what was agreed, or chosen; absent in files that were written before it was told, and of folders. */
  body?: Body;
  row: BaselineRow;
  /** What the player chose to put on top of the row: never taken as lost, however small. */
  chosenSha256: Sha256 | null;
  /** The head that our own upload followed; null: downloaded, adopted, or the slot's first row. */
  parentSaveId: SaveId | null;
  /** False after a recovery: then nothing is uploaded on its word. */
  isTrusted: boolean;
  /** RomM has shown that it holds these bytes: they came from it. What was sent, or is equal by its hash alone, is not shown yet. */
  isStored: boolean;
  /** Our own upload met an empty slot, and no listing has shown since that it was alone. */
  isFirst?: true;
  /** What the slot's line stood at then (RomM 5.5): the row itself, or one beside which ours was laid. Absent: it has no line. */
  lineSaveId?: SaveId;
  /** These bytes were sent from here: only then are they sent again, should RomM have lost them. */
  isSent?: true;
  agreedAtMs: number;
}

/** By whom and when the file at a path was last brought to agree with a slot. */
export interface PathWriter {
  accountId: AccountId;
  slot: Slot;
  sha256: Sha256;
  /** Changed since while another account was signed in: nobody's, until an account agrees with RomM on it. */
  isMixed?: true;
}
