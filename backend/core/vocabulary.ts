/** The words of the domain, one meaning each; README's glossary explains them. Types only. */

declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** RomM's id of a library entry. Not stable across a rebuild of the library. */
export type RomId = Brand<number, "RomId">;
/** RomM's id of a save: one row of a slot's history. */
export type SaveId = Brand<number, "SaveId">;
/** RomM's id of a user. */
export type UserId = Brand<number, "UserId">;
/** RomM's uuid of a registered device. */
export type DeviceId = Brand<string, "DeviceId">;
/** Steam's 32-bit id of a non-Steam shortcut: random at creation, stable for the shortcut's life. */
export type AppId = Brand<number, "AppId">;
/** A slot's name, as RomM spells it. */
export type Slot = Brand<string, "Slot">;
/** `<origin>#<user id>`: whose saves these are. */
export type AccountId = Brand<string, "AccountId">;
/** Names (account, rom, slot, real path) within one account's state. */
export type UnitId = Brand<string, "UnitId">;
/** The two sides of a conflict as they were shown; another pair of sides has another id. */
export type ConflictId = Brand<string, "ConflictId">;
/** Lower-case hex SHA-256 of a unit's bytes: how this device tells contents apart. */
export type Sha256 = Brand<string, "Sha256">;
/** Lower-case hex MD5 as RomM computes `content_hash`: compares only with RomM's. */
export type ContentHash = Brand<string, "ContentHash">;

/** An expected result: a value, or an error with a `kind` that the player can act on. */
export type Outcome<T, E extends { kind: string }> = { ok: true; value: T } | { ok: false; error: E };

export type LocalChange = "unchanged" | "modified" | "absent";
export type RemoteChange = "unchanged" | "modified" | "gone" | "behind";

export type SaveDecision = "keep" | "adopt" | "upload" | "download" | "conflict" | "ask" | "forget" | "skip";

/** Why a decision was taken: stable codes for the log, the status and the tests. */
export type ReasonCode =
  // with a baseline: the table
  | "nothing-new"
  | "older-upload-came-late"
  | "lost-on-server"
  | "newer-on-server"
  | "gone-from-server"
  | "server-went-back"
  | "played-here"
  | "both-changed"
  | "played-here-server-empty"
  | "both-changed-server-went-back"
  | "restored"
  | "restored-newer"
  | "gone-on-both-sides"
  | "absent-server-went-back"
  // equality
  | "equal-content"
  // first meeting
  | "no-save-yet"
  | "first-upload"
  | "blank-save"
  | "first-download"
  | "older-version-here"
  | "first-meeting"
  | "ambiguous-head"
  | "other-account-wrote-here"
  // unproven baseline
  | "unproven-still-head"
  | "unproven-differs"
  | "belongs-to-other-slot"
  // before a transfer
  | "looks-lost"
  | "newer-looks-lost"
  | "raced"
  | "foreign-shape"
  // why nothing was decided
  | "untracked"
  | "running"
  /** A launch was let go, and its game is still to come. */
  | "starting"
  | "location-unavailable"
  | "unlinked"
  | "paused-by-server"
  | "unsupported"
  | "broken-on-server"
  | "not-reached"
  | "held";

/** Why a unit counts for the brake (sync/README.md 3): what looks like a loss, and never a plain step forward. */
export type HeldReason = "vanished" | "behind" | "gone" | "looks-lost" | "older-content";

/**
 * What an emulator writes for one rom; members are a rule, looked up at each observation, and nothing need exist yet.
 * `core/shapes/` says of each kind what it means.
 */
export type SaveLocation = SavePlace & {
  emulator: string;
  /** What the save is called where it travels: the row, and the folder on top of an archive. Absent: RomM's name of the rom. */
  travelsAs?: string;
  /** Parts of paths that differ from device to device, such as a user's number: never in an archive or a hash. */
  deviceParts?: string[];
  /** A card of several games, which the player chose to have travel as one. Absent: it is one game's. */
  isWholeCard?: true;
};

type SavePlace =
  | { kind: "file"; path: string }
  | { kind: "files"; folder: string; match: SetMatch }
  /** `beside`: a file next to the folder that belongs to it. */
  | { kind: "folder"; path: string; beside?: string }
  | { kind: "folders"; parent: string; prefix: string };

/** One stem with some of these extensions (each with its dot), or whatever a pattern finds and another does not leave out. */
export type SetMatch = { stem: string; extensions: string[] } | { glob: string; not?: string };

/** How an emulator came onto the Deck: it settles where its settings and saves lie. */
export type Install = "native" | "appimage" | "flatpak" | "steam" | "emudeck" | "retrodeck";

