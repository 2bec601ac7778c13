import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
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
    counted(count, "1 stays: this cannot be told of it.", "# stay: this cannot be told of them."),
  sides: (here: number, there: number) => `${here} from this Deck, ${there} from RomM.`,
  answer: (count: number) => counted(count, "Answer 1 game", "Answer # games"),
  nothing: "No game is ticked",
  cancel: "Cancel",
  tick: "Tick",
  untick: "Leave it to me",
  keepsThisDecks: "This Deck's save",
  takesRomMs: "RomM's save",
  staysOpen: "You decide this one yourself",
  working: "Answering…",
};

/** What came of many answers. */
export function answeredText({ lines, isCancelled }: SyncReport): string {
  const failed = lines.filter(({ outcome }) => outcome === "failed").length;
  const answered = lines.length - failed;
  return [
    counted(answered, "1 game was answered.", "# games were answered."),
    ...(failed === 0 ? [] : [counted(failed, "1 did not work.", "# did not work.")]),
    ...(isCancelled ? ["You stopped it: the others wait."] : []),
  ].join(" ");
}
