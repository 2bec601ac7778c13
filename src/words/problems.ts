import type { ConnectError } from "../../backend/contract/account.ts";
import type { RommProblem } from "../../backend/contract/errors.ts";
import type { SyncError } from "../../backend/contract/saves/sync.ts";
import type { BackendTrouble } from "../overview/overview-store.ts";

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

export const troubles: Record<BackendTrouble, string> = {
  "backend-stopped": "Savepoint's service stopped. Restarting it…",
  "backend-silent": "Savepoint's service does not answer. Trying again…",
  "bridge-failed": "Decky does not reach Savepoint's service. Trying again…",
  internal: "Savepoint has a problem. Trying again…",
  "other-version": "Savepoint was updated. Restart Steam to finish.",
};
