import type { SaveRow } from "../save-row.ts";
import type { HeldReason, ReasonCode } from "../vocabulary.ts";
import type { Observation, PresentLocal } from "./observation.ts";

/** Fewer may look lost by chance: a deleted save, one damaged file. */
const fewest = 3;

/** How many units were looked at, and how many of them look lost. */
export interface BrakeCount {
  looked: number;
  alarming: number;
}

/**
 * The brake (sync/README.md 3): many losses at once are rather a re-formatted card or a restored server than what the player
 * did. Plain steps forward never count, however many they are.
 */
export function isBraking({ looked, alarming }: BrakeCount): boolean {
  return alarming >= fewest && alarming * 2 > looked;
}

/** Why the unit counts; null: it does not. */
export function alarmOf(observation: Observation, { reason }: { reason: ReasonCode }): HeldReason | null {
  const alarm = alarms[reason];
  return alarm === "if-older" ? (isOlderHere(observation) ? "older-content" : null) : alarm;
}

/** `if-older`: an ordinary change, unless its bytes are those of an older row: then a backup came back. */
const alarms: Record<ReasonCode, HeldReason | "if-older" | null> = {
  "nothing-new": null,
  "older-upload-came-late": null,
  "lost-on-server": null,
  "newer-on-server": null,
  "gone-from-server": "gone",
  "server-went-back": "behind",
  "played-here": "if-older",
  "both-changed": "if-older",
  "played-here-server-empty": "gone",
  "both-changed-server-went-back": "behind",
  restored: "vanished",
  "restored-newer": "vanished",
  "gone-on-both-sides": "vanished",
  "absent-server-went-back": "vanished",
  "equal-content": null,
  "no-save-yet": null,
  "first-upload": null,
  "blank-save": null,
  "first-download": null,
  "older-version-here": null,
  "first-meeting": null,
  "ambiguous-head": null,
  "other-account-wrote-here": null,
  "unproven-still-head": null,
  "unproven-differs": null,
  "belongs-to-other-slot": null,
  "looks-lost": "looks-lost",
  "newer-looks-lost": "looks-lost",
  raced: null,
  "foreign-shape": null,
  untracked: null,
  running: null,
  starting: null,
  "location-unavailable": null,
  unlinked: null,
  "paused-by-server": null,
  unsupported: null,
  "broken-on-server": null,
  "not-reached": null,
  held: null,
};

/** The bytes here are those of a row before the baseline's. Bytes that the player chose are no relapse. */
function isOlderHere({ baseline, local, remote, seen }: Observation): boolean {
  if (baseline === null || local.kind !== "present" || baseline.chosenSha256 === local.sha256) return false;
  const listed = remote.kind === "listed" ? remote.slotRows : [];
  return (
    listed.some((row) => row.id < baseline.row.id && isSame(local, row)) ||
    Object.entries(seen).some(([id, row]) => Number(id) < baseline.row.id && isSame(local, row))
  );
}

function isSame(local: PresentLocal, { contentHash }: Pick<SaveRow, "contentHash">): boolean {
  return contentHash !== null && contentHash === local.contentHash;
}
