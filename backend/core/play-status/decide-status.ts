import type { PlayStatus, PlayStatusReason } from "../vocabulary.ts";
import { statusFromAward } from "./status-from-award.ts";

/** What is known about one rom when its play status is decided. */
export interface StatusObservation {
  award: string | null;
  /** RomM's word as it stands now; null: none is set. */
  status: string | null;
  /** The status that stands there is the one that we wrote last. */
  isOurs: boolean;
  /** The player's setting: RetroAchievements overrules what was set by hand. */
  raAlwaysWins: boolean;
}

/** `write` null: the status stays as it is. */
export interface StatusDecision {
  write: PlayStatus | null;
  reason: PlayStatusReason;
}

/** What the player gave up on stays given up, whatever the settings say. */
const offLimits: ReadonlySet<string> = new Set<PlayStatus>(["retired", "never_playing"]);

/** From top to bottom, the first rule that fits; a status that we did not write is the player's. */
export function decideStatus({ award, status, isOurs, raAlwaysWins }: StatusObservation): StatusDecision {
  const target = statusFromAward(award);
  if (status !== null && offLimits.has(status)) return { write: null, reason: "off-limits" };
  if (target === null) return { write: null, reason: "unknown-award" };
  if (status === target) return { write: null, reason: "up-to-date" };
  if (status === null) return { write: target, reason: "no-status" };
  if (isOurs) return { write: target, reason: "follows" };
  if (raAlwaysWins) return { write: target, reason: "always-wins" };
  return { write: null, reason: "set-by-hand" };
}
