export type Profile = "mariadb" | "postgres";

/**
 * How one RomM differs from another. A version and a database are a set of traits; so is a server that is
 * broken on purpose. Sections are those of the RomM contract this stand-in is written from.
 */
export interface Traits {
  /** What heartbeat tells. */
  versionText: string;
  /** Section 2.1: what its admin set about signing in on RomM's page, and whether there is an admin yet. */
  isPasswordOff: boolean;
  oidcProvider: string | null;
  needsSetup: boolean;
  /** Section 0: no identity is 401, too few scopes 403; before 5.2 both were 403. */
  tellsUnauthorizedFromForbidden: boolean;
  /** Section 0: MariaDB keeps whole seconds. */
  keepsWholeSeconds: boolean;
  /** Section 0: MariaDB compares text without case, accents and trailing spaces. */
  foldsText: boolean;
  /** Section 0: play sessions come with an offset on PostgreSQL only. */
  playSessionsHaveOffset: boolean;
  /** Corrections: 4.7 and 4.8 read a raw file as text to hash it, failed, and kept no hash; a zip's was right. */
  hashesRawSaves: boolean;
  /** Section 2.4: a scan lists an archive's members, and hashes all of them; before 4.9 the largest alone. */
  listsArchiveMembers: boolean;
  /** Section 5.2: 4.7 and 4.8 found equal bytes in any slot of the rom. */
  dedupsWithinSlot: boolean;
  /** Section 5: before 4.9 only the caller's entry. */
  listsAllDeviceSyncs: boolean;
  hasOriginDevice: boolean;
  hasVisibility: boolean;
  downloadsByContentRoute: boolean;
  /** Section 5.2: since 5.1 the limit is 1 to 100; before, 0 deleted everything. */
  clampsCleanupLimit: boolean;
  /** Section 5.2: before 4.9 a row of the same name was replaced whatever its slot. */
  findsNamesInAnySlot: boolean;
  /** Section 5.2: an upload without slot replaced a slot's row of the same name, until 5.1. */
  upsertsSlotlessApart: boolean;
  /** Section 5.2: another slot's row with the same path is taken over; before 5.1 two rows shared one file. */
  takesOverCollidingRow: boolean;
  /** Section 5.2: a row that is replaced takes the upload's emulator and folder. */
  followsUploadPath: boolean;
  /** Corrections: a file name told by `filename*` alone, as 4.7 and 4.8 took it. */
  readsEncodedFileNames: boolean;
  countsSyncSessions: boolean;
  /** Section 9.4: whether the maintenance task dates also those rows anew whose hash it leaves. */
  rehashRedatesAll: boolean;
  /** Since 4.9 that task runs at a start that finds a row without a hash: an update from 4.8 dates raw rows anew. */
  rehashesAtStart: boolean;
  putTakesDevice: boolean;
  /** Section 0: bytes of a whole request body; null: no limit. Ours takes a GiB, so that 512 MiB can be measured. */
  maxUploadBytes: number | null;
  hasFlatProps: boolean;
  hasSync: boolean;
  hasPlaySessions: boolean;
  playSessionsChangeStatus: boolean;
  hasClientTokens: boolean;
  /** Before 4.9 a client token's view did not name its device. */
  tokensTellDevice: boolean;
  hasDeviceAuthorization: boolean;
  /** 4.7 signed an end into its OAuth tokens and never looked at it (base_handler.py). */
  checksJwtExpiry: boolean;
  rotatesRefreshTokens: boolean;
  /** Section 1.5; since 5.4 such a caller is nobody. */
  badJwtIs500: boolean;
  /** Corrections: `sync_config` came with 4.9; `sync_mode` was there before. */
  deviceHasSyncFields: boolean;
  deviceHasIdentifier: boolean;
  userHasCurrentDevice: boolean;
  romListOmitsFiles: boolean;
  namesSiblingRoms: boolean;
  /** Corrections: only together with the index. */
  canOmitTotal: boolean;
  canOmitRomIdIndex: boolean;
  tellsHighestAward: boolean;
  /** Corrections: a progression that lacks what RomM itself writes cannot be told; `users/me` is a 500. */
  checksProgression: boolean;
  /** Section 11: the nightly task overwrites a status also downwards, but not a final one. */
  taskLowersStatuses: boolean;
  taskLeavesFinalStatuses: boolean;
  /** The protocol's specification, which no release follows: a 409 is an object. */
  hasStructuredConflict: boolean;
  /** 4.7 and 4.8 died on a bearer without a token; 4.7 also on a client token that it did not know. */
  emptyBearerIs500: boolean;
  /** 4.7 asked for the file in its handler: a 400, where validation answers 422. */
  missingFileIs400: boolean;
  /** 4.7 took file names as they came. */
  sanitisesNames: boolean;
  /** 4.7 wrote a PUT under the name that was uploaded, and left the row's own file. */
  putFollowsUploadName: boolean;
  /** Since 5.0 a negotiation without a device is a 400; in 4.9 its body did not validate. */
  negotiateInfersDevice: boolean;
  /** Since 5.3 the listing takes `rom_ids`; before, such a query was one for everything. */
  listsByRomIds: boolean;
  negotiatesByRoms: boolean;
  /** Since 5.3 a slot keeps so many rows, whatever was asked; null: any number. */
  slotCap: number | null;
  /** Since 5.3 a tie of dates is broken by the id. */
  prunesByIdToo: boolean;
  /** Since 5.3 a slot's name that is too long is a 422; before, the database refused it. */
  checksSlotLength: boolean;
  /** Since 5.3 a screenshot that comes with a slotted save is named like it. */
  linksSlotScreenshots: boolean;
  /** Since 5.4: what a device said that it holds, and what it was served. */
  remembersHashes: boolean;
  dedupMarksDevice: boolean;
  /** Since 5.4 slots are compared letter by letter, on MariaDB too. */
  comparesSlotsExactly: boolean;
  checksEmulatorName: boolean;
  /** Since 5.4 a name that cannot be stored is a 400, and no 500. */
  refusesLongNames: boolean;
  checksArchives: boolean;
  /** Since 5.4 favourites, labels and new file names; these, visibility and a recomputed hash leave the date. */
  hasAnnotations: boolean;
  refusesHiddenRoms: boolean;
  deviceHasCapabilities: boolean;
  playSessionsTellSync: boolean;
  /** Since 5.4 a listing of play sessions infers no device, and tells others than the token's only to `devices.read`. */
  guardsPlaySessions: boolean;
  tellsDeviceInstall: boolean;
  /** Since 5.4 RetroArch's own Cloud Sync finds a server here. */
  servesRetroarch: boolean;
  /** A build that is no release names its branch. */
  tellsBranch: boolean;
  /** Since 5.4 a negotiation ends no other session. */
  keepsSyncSessions: boolean;
  /** Since 5.4 what a slot lost is remembered, and a negotiation tells of it. */
  remembersLosses: boolean;
  /** 5.5: snapshots and channels. */
  hasChannels: boolean;
  tagsMilliseconds: boolean;
  /** Since 5.5 no two uploads get one name. */
  reservesNames: boolean;
  prunesByLineage: boolean;
  /** Since 5.5 a removed rom's saves wait for its file. */
  keepsSavesOfRemovedRoms: boolean;
  /** Snapshots that a channel keeps, beside its current and the pinned ones. */
  snapshotRetention: number;
  /** Whether RomM can make another emulator's files of a save; it needs a helper that not every server has. */
  hasConverter: boolean;
}

