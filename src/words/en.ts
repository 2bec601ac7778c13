import type { ConnectError } from "../../backend/contract/account.ts";
import type { RommProblem } from "../../backend/contract/errors.ts";
import type { Notice } from "../../backend/contract/events.ts";
import type { RegistryHealth } from "../../backend/contract/overview.ts";
import type { Activity } from "../../backend/contract/saves/activity.ts";
import type { UncheckedReason } from "../../backend/contract/saves/launch.ts";
import type { SyncStatus } from "../../backend/contract/saves/shortcut.ts";
import type { SyncError, SyncReport } from "../../backend/contract/saves/sync.ts";
import type { HeldReason, ReasonCode, SaveDecision } from "../../backend/contract/words.ts";
import type { BackendTrouble } from "../overview/overview-store.ts";
import type { Formats } from "./format.ts";

/** Every text of the panel. A kind without its words does not compile. */
export const language = "en";
export const justNow = "just now";

export const statuses: Record<SyncStatus["kind"], string> = {
  synced: "Up to date",
  "will-upload": "Played here, goes to RomM next",
  "will-download": "Newer save in RomM",
  conflict: "Your choice is needed",
  playing: "Being played",
  "waiting-for-network": "Waiting for RomM",
  untracked: "Not followed",
  "no-save-yet": "No save yet",
  "location-unavailable": "Save folder is not there",
  unlinked: "No longer in RomM",
  held: "Held back until you answer",
  unsupported: "Cannot be synced yet",
  "paused-by-server": "Sync is off for this Deck",
  problem: "Needs a look",
};

/** Why something was decided, or why the player is asked. */
export const reasons: Record<ReasonCode, string> = {
  "older-upload-came-late": "RomM got an older save of this Deck late; the newer one goes on top again.",
  "nothing-new": "Nothing new on either side.",
  "newer-on-server": "RomM had a newer save.",
  "gone-from-server": "RomM no longer has this save. It is still here.",
  "server-went-back": "RomM went back to an older save.",
  "played-here": "You played here.",
  "both-changed": "Played here and on another device.",
  "played-here-server-empty": "You played here, and RomM has no save.",
  "both-changed-server-went-back": "You played here, and RomM went back to an older save.",
  restored: "The save was missing here and came back from RomM.",
  "restored-newer": "The save was missing here. RomM's newer one was loaded.",
  "gone-on-both-sides": "The save is gone here and in RomM.",
  "absent-server-went-back": "The save is missing here, and RomM went back to an older one.",
  "equal-content": "Both sides are equal.",
  "no-save-yet": "There is no save yet.",
  "first-upload": "First save from this Deck.",
  "blank-save": "The save here is blank.",
  "first-download": "First save loaded from RomM.",
  "older-version-here": "This Deck had an older version.",
  "first-meeting": "This Deck and RomM both have a save, and they have never been in sync.",
  "ambiguous-head": "RomM has two saves that could be the newest.",
  "other-account-wrote-here": "Another RomM account last used this save.",
  "unproven-still-head": "Unchanged since before the recovery.",
  "unproven-differs": "After a recovery, this Deck and RomM differ.",
  "belongs-to-other-slot": "This save belongs to another slot.",
  "looks-lost": "The save here shrank a lot. It may be damaged.",
  raced: "The game started while a save was being loaded.",
  "foreign-shape": "RomM's save is of another kind than this game's.",
  untracked: "This game is not followed.",
  running: "The game is running.",
  "location-unavailable": "The save folder is not there.",
  unlinked: "The game is no longer in RomM.",
  "paused-by-server": "Sync is switched off for this Deck.",
  unsupported: "This kind of save cannot be synced yet.",
  "broken-on-server": "RomM lists the save, but its file is missing there.",
  "not-reached": "RomM was not reached.",
  held: "Held back until you look at it.",
};

/** Why a save counts as lost. */
export const heldReasons: Record<HeldReason, string> = {
  vanished: "The save is missing here.",
  behind: "RomM went back to an older save.",
  gone: "RomM no longer has this save.",
  "looks-lost": "The save here is blank or shrank a lot.",
  "older-content": "The save here went back to an older version.",
};

/** What "Go on" does with it. */
export const heldWaits: Record<SaveDecision, string> = {
  keep: "It would stay as it is.",
  adopt: "Both sides are equal.",
  upload: "It would go to RomM.",
  download: "RomM's would be loaded.",
  conflict: "You would be asked.",
  ask: "You would be asked.",
  forget: "It would be forgotten.",
  skip: "It would be left out.",
};

export const rommProblems: Record<RommProblem["code"], string> = {
  offline: "RomM cannot be reached.",
  timeout: "RomM takes too long to answer.",
  unauthorized: "RomM no longer accepts this Deck's token. Connect again.",
  forbidden: "The token is missing a permission.",
  "not-found": "RomM does not know this.",
  conflict: "RomM has something newer.",
  "too-large": "The save is too large for RomM.",
  busy: "RomM is busy. It is tried again later.",
  "server-error": "RomM has an internal error.",
  rejected: "RomM refused the request.",
  redirected: "The address leads somewhere else.",
  malformed: "What answers there does not speak like RomM.",
};

