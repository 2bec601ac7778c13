import type { PlayStatus, PlayStatusReason } from "../vocabulary.ts";
import { statusFromAward } from "./status-from-award.ts";

/** What is known about one rom when its play status is decided. */
export interface StatusObservation {
  award: string | null;
  /** RomM's word as it stands now; null: none is set. */
  status: string | null;
  /** The status that stands there is the one that we wrote last. */
  isOurs: boolean;
  /** We wrote one, and none stands there any more: the player cleared it. */
  isCleared?: boolean;
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

const order: readonly string[] = ["incomplete", "finished", "completed_100"] satisfies PlayStatus[];

function isLower(target: PlayStatus, status: string): boolean {
  return order.indexOf(target) < order.indexOf(status);
}

/** From top to bottom, the first rule that fits; a status that we did not write is the player's. */
export function decideStatus(observation: StatusObservation): StatusDecision {
  const { award, status, isOurs, isCleared = false, raAlwaysWins } = observation;
  const target = statusFromAward(award);
  if (status !== null && offLimits.has(status)) return { write: null, reason: "off-limits" };
  if (target === null) return { write: null, reason: "unknown-award" };
  if (status === target) return { write: null, reason: "up-to-date" };
  if (raAlwaysWins && !(status === null && !isCleared))
    return { write: target, reason: isOurs ? "follows" : "always-wins" };
  if (isCleared) return { write: null, reason: "set-by-hand" };
  if (status === null) return { write: target, reason: "no-status" };
  if (isOurs && isLower(target, status)) return { write: null, reason: "lower-award" };
  if (isOurs) return { write: target, reason: "follows" };
  return { write: null, reason: "set-by-hand" };
}