/** How a shortcut starts its rom, as Steam keeps it. */
export interface LaunchCommand {
  exe: string;
  startDir: string;
  options: string;
}

/** A non-Steam shortcut as Steam lists it. */
export interface SteamShortcut {
  /** Steam's own, never computed from name and command: Steam has changed how it makes them. */
  appId: AppId;
  name: string;
  launch: LaunchCommand;
  /** Whose it is: the name of the Steam user's folder below `userdata`; absent: not told. */
  steamUser?: string;
}

/** How sure it is which rom a shortcut starts. Only `certain` is ticked without a look. */
export type MatchCertainty = "certain" | "likely" | "none";

/** Why a rom is proposed for a shortcut, what speaks against it, or why none is: codes that the panel has words for. */
export type MatchEvidence =
  | "same-file"
  /** But for upper and lower case, or forms of Unicode. */
  | "same-letters"
  /** In another format, or packed: the archive of one is the content of the other. */
  | "same-name"
  /** The file inside an archive that is played. */
  | "same-entry"
  /** RomM's rom is a folder, and the shortcut starts something in it. */
  | "in-its-folder"
  /** A serial, a title id or a set's short name. */
  | "same-id"
  | "same-checksum"
  /** RomM has each disc of it as a rom. */
  | "one-of-its-discs"
  | "same-title"
  | "similar-title"
  /** It was tied to this rom before. */
  | "tied-before"
  // what speaks against it
  | "several-alike"
  | "other-region"
  | "other-revision"
  | "other-disc"
  | "translated"
  | "kin-platform"
  | "platform-not-told"
  // why there is no proposal
  | "starts-no-rom"
  | "not-understood"
  | "not-in-romm"
  /** RomM has a game of this title, but that one is a hack, a demo or an original of this one. */
  | "only-another-variant";

/** RomM's play status of a rom that the player may have set; none is null. */
export type PlayStatus = "incomplete" | "finished" | "completed_100" | "retired" | "never_playing";

/**
 * Why a play status is written (`no-status`, `follows`, `always-wins`), or left as it is. `lower-award`: less than it stood
 * for already; RetroAchievements changes its sets, and its pages repeat.
 */
export type PlayStatusReason =
  | "no-status"
  | "follows"
  | "always-wins"
  | "up-to-date"
  | "off-limits"
  | "set-by-hand"
  | "lower-award"
  | "unknown-award";

/**
 * The words for a request to RomM that gave no usable answer. `no-network`: this device has none; `offline`: RomM cannot
 * be reached over it; `untrusted`: the server showed a certificate that nothing vouches for; `web-page`: a page for
 * people came in place of RomM's answer, such as the sign-in of a hotel's Wi-Fi.
 */
export type RommErrorCode =
  | "no-network"
  | "offline"
  | "untrusted"
  | "web-page"
  | "timeout"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "too-large"
  | "busy"
  | "server-error"
  | "rejected"
  | "redirected"
  | "malformed";

/** A right in RomM's own words (`scope`): those that Savepoint asks for. */
export type Right =
  | "me.read"
  | "platforms.read"
  | "roms.read"
  | "roms.user.read"
  | "roms.user.write"
  | "assets.read"
  | "assets.write"
  | "devices.read"
  | "devices.write";

/** A server's certificate as it was seen and not taken. */
export interface SeenCertificate {
  /** SHA-256 of the whole certificate: `AB:CD:…`, 32 pairs. */
  fingerprint: string;
  why: CertificateTrouble;
  /** Whom it names, and who vouches for that; empty where it does not say. */
  subject: string;
  issuer: string;
  validFromMs: number;
  validToMs: number;
}

/** `unknown-issuer`: nobody known vouches for it; `other-than-pinned`: the player took another one for this server. */
export type CertificateTrouble =
  | "self-signed"
  | "unknown-issuer"
  | "expired"
  | "not-yet-valid"
  | "other-host"
  | "other-than-pinned"
  | "revoked"
  | "other";

/**
 * Where the registry came from at start, until the player has seen it. `recovered`: from a backup saved at `savedAtMs`,
 * nothing is uploaded on its word; `lost`: nothing of use was left, it has to be rebuilt or a snapshot restored;
 * `unreadable`: the disk does not tell, and nothing is changed.
 */
export type RegistryHealth =
  | { kind: "current" }
  | { kind: "fresh" }
  | { kind: "recovered"; reason: string; savedAtMs: number }
  | { kind: "lost"; reason: string }
  | { kind: "read-only"; version: number }
  | { kind: "unreadable"; detail: string };
