import type { SaveDecision } from "../../../backend/contract/words.ts";
import { counted } from "./count.ts";

/** What stands on a game's own page. */
export const gameDetailWords = {
  safeElsewhere: "Safe to play elsewhere",
  whoHasIt: "Who has it",
  thisDeck: "This Deck",
  namelessDevice: "A device without a name",
  newest: "Has the newest save",
  behind: (count: number) => counted(count, "1 save behind", "# saves behind"),
  lately: "Lately",
  unwritten: (times: number) =>
    `Played ${times} times, but this save did not change. Its emulator may keep it elsewhere.`,
  wouldHappen: "What would happen?",
  play: "Play",
  findAgain: "Find it again",
  lookAgain: "Look again",
  otherPlace: "Choose another save place",
  answer: "Answer",
};

/** After the reason, what a sync would do about it. */
export const wouldDo: Record<SaveDecision, string> = {
  keep: "All stays as it is.",
  adopt: "All stays as it is.",
  upload: "This Deck's save would go to RomM.",
  download: "RomM's save would be fetched.",
  conflict: "You would be asked.",
  ask: "You would be asked.",
  forget: "Nothing would move.",
  skip: "Nothing would move.",
};