/** `version` is a release such as `4.7` or `5.2.0-beta.1`, `development`, or `specification`. */
export function traitsFor(profile: Profile, version: string): Traits {
  const isMariadb = profile === "mariadb";
  const since = (release: string) => isAtLeast(version, release);
  return {
    versionText: versionText(version),
    isPasswordOff: false,
    oidcProvider: null,
    needsSetup: false,
    tellsUnauthorizedFromForbidden: since("5.2"),
    keepsWholeSeconds: isMariadb,
    foldsText: isMariadb,
    playSessionsHaveOffset: !isMariadb,
    hashesRawSaves: since("4.9"),
    listsArchiveMembers: since("4.9"),
    dedupsWithinSlot: since("4.9"),
    listsAllDeviceSyncs: since("4.9"),
    hasOriginDevice: since("4.9"),
    hasVisibility: since("5.0"),
    downloadsByContentRoute: since("5.0"),
    clampsCleanupLimit: since("5.1"),
    findsNamesInAnySlot: !since("4.9"),
    upsertsSlotlessApart: since("5.1"),
    takesOverCollidingRow: since("5.1"),
    followsUploadPath: since("5.1"),
    readsEncodedFileNames: !since("4.9"),
    countsSyncSessions: since("4.9"),
    rehashRedatesAll: false,
    rehashesAtStart: since("4.9"),
    putTakesDevice: since("4.9"),
    maxUploadBytes: since("5.1") ? 1024 * 1024 * 1024 : null,
    hasFlatProps: since("4.9"),
    hasSync: since("4.9"),
    hasPlaySessions: since("4.9"),
    playSessionsChangeStatus: since("5.1"),
    hasClientTokens: since("4.8"),
    tokensTellDevice: since("4.9"),
    hasDeviceAuthorization: since("5.0"),
    checksJwtExpiry: since("4.8"),
    rotatesRefreshTokens: since("4.8"),
    deviceHasSyncFields: since("4.9"),
    deviceHasIdentifier: since("5.0"),
    userHasCurrentDevice: since("4.9"),
    romListOmitsFiles: since("4.9"),
    namesSiblingRoms: since("4.9"),
    canOmitTotal: since("5.2"),
    canOmitRomIdIndex: since("5.1"),
    tellsHighestAward: since("4.8"),
    checksProgression: true,
    taskLowersStatuses: true,
    taskLeavesFinalStatuses: true,
    hasStructuredConflict: version === "specification",
    emptyBearerIs500: !since("4.9"),
    missingFileIs400: !since("4.8"),
    sanitisesNames: since("4.8"),
    putFollowsUploadName: !since("4.8"),
    negotiateInfersDevice: since("5.0"),
    ...since53(since("5.3")),
    ...since54(since("5.4")),
    ...since55(since("5.5")),
  };
}

