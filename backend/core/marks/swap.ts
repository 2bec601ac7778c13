import type { SwapPart } from "../marks.ts";
import type { Sha256 } from "../vocabulary.ts";

/** One file of a set whose exchange was not recorded as done. */
export interface ObservedPart {
  part: SwapPart;
  /** Null: nothing stands at its path. */
  live: { sha256: Sha256; isBlank: boolean } | null;
  hasAside: boolean;
  hasStaged: boolean;
}

/**
 * What became of an exchange that was cut short. `finished`: every new file was put in its place, whatever was played on
 * it since. `played`: an emulator wrote over the mix, or an old file is gone: only the player can say what that is worth.
 * A blank file is what an emulator makes where it finds none: never a save while the old one waits.
 */
export function judgeSwap(parts: ObservedPart[]): "finished" | "played" | "roll-back" {
  if (parts.every(isExchanged) && parts.some(isWitness)) return "finished";
  return parts.some((one) => isForeign(one) || isOldLost(one)) ? "played" : "roll-back";
}

function isExchanged({ part, hasAside, hasStaged }: ObservedPart): boolean {
  return !hasStaged && (part.before === null || hasAside);
}

/** That staged files are gone proves nothing alone: a card that lost power may have lost them. */
function isWitness({ part, live, hasAside }: ObservedPart): boolean {
  return hasAside || (live !== null && live.sha256 === part.after);
}

function isForeign({ part, live }: ObservedPart): boolean {
  return live !== null && !live.isBlank && live.sha256 !== part.before && live.sha256 !== part.after;
}

function isOldLost({ part, live, hasAside }: ObservedPart): boolean {
  return part.before !== null && !hasAside && live?.sha256 !== part.before;
}
