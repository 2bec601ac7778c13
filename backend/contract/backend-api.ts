import type {
  AppId,
  ConflictId,
  DeviceId,
  LaunchCommand,
  Outcome,
  RomId,
  SaveId,
  SaveLocation,
  Slot,
  SteamShortcut,
  UnitId,
} from "../core/vocabulary.ts";
import type { ConnectError, Connection, Credentials, MoveError, Pairing } from "./account.ts";
import type { Conditions } from "./conditions.ts";
import type { Device, DeviceError } from "./device.ts";
import type { BadRequest, DiskProblem } from "./errors.ts";
import type { AdoptError } from "./other-installation.ts";
import type { Overview } from "./overview.ts";
import type { PlayStatusError, PlayStatusReport } from "./play-status.ts";
import type { Activity } from "./saves/activity.ts";
import type { Conflict, ConflictChoice } from "./saves/conflict.ts";
import type { GameDetail } from "./saves/game-detail.ts";
import type { HeldChoice, HeldUnit } from "./saves/held.ts";
import type { LaunchVerdict } from "./saves/launch.ts";
import type { MovedRom } from "./saves/moved-rom.ts";
import type { PlaceCheck, ProposeError, SaveCandidate } from "./saves/place.ts";
import type { PlaythroughList } from "./saves/playthrough.ts";
import type { BindingsPreview, PreviewError } from "./saves/preview.ts";
import type { RomCandidate, Scan, SearchError } from "./saves/scan.ts";
import type { RegisterError, Shortcut, ShortcutBinding } from "./saves/shortcut.ts";
import type { SyncError, SyncReport } from "./saves/sync.ts";
import type { KeptTotals, Version, VersionList } from "./saves/version.ts";
import type {
  FindError,
  FoundServer,
  PhoneEntry,
  PhoneEntryEnd,
  PhoneEntryError,
  ServerAccess,
} from "./server.ts";
import type { Settings, SettingsError } from "./settings.ts";
import type { Snapshot, StateError } from "./snapshot.ts";

/**
 * Every call the panel can make. One request object, one promise; expected failures are values, `BadRequest` among them.
 * A rejected promise is a defect, or the bridge's `backend-stopped`.
 */
export type BackendApi = {
  [Method in keyof Calls]: (
    p: Parameters<Calls[Method]>[0],
  ) => Promise<OrBadRequest<Awaited<ReturnType<Calls[Method]>>>>;
};

type OrBadRequest<Answer> = Answer extends { ok: false; error: infer E }
  ? { ok: false; error: E | BadRequest }
  : Answer;

interface Calls {
  /** Everything the panel's first page shows; touches neither network nor disk. */
  getOverview(p: Record<never, never>): Promise<Overview>;
  /** Somebody looks: RomM is looked at too, where that is due, a minute later than the last time at the soonest. */
  panelOpened(p: Record<never, never>): Promise<void>;
  /**
   * How the machine stands, told at the panel's start and whenever it changes: large saves that nobody waits for go when
   * that is better. Until it is told after a start, neither holds.
   */
  setConditions(p: Conditions): Promise<void>;