export function connectError(error: ConnectError): string {
  switch (error.kind) {
    case "bad-origin":
      return "This is not a full address. It starts with http:// or https://.";
    case "too-old":
      return `This is RomM ${error.serverVersion}. Savepoint needs ${error.needed} or newer.`;
    case "state-read-only":
      return "A newer Savepoint wrote the registry. Update Savepoint first.";
    case "no-space":
      return "No space left on this Deck. Nothing was changed.";
    case "disk":
      return "This Deck's storage refused to write. Nothing was changed.";
    case "romm":
      return connectProblems[error.code] ?? rommProblems[error.code];
  }
}

/** While connecting, the address and the token are the suspects. */
const connectProblems: Partial<Record<RommProblem["code"], string>> = {
  offline: "Nothing answers there. Check the address and the network.",
  unauthorized: "RomM does not accept this token. Copy it again, or make a new one.",
  forbidden: "This token is missing permissions. Make one that may read and write saves and devices.",
  "not-found": "Something answers there, but it is not RomM.",
  redirected: "This address forwards to another one. Enter the final address.",
  malformed: "Something answers there, but it is not RomM.",
};

export function syncError(error: SyncError): string {
  switch (error.kind) {
    case "romm":
      return rommProblems[error.code];
    case "signed-out":
      return "Connect to RomM first.";
    case "state-read-only":
      return "A newer Savepoint wrote the registry. Update Savepoint first.";
    case "unknown-shortcut":
      return "Savepoint does not know this game.";
    case "running":
      return "The game is running. Its save is left alone until it ends.";
    case "location-unavailable":
      return "The save folder is not there. Is the card inserted?";
    case "no-space":
      return "No space left on this Deck. Nothing was changed.";
    case "disk":
      return "This Deck's disk reported an error. Nothing was changed.";
    case "changed-meanwhile":
      return "The save changed while it was read. Try again.";
    case "foreign-shape":
      return "RomM's save is of another kind than this game's. Nothing was changed.";
    case "not-settled":
      return "RomM and this Deck did not come to rest. It is tried again later.";
    case "stale":
      return "One side changed meanwhile. Look again.";
    case "nothing-there":
      return "There is no save on that side.";
  }
}

/** Null: nothing that the player needs to be told. */
export const unchecked: Record<UncheckedReason, string | null> = {
  "let-through": null,
  offline: "RomM cannot be reached. Playing with this Deck's save.",
  budget: "RomM was too slow. Playing with this Deck's save.",
  untracked: null,
  "unknown-shortcut": null,
  "signed-out": null,
  running: null,
  postponed: null,
  held: "Many saves looked lost. This one waits for your answer in Savepoint.",
  "paused-by-server": null,
  unsupported: null,
  problem: "The save could not be checked. Playing with this Deck's save.",
};

export const troubles: Record<BackendTrouble, string> = {
  "backend-stopped": "Savepoint's service stopped. Restarting it…",
  "backend-silent": "Savepoint's service does not answer. Trying again…",
  "bridge-failed": "Decky does not reach Savepoint's service. Trying again…",
  internal: "Savepoint has a problem. Trying again…",
  "other-version": "Savepoint was updated. Restart Steam to finish.",
};

/** Null: all is well. */
export const registries: Record<RegistryHealth["kind"], { title: string; body: string } | null> = {
  current: null,
  fresh: null,
  recovered: {
    title: "Your games were recovered",
    body: "The registry was damaged and came back from its backup. Saves are compared before anything moves.",
  },
  lost: {
    title: "The list of games was lost",
    body: "The registry and its backup were both damaged. Your saves are untouched. Add your games again.",
  },
  "read-only": {
    title: "Update Savepoint",
    body: "A newer version wrote the registry. Nothing is changed until Savepoint is updated.",
  },
  unreadable: {
    title: "The registry cannot be read",
    body: "The disk reports an error. Nothing is changed meanwhile.",
  },
};

/** The body stands after the game's name, where there is one. */
export const notices: Record<Notice["kind"], { title: string; body: string }> = {
  "saved-to-romm": { title: "Saved to RomM", body: "" },
  conflict: { title: "Your choice is needed", body: "Open Savepoint to choose a save." },
  held: { title: "Saves are held back", body: "Many saves looked lost at once. Open Savepoint to decide." },
  "play-status": { title: "Play status set in RomM", body: "From your RetroAchievements." },
  "device-registered-again": {
    title: "This Deck is back on RomM",
    body: "It had been removed there and was registered again.",
  },
  "backend-restarted": { title: "Savepoint restarted its service", body: "Your saves are as they were." },
};

/** One line of the log: what was done, asked, or what failed. */
export function activityText(activity: Activity): string {
  if (activity.outcome === "failed") return activity.detail ?? failedDecisions[activity.decision];
  if (activity.outcome === "asks") return reasons[activity.reason];
  if (activity.choice === "keep-local") return "You kept this Deck's save";
  if (activity.choice === "take-remote") return "You took RomM's save";
  return doneDecisions[activity.decision];
}

