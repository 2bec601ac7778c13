import type { AnswerWay } from "../../screens/needs-you/answers.ts";
import { counted } from "./count.ts";

/** One answer for many choices. */
export const answerAllWords = {
  door: (count: number) => `Answer all ${new Intl.NumberFormat("en").format(count)} at once…`,
  doorNote: "You see each answer before it is given, and one undo takes all back.",
  facts:
    "The saves that are not taken are kept, and one undo takes all back. Choose one way for all of them:",
  ways: {
    later: "The one that was played later",
    local: "This Deck's for all",
    remote: "RomM's for all",
  } satisfies Record<AnswerWay, string>,
  cannotTell: (count: number) =>
    counted(
      count,
      "1 stays: this cannot be told of it.",
      (number) => `${number} stay: this cannot be told of them.`,
    ),
  sides: (here: number, there: number) => `${here} from this Deck, ${there} from RomM.`,
  answer: (count: number) => counted(count, "Answer 1 game", (number) => `Answer ${number} games`),
  nothing: "No game is ticked",
  cancel: "Cancel",
  tick: "Tick",
  untick: "Leave it to me",
  keepsThisDecks: "This Deck's save",
  takesRomMs: "RomM's save",
  staysOpen: "You decide this one yourself",
  working: "Answering…",
};