  /**
   * Finds RomM where the player's words lead: with or without scheme, port and path, or copied from a browser. Asks
   * nobody else's host, takes 30 s at most, and keeps nothing.
   */
  findServer(p: { typed: string; access?: ServerAccess }): Promise<Outcome<FoundServer, FindError>>;
  /**
   * Opens a page on the local network in which a phone types the address: one address, once, within 5 minutes, and
   * never a secret. One page at a time.
   */
  offerPhoneEntry(p: Record<never, never>): Promise<Outcome<PhoneEntry, PhoneEntryError>>;
  /** Resolves with what was typed, which `findServer` takes, or with the page's end. */
  awaitPhoneEntry(p: { entryId: string }): Promise<Outcome<{ typed: string }, PhoneEntryEnd>>;
  closePhoneEntry(p: { entryId: string }): Promise<void>;
  /** Signs in with what the player typed, and makes this device known to RomM. */
  connect(p: {
    origin: string;
    credentials: Credentials;
    access?: ServerAccess;
  }): Promise<Outcome<Connection, ConnectError>>;
  /** Asks RomM for a code that the player approves in a browser. Only the newest pairing goes on. */
  startPairing(p: { origin: string; access?: ServerAccess }): Promise<Outcome<Pairing, ConnectError>>;
  /** Until the player has answered and, where approved, this device is signed in. A second call joins. */
  awaitPairing(p: { pairingId: string }): Promise<Outcome<Connection, ConnectError>>;
  cancelPairing(p: { pairingId: string }): Promise<void>;
  /**
   * RomM has a new address. Once it has proven to be the same RomM, by user, device and the rows that both agreed on,
   * the account and all that is known of its saves go by that address, and no save moves.
   */
  moveServer(p: { origin: string; access?: ServerAccess }): Promise<Outcome<Connection, MoveError>>;
  /** Forgets the credentials. Shortcuts, baselines and kept copies stay. */
  disconnect(p: Record<never, never>): Promise<void>;

  listDevices(p: Record<never, never>): Promise<Outcome<Device[], DeviceError>>;
  renameDevice(p: { deviceId: DeviceId; name: string }): Promise<Outcome<Device, DeviceError>>;
  setDeviceSync(p: { deviceId: DeviceId; enabled: boolean }): Promise<Outcome<Device, DeviceError>>;
  /** Of another device; its saves stay. */
  removeDevice(p: { deviceId: DeviceId }): Promise<Outcome<null, DeviceError>>;
  /** For a cloned machine, which RomM takes for the one it was cloned from. */
  registerAsNewDevice(p: Record<never, never>): Promise<Outcome<Device, DeviceError>>;

  /**
   * Finds which of Steam's shortcuts start which rom. It goes on by itself, tells what it finds as the event `scan`, and
   * stores nothing; a second call joins it. Without `apps`, the files of every Steam user of this machine are read.
   */
  startScan(p: { apps?: SteamShortcut[] }): Promise<{ scanId: string }>;
  /** Ends the run and keeps what it found. */
  cancelScan(p: Record<never, never>): Promise<void>;
  /** The run under way, or the last one, whole; null: none for the account that is signed in. */
  getScan(p: Record<never, never>): Promise<Scan | null>;
  /** Roms that a player may mean by a text, the likeliest first; at most `limit` (25). */
  searchRoms(p: {
    text: string;
    platformSlug?: string;
    limit?: number;
  }): Promise<Outcome<RomCandidate[], SearchError>>;
  /**
   * What `registerShortcuts` would lead to, save by save, from one listing of RomM's: nothing is registered, written or
   * fetched, and what would be refused says so in its line. `cancelSync` ends it.
   */
  previewBindings(p: { bindings: ShortcutBinding[] }): Promise<Outcome<BindingsPreview, PreviewError>>;
  /**
   * Every place where the save of what a shortcut starts may be, the likeliest first, each with its reason; nothing is
   * written. `launch` and `romId` are of a shortcut that is not registered yet, or is to start another rom.
   */
  proposePlaces(p: {
    appId: AppId;
    launch?: LaunchCommand;
    romId?: RomId;
  }): Promise<Outcome<SaveCandidate[], ProposeError>>;
  /** What a place holds, and what speaks against it; nothing is written. */
  checkPlace(p: {
    appId: AppId;
    romId?: RomId;
    save: SaveLocation;
  }): Promise<Outcome<PlaceCheck, RegisterError>>;
  /** All or nothing: a refused binding registers none. */
  registerShortcuts(p: { bindings: ShortcutBinding[] }): Promise<Outcome<Shortcut[], RegisterError>>;
  /** The shortcuts leave the registry; their saves stay where they are, here and on the server. */
  unregisterShortcuts(p: { appIds: AppId[] }): Promise<Outcome<null, RegisterError>>;
  /** Empties the registry on purpose, so that no recovery brings it back. */
  /**
   * Ties the shortcut to another of RomM's games, whose saves are compared before anything moves. What stands in the save's
   * place is kept as a version of the game that it was tied to.
   */
  changeRom(p: { appId: AppId; romId: RomId }): Promise<Outcome<Shortcut, RegisterError>>;
  /**
   * For games that RomM no longer has under their id (`unlinked`): the one rom that each most likely is now. Reads the
   * whole library of RomM, and writes nothing.
   */
  findMovedRoms(p: Record<never, never>): Promise<Outcome<MovedRom[], SearchError>>;
  /**
   * Ties games to where they are in RomM now, all in one press, with their playthroughs and versions. Each save meets
   * RomM's as if for the first time. All or nothing, and one line of the activity takes it back.
   */
  followRoms(p: { moves: { appId: AppId; romId: RomId }[] }): Promise<Outcome<Shortcut[], RegisterError>>;
  clearRegistry(p: Record<never, never>): Promise<Outcome<null, RegisterError>>;
  /** By name; the save files are looked at anew. */
  listShortcuts(p: Record<never, never>): Promise<Shortcut[]>;

