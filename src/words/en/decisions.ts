import type { WaitsFor } from "../../../backend/contract/conditions.ts";
import type { SyncStatus } from "../../../backend/contract/saves/shortcut.ts";
import type { ReasonCode } from "../../../backend/contract/words.ts";

export const statuses: Record<SyncStatus["kind"], string> = {
  "not-looked": "Not looked at yet",
  synced: "Nothing new",
  "will-upload": "Goes to RomM next",
  "will-download": "RomM has a newer save",
  conflict: "Your choice is needed",
  playing: "Being played",
  "waiting-for-network": "Waits for RomM",
  untracked: "Sync is off",
  "no-save-yet": "No save yet",
  "location-unavailable": "Its save folder is not there",
  unlinked: "No longer in RomM",
  held: "On hold until you answer",
  unsupported: "Its save cannot travel yet",
  "paused-by-server": "Sync is off for this Deck",
  problem: "Needs a look",
};

/** How the save stands; of what is too much to move by itself now, what it waits for. */
export function statusText(status: SyncStatus): string {
  return "waitsFor" in status && status.waitsFor !== undefined
    ? waits[status.waitsFor]
    : statuses[status.kind];
}

const waits: Record<WaitsFor, string> = {
  charger: "Large: waits for a charger, or for you to ask RomM",
  "unmetered-network": "Large: waits for a network that costs nothing, or for you to ask RomM",
};

/** Why something was decided, or why the player is asked. */
export const reasons: Record<ReasonCode, string> = {
  "lost-on-server": "RomM lost the file of the save that was sent; it is sent once more.",
  "older-upload-came-late": "RomM had an older save on top; the newer one goes there again.",
  "nothing-new": "Nothing new on either side.",
  "newer-on-server": "RomM had a newer save.",
  "gone-from-server": "RomM no longer has this save. It is still here.",
  "server-went-back": "RomM went back to an older save.",
  "played-here": "You played here.",
  "both-changed": "Played in two places.",
  "played-here-server-empty": "You played here, and RomM has no save.",
  "both-changed-server-went-back": "You played here, and RomM went back to an older save.",
  restored: "The save was missing here and came back from RomM.",
  "restored-newer": "The save was missing here. RomM's newer one was fetched.",
  "gone-on-both-sides": "The save is gone here and in RomM.",
  "absent-server-went-back": "The save is missing here, and RomM went back to an older one.",
  "equal-content": "Both sides are equal.",
  "no-save-yet": "There is no save yet.",
  "first-upload": "First save from this Deck.",
  "blank-save": "The save here is blank.",
  "first-download": "First save fetched from RomM.",
  "older-version-here": "This Deck had an older version.",
  "first-meeting": "Two saves that never met: one here, one in RomM.",
  "ambiguous-head": "RomM has two newest saves.",
  "other-account-wrote-here": "Another RomM account last used this save.",
  "unproven-still-head": "Unchanged since before the recovery.",
  "unproven-differs": "After a recovery, this Deck and RomM differ.",
  "belongs-to-other-slot": "This save belongs to another playthrough.",
  "looks-lost": "The save here looks lost.",
  "newer-looks-lost": "RomM's save looks lost.",
  raced: "The game started while a save was being fetched.",
  "foreign-shape": "RomM's save is of another kind than this game's.",
  untracked: "Sync is off for this game.",
  running: "The game is running.",
  starting: "The game is about to start.",
  "location-unavailable": "The save folder is not there.",
  unlinked: "The game is no longer in RomM.",
  "paused-by-server": "Sync is switched off for this Deck.",
  unsupported: "This kind of save cannot be synced yet.",
  "broken-on-server": "RomM lists the save, but its file is missing there.",
  "not-reached": "RomM was not reached.",
  held: "On hold until you look at it.",
};