function since53(is53: boolean) {
  return {
    ...{ listsByRomIds: is53, negotiatesByRoms: is53 },
    slotCap: is53 ? 50 : null,
    prunesByIdToo: is53,
    checksSlotLength: is53,
    linksSlotScreenshots: is53,
  };
}

function since54(is54: boolean) {
  return {
    badJwtIs500: !is54,
    remembersHashes: is54,
    dedupMarksDevice: is54,
    comparesSlotsExactly: is54,
    checksEmulatorName: is54,
    refusesLongNames: is54,
    checksArchives: is54,
    hasAnnotations: is54,
    refusesHiddenRoms: is54,
    deviceHasCapabilities: is54,
    playSessionsTellSync: !is54,
    guardsPlaySessions: is54,
    tellsDeviceInstall: is54,
    tellsBranch: is54,
    servesRetroarch: is54,
    keepsSyncSessions: is54,
    remembersLosses: is54,
  };
}

function since55(is55: boolean) {
  return {
    hasChannels: is55,
    tagsMilliseconds: is55,
    reservesNames: is55,
    prunesByLineage: is55,
    keepsSavesOfRemovedRoms: is55,
    snapshotRetention: 10,
    hasConverter: is55,
  };
}

/** Compares `major.minor`; a beta counts as its release, the specification as 5.2, other words as the newest. */
export function isAtLeast(version: string, release: string): boolean {
  const [major, minor] = numbers(version);
  const [neededMajor, neededMinor] = numbers(release);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

function numbers(version: string): [number, number] {
  if (version === "specification") return [5, 2];
  const parts = /^(\d+)\.(\d+)/.exec(version);
  return parts === null ? [Infinity, 0] : [Number(parts[1]), Number(parts[2])];
}

function versionText(version: string): string {
  if (version === "specification") return "5.2.0";
  return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}