  /**
   * Where the shortcut's save is from now on; other shortcuts of it keep theirs. No byte moves before what stands there
   * was compared with RomM's save, as at a first meeting. Needs no RomM.
   */
  setSaveLocation(p: { appId: AppId; save: SaveLocation }): Promise<Outcome<Shortcut, RegisterError>>;
  /** Whether the shortcut's save is followed, for every shortcut that shares it; RomM is told when it can be reached. */
  setTracking(p: { appId: AppId; tracked: boolean }): Promise<Outcome<Shortcut, SyncError>>;

  /** Asks the server about one shortcut and decides, without changing anything. */
  look(p: { appId: AppId }): Promise<Outcome<Shortcut, SyncError>>;
  /** The check before a game starts. Its answer is final: nothing of it writes afterwards. */
  beforeLaunch(p: { launchId: string; appId: AppId; budgetMs?: number }): Promise<LaunchVerdict>;
  /**
   * "Play now": the named check answers at once and stops working. `isCancelled`: the same, but the player does not want
   * the game after all; nothing waits for its process.
   */
  letLaunchThrough(p: { launchId: string; isCancelled?: boolean }): Promise<void>;
  /** A hint; the process table is the authority. */
  appStarted(p: { appId: AppId }): Promise<void>;
  /** Waits until the game has really ended, then sends what it wrote. */
  appExited(p: { appId: AppId }): Promise<Outcome<SyncReport, SyncError>>;

  /** `whilePlaying`: sends what the game that is open has written until now, and does nothing else. */
  syncShortcut(p: {
    appId: AppId;
    dryRun?: boolean;
    whilePlaying?: boolean;
  }): Promise<Outcome<SyncReport, SyncError>>;
  /** A second call joins the run that is under way; what that had passed by then is looked at once more. */
  syncAll(p: { dryRun?: boolean }): Promise<Outcome<SyncReport, SyncError>>;
  /**
   * The run stops: no other unit begins, and what is just being listed, fetched or sent is given up. A save that is being
   * put in place ends whole; of an upload that was given up, the next look finds out what became of it.
   */
  cancelSync(p: Record<never, never>): Promise<void>;

  /** The last run over all saves, line by line; null: none since the start. */
  getReport(p: Record<never, never>): Promise<SyncReport | null>;

  listConflicts(p: Record<never, never>): Promise<Conflict[]>;
  /** Each choice answers the two sides it was shown; if either moved, its line says `stale`. */
  resolveConflicts(p: {
    choices: { conflictId: ConflictId; choice: ConflictChoice }[];
  }): Promise<Outcome<SyncReport, SyncError>>;

  /**
   * Takes a line of the activity back by doing the opposite, with a line of its own that can be undone in its turn. What
   * was played since stays as a version. Of a line that stands for many: all of them.
   */
  undo(p: { activityId: string }): Promise<Outcome<SyncReport, SyncError>>;

