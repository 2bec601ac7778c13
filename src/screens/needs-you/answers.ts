import type { Conflict, ConflictChoice } from "../../../backend/contract/saves/conflict.ts";
import type { ConflictId } from "../../../backend/contract/words.ts";

/** One way to answer many choices at once. */
export type AnswerWay = "later" | "local" | "remote";

export const answerWays: AnswerWay[] = ["later", "local", "remote"];

export interface Answer {
  conflictId: ConflictId;
  name: string;
  choice: Extract<ConflictChoice, "keep-local" | "take-remote">;
}

/** What the way would answer to each; a choice that it cannot answer is left out: nobody's save is guessed at. */
export function answersOf(conflicts: readonly Conflict[], way: AnswerWay): Answer[] {
  return conflicts.flatMap(({ conflictId, name, local, remote, later }): Answer[] => {
    const side = way === "later" ? later : way;
    if (side === "local" && local !== null) return [{ conflictId, name, choice: "keep-local" }];
    return side === "remote" && remote !== null ? [{ conflictId, name, choice: "take-remote" }] : [];
  });
}

/** How many of them go which way. */
export function countAnswers(answers: readonly Answer[]): { here: number; there: number } {
  const here = answers.filter(({ choice }) => choice === "keep-local").length;
  return { here, there: answers.length - here };
}
