import type { BadAddress, ConnectError } from "../../../backend/contract/account.ts";
import type { BadRequest, RommProblem } from "../../../backend/contract/errors.ts";
import type { WhyNoUndo } from "../../../backend/contract/saves/activity.ts";
import type { SyncError } from "../../../backend/contract/saves/sync.ts";
import type { StateError } from "../../../backend/contract/snapshot.ts";
import type { BackendTrouble } from "../../stores/overview-store.ts";
import { rommProblem } from "./romm-problems.ts";
import { signInRefusal } from "./sign-in.ts";

export const updateFirst = "A newer Savepoint wrote your list of games. Update Savepoint first.";

/** Nothing was done; the log says what was wrong. */
export const badRequest = "Savepoint did not understand this. Nothing was changed.";

export function connectError(error: ConnectError | BadRequest): string {
  switch (error.kind) {
    case "bad-origin":
      return badAddresses[error.why];
    case "bad-access":
      return badAccess[error.part];
    case "too-old":
      return `This is RomM ${error.serverVersion}. Savepoint needs ${error.needed} or newer.`;
    case "state-read-only":
      return updateFirst;
    case "no-space":
      return "No space left on this Deck. Nothing was changed.";
    case "disk":
      return "This Deck's storage refused to write. Nothing was changed.";
    case "romm":
      return connectProblems[error.code] ?? rommProblem(error);
    case "bad-request":
      return badRequest;
    default:
      return signInRefusal(error);
  }
}

const badAddresses: Record<BadAddress, string> = {
  empty: "Enter the address of your RomM, as you type it into a browser.",
  "not-an-address":
    "This is not an address. One starts with http:// or https://, such as https://romm.home.lan.",
  "other-scheme": "RomM's address starts with http:// or https://, or with its name alone.",
  "holds-user": "There is a user name in this address. Enter it without the part before the @.",
};

const badAccess: Record<(ConnectError & { kind: "bad-access" })["part"], string> = {
  authority: "This file is no certificate authority. Choose a PEM file with one or more certificates.",
  fingerprint: "This is no fingerprint of a certificate. It has 32 pairs of digits and letters from A to F.",
  headers: "One of the extra headers has a name or a value that headers cannot carry. Correct it.",
  "client-certificate": "The certificate for this Deck and its key do not fit. Choose both PEM files again.",
};

/** While connecting, the address and the token are the suspects. */
const connectProblems: Partial<Record<RommProblem["code"], string>> = {
  offline: "Nothing answers there. Check the address and the network.",
  unauthorized: "RomM does not accept this token. Copy it again, or make a new one.",
  busy: "Too many tries. Wait a minute, then try again.",
  forbidden: "This token is missing permissions. Make one that may read and write saves and devices.",
  "not-found": "Something answers there, but it is not RomM.",
  redirected: "This address forwards to another one. Enter the final address.",
  malformed: "Something answers there, but it is not RomM.",
};

export function syncError(error: SyncError | BadRequest): string {
  switch (error.kind) {
    case "romm":
      return rommProblem(error);
    case "signed-out":
      return "Sign in to RomM first.";
    case "state-read-only":
      return updateFirst;
    case "unknown-shortcut":
      return "Savepoint does not know this game.";
    case "running":
      return "The game is running. Its save is left alone until it ends.";
    case "starting":
      return "The game is about to start. Its save is left alone; try again in two minutes.";
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
    case "unsupported":
      return "Several games share this memory card. Nothing was changed.";
    case "not-settled":
      return "RomM and this Deck did not come to rest. It is tried again later.";
    case "stale":
      return "One side changed meanwhile. Look again.";
    case "internal":
      return "Savepoint made a mistake at this save. Nothing was changed; its log says where.";
    case "nothing-there":
      return "There is no save on that side.";
    case "unknown-version":
      return "This version is gone. Look at the list again.";
    case "bytes-gone":
      return "Neither this Deck nor RomM has this save any more. Nothing was changed.";
    case "other-playthrough":
      return `That was in the playthrough "${error.slot}". Switch to it first.`;
    case "slot-taken":
      return `There is a playthrough "${error.slot}" already. Choose another name.`;
    case "unknown-slot":
      return `There is no playthrough "${error.slot}". Look at the list again.`;
    case "unknown-activity":
      return "This line is too old to be undone.";
    case "cannot-undo":
      return noUndo[error.why];
    case "bad-request":
      return badRequest;
  }
}

export const noUndo: Record<WhyNoUndo, string> = {
  undone: "This was undone already.",
  "nothing-changed": "This changed nothing that could be undone.",
  "bytes-gone": "Neither this Deck nor RomM has the save of before any more.",
  removed: "This game was removed from Savepoint. Undo that first.",
  "other-playthrough": "Another playthrough is played now. Switch back first.",
  "other-account": "Another account did this. Sign in as that one first.",
};

export function stateError(error: StateError | BadRequest): string {
  switch (error.kind) {
    case "bad-request":
      return badRequest;
    case "running":
      return `Exit ${error.name} first: its save is in use.`;
    case "starting":
      return `${error.name} is about to start. Try again in two minutes.`;
    case "unknown-snapshot":
      return "This backup is no longer there, or it is damaged. Choose another one.";
    case "state-read-only":
      return updateFirst;
    case "no-space":
      return "No space left on this Deck. Nothing was changed. Free some and try again.";
    case "disk":
      return "This Deck's storage refused to write. Nothing was changed. Try again.";
  }
}

/** What is the matter with Savepoint itself; the note is what to do, where something is to be done. */
export const troubles: Record<BackendTrouble, { title: string; note: string }> = {
  "backend-stopped": { title: "Savepoint is restarting", note: "You can play." },
  "backend-silent": {
    title: "Savepoint does not answer",
    note: "It is asked again by itself. You can play.",
  },
  "bridge-failed": { title: "Decky does not reach Savepoint", note: "It is tried again. You can play." },
  internal: { title: "Savepoint has a problem", note: "It is tried again by itself. You can play." },
  "other-version": { title: "Restart Steam to finish the update", note: "Savepoint was updated." },
  retired: { title: "Savepoint was updated", note: "Go back and open it again." },
};
