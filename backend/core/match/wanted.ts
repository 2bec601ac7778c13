import { readClues } from "./clues.ts";
import type { Subject } from "./match.ts";
import { distance, type PlatformTable, type RommPlatform, wordsOf } from "./where.ts";

/** The platforms on which the shortcuts' games can be; null: one of them could be on any. */
export function wantedPlatforms<P extends RommPlatform>(
  subjects: Subject[],
  table: PlatformTable,
  platforms: P[],
): P[] | null {
  const words = new Set(platforms.flatMap(wordsOf));
  const wheres = subjects.flatMap((subject) => {
    const clues = isGame(subject) ? readClues(subject, table, (word) => words.has(word)) : null;
    // Whatever could be anything is not worth a listing of all.
    const isTold = clues !== null && (subject.target.kind === "rom" || clues.where.by !== "nothing");
    return isTold ? [clues.where] : [];
  });
  if (wheres.some(({ by }) => by === "nothing")) return null;
  return platforms.filter((platform) => wheres.some((where) => distance(where, platform) !== null));
}

function isGame({ target }: Subject): boolean {
  return target.kind === "rom" || target.kind === "unknown";
}