const doneDecisions: Record<SaveDecision, string> = {
  keep: "Nothing new",
  adopt: "Both sides were equal",
  upload: "Sent to RomM",
  download: "Loaded from RomM",
  conflict: "Your choice is needed",
  ask: "Your choice is needed",
  forget: "Gone on both sides",
  skip: "Skipped",
};

const failedDecisions: Record<SaveDecision, string> = {
  keep: "Could not be checked",
  adopt: "Could not be confirmed",
  upload: "Not sent yet",
  download: "Not loaded yet",
  conflict: "Not settled yet",
  ask: "Not settled yet",
  forget: "Could not be checked",
  skip: "Could not be checked",
};

/** "2 sent, 1 loaded"; "nothing new". */
export function reportText(report: SyncReport, formats: Formats): string {
  const count = (matches: (line: SyncReport["lines"][number]) => boolean) =>
    report.lines.filter(matches).length;
  const parts: [number, string][] = [
    [count((line) => line.outcome === "done" && line.direction === "up"), "sent"],
    [count((line) => line.outcome === "done" && line.direction === "down"), "loaded"],
    [count((line) => line.outcome === "asks"), "to choose"],
    [count((line) => line.reason === "held"), "held back"],
    [count((line) => line.outcome === "failed"), "not done"],
  ];
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${formats.count(number)} ${word}`);
  return `${told.length === 0 ? "nothing new" : told.join(", ")}${report.isCancelled ? ", cancelled" : ""}`;
}

export const labels = {
  name: "Savepoint",
  account: {
    title: "RomM",
    welcome: "Welcome to Savepoint",
    signedOut: "Your saves follow you to every device that plays from your RomM.",
    connect: "Connect to RomM",
    change: "Account",
    as: (username: string, deviceName: string) => `${username} on ${deviceName}`,
    reached: (ago: string) => `Reached ${ago}`,
    notAsked: "Not asked yet",
    disconnect: "Disconnect",
    disconnectBody: "Saves stay where they are, here and in RomM. Your games stay listed.",
    server: "Address",
    user: "User",
    device: "This Deck",
    version: "RomM version",
  },
  connectForm: {
    title: "Connect to RomM",
    origin: "Address",
    originHint: "For example https://romm.example.org",
    token: "API token",
    tokenHint: "In RomM: your profile, Client API tokens",
    submit: "Connect",
    busy: "Connecting…",
    cancel: "Cancel",
  },
  conflicts: {
    title: "Your choice",
    keepLocal: "Keep this Deck's",
    takeRemote: "Take RomM's",
    later: "Decide later",
    postponed: "You put this off. It asks no more before the game starts.",
    newer: "newer",
    noLocal: "No save on this Deck",
    noRemote: "No save in RomM",
    from: (deviceName: string) => `from ${deviceName}`,
    otherIsKept: "The other save is kept, not deleted.",
    working: "Working on it…",
  },
  held: {
    title: "Held back",
    body: (count: string) =>
      `${count} saves looked lost at once, as after a card was re-formatted or RomM was restored. Nothing was touched.`,
    more: (count: string) => `and ${count} more`,
    choices: {
      "go-on": "This is right, go on",
      "keep-local": "Keep this Deck's",
      "take-remote": "Take RomM's",
    },
    nothingLost: "What is replaced is kept, not deleted.",
    working: "Working on it…",
  },
  games: {
    title: "Games",
    none: "No games yet",
    noneBody: "Games that you tie to RomM are listed here, each with the state of its save.",
    syncOne: "Sync",
    follow: "Follow",
    stopFollowing: "Stop following",
    showAll: (count: string) => `Show all ${count} games`,
    working: "Syncing…",
  },
  sync: {
    all: "Sync all",
    progress: (done: string, total: string) => `${done} of ${total}`,
    starting: "Starting…",
    cancel: "Cancel",
    cancelling: "Ends after this game…",
    last: (ago: string, result: string) => `Last sync ${ago}: ${result}`,
    never: "Not synced yet",
  },
  activity: {
    title: "Lately",
    none: "Nothing has happened yet.",
  },
  notices: {
    asOf: (ago: string) => `Shown as it was ${ago}.`,
    loading: "One moment…",
    sectionBroken: "This part could not be shown.",
    restarted: "Savepoint's service was restarted",
    savedAt: (moment: string) => `Backup: ${moment}.`,
    seen: "I have read this",
    notStored: "This could not be stored. Free some space on the disk and try again.",
  },
  launch: {
    waiting: "Checking the save",
    waitingBody: (name: string) => `Asking RomM for the newest save of ${name}.`,
    playNow: "Play now",
    askTitle: "Which save do you want to play?",
    playAnyway: "Play, decide later",
    loaded: "Newer save loaded from RomM",
    checkFailed: "The save could not be checked. Playing with this Deck's save.",
    notSaved: "Not sent to RomM yet",
  },
} as const;
