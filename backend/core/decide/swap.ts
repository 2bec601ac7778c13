import type { SwapPart } from "../state.ts";
import type { Sha256 } from "../vocabulary.ts";

/** One file of a set whose exchange was not recorded as done. */
export interface SwapPartSight {
  part: SwapPart;
  /** Null: nothing stands at its path. */
  live: { sha256: Sha256; isBlank: boolean } | null;
}

/**
 * What became of an exchange that was cut short. `played`: an emulator wrote over the mix, and only the player can say
 * what that is worth. A blank file is what an emulator makes where it finds none: never a save while the old one waits.
 */
export function judgeSwap(sights: SwapPartSight[]): "finished" | "played" | "roll-back" {
  if (sights.every(({ part, live }) => (live?.sha256 ?? null) === part.after)) return "finished";
  const isForeign = ({ part, live }: SwapPartSight) =>
    live !== null && !live.isBlank && live.sha256 !== part.before && live.sha256 !== part.after;
  return sights.some(isForeign) ? "played" : "roll-back";
}
