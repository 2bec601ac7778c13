import type { PlayStatus } from "../vocabulary.ts";

/** RetroAchievements' words for an award, as RomM passes them on (`highest_award_kind`, RomM 4.8). */
const statusByAward: ReadonlyMap<string, PlayStatus> = new Map([
  ["mastered", "completed_100"],
  ["completed", "completed_100"],
  ["beaten-hardcore", "finished"],
  ["beaten-softcore", "finished"],
]);

/** Higher is more; a word we do not know counts as none. */
export function rankOfAward(award: string | null): number {
  return award === null
    ? 0
    : ["beaten-softcore", "beaten-hardcore", "completed", "mastered"].indexOf(award) + 1;
}

/** Null as award: the game was started and nothing was awarded yet. Null as answer: a word we do not know changes nothing. */
export function statusFromAward(award: string | null): PlayStatus | null {
  return award === null ? "incomplete" : (statusByAward.get(award) ?? null);
}
