import { useSavepoint } from "../../hooks/savepoint.ts";
import { useNow } from "../../hooks/time.ts";
import { foundWords } from "../../words/words.ts";
import type { FoundGame } from "./found-games.ts";

/** What is known about the save of a game that was found, or what is to be chosen. */
export function useSaveText({ lacks, place, isTicked }: FoundGame): string {
  const { formats } = useSavepoint();
  const nowMs = useNow();
  if (lacks === "game") return foundWords.chooseGame;
  if (place === null) return foundWords.choosePlace;
  if (!isTicked) return foundWords.leftOut;
  if (!place.isMeasured) return foundWords.placeKnown;
  const { sizeBytes, modifiedAtMs } = place;
  if (sizeBytes === null || modifiedAtMs === null) return foundWords.noSaveYet;
  return foundWords.saveFound(formats.size(sizeBytes), formats.moment(modifiedAtMs, nowMs));
}