  /** "Yes, that was the right save": `Overview.afterChoice` asks no more about it. */
  confirmChoice(p: { activityId: string }): Promise<void>;
  /** All that is known of one game; asks no network. */
  getGame(p: { appId: AppId }): Promise<Outcome<GameDetail, SyncError | DiskProblem>>;

  /** At most one request, and none within a minute of the last look. Changes nothing. */
  listSlots(p: { appId: AppId }): Promise<Outcome<PlaythroughList, SyncError>>;
  /**
   * Plays another playthrough: what stands there is kept, goes up in its own time, and is there again when the player
   * comes back. A new name needs `startFresh` or `fromVersion`, a version of any playthrough or of none.
   */
  selectSlot(p: {
    appId: AppId;
    slot: Slot;
    startFresh?: boolean;
    fromVersion?: string;
  }): Promise<Outcome<SyncReport, SyncError>>;

  /** At most one request, and none within a minute of the last look. Changes nothing. */
  listVersions(p: { appId: AppId }): Promise<Outcome<VersionList, SyncError>>;
  /** Plays a version again, here and, published anew, everywhere; offline too where it is kept here. */
  restoreVersion(p: { appId: AppId; versionId: string }): Promise<Outcome<SyncReport, SyncError>>;
  /**
   * Plays a save of another slot here (`Shortcut.newerElsewhere`), as RomM holds it now: what stands here is kept, it goes up
   * into the slot that is played, and the save where it was stays as it is. `undo` takes it back.
   */
  adoptSave(p: { appId: AppId; saveId: SaveId }): Promise<Outcome<SyncReport, SyncError>>;
  /** A pinned version stays on this device until the player lets it go; what only RomM has is fetched for it. */
  pinVersion(p: { appId: AppId; versionId: string; pinned: boolean }): Promise<Outcome<Version, SyncError>>;
  /** This device's copy goes, also where nobody else has it (`isOnlyHere`): ask first. RomM's rows stay. */
  forgetCopy(p: { appId: AppId; versionId: string }): Promise<Outcome<null, SyncError>>;

  /** How much is kept on this device, and how much of it is nowhere else. */
  getKept(p: Record<never, never>): Promise<Outcome<KeptTotals, DiskProblem>>;

  /** What the brake holds: many saves looked lost at once, and none of them is touched. */
  listHeld(p: Record<never, never>): Promise<HeldUnit[]>;
  /** Each choice answers the sides that `listHeld` showed; if they moved, its line says `stale`. */
  releaseHeld(p: { unitIds: UnitId[]; choice: HeldChoice }): Promise<Outcome<SyncReport, SyncError>>;

  /** RomM's play statuses follow RetroAchievements. A second call joins the run that is under way. */
  syncPlayStatus(p: { dryRun?: boolean }): Promise<Outcome<PlayStatusReport, PlayStatusError>>;

  getSettings(p: Record<never, never>): Promise<Settings>;
  /** What is not given stays; answers all settings as they are now. */
  updateSettings(p: Partial<Settings>): Promise<Outcome<Settings, SettingsError>>;

  /** Newest first; damaged ones are left out. */
  listSnapshots(p: Record<never, never>): Promise<Snapshot[]>;
  /** Stops every run first. All saves are compared again afterwards, before anything moves. */
  restoreSnapshot(p: { snapshotId: string }): Promise<Outcome<Overview, StateError>>;
  /**
   * Takes over, by copy, what `Overview.elsewhere` names: games, sign-in, settings and kept copies. There, all stays as it
   * is. The backend starts anew with it.
   */
  adoptInstallation(p: { folder: string }): Promise<Outcome<null, AdoptError>>;
  /** The player has read where the registry came from: the overview says `current` from now on. */
  acknowledgeRecovery(p: Record<never, never>): Promise<Outcome<null, StateError>>;

  /**
   * Newest first, at most `limit` (50), older than the line `before`. What one press did to many games is one line, and
   * `batchId` asks for its parts; with `appId` the parts themselves are listed.
   */
  listActivity(p: {
    limit?: number;
    before?: string;
    appId?: AppId;
    batchId?: string;
  }): Promise<Outcome<Activity[], DiskProblem>>;
}
