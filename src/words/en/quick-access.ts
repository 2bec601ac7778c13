import { counted } from "./count.ts";

/** What stands on the Quick Access page, beside its headline. */
export const quickAccessWords = {
  setUp: "Set up",
  setUpNote: "Takes a few minutes. Nothing is changed before you have seen what would happen.",
  signInAgain: "Sign in again",
  signInAgainNote: "Same account, nothing is lost.",
  findGames: "Find my games",
  lookAtThem: "Look at them",
  gotIt: "Got it",
  wasRight: "Yes",
  swap: "Swap",
  notStored: "This could not be stored. Free some space and try again.",
  cancel: "Cancel",
  cancelling: "Stops after this game",
  thisGame: "This game",
  games: "Games",
  more: (count: number) => counted(count, "1 more", "# more"),
  allGames: (count: number) => counted(count, "Your game", "All # games"),
  undo: (what: string) => `Undo: ${what}`,
  askNow: "Ask RomM now",
  moreDoor: "More",
  back: "Back",
  broken: "This part could not be shown.",
  restarted: (ago: string) => `Savepoint was restarted ${ago}`,
  lastTheSame: (ago: string) => `Last the same ${ago}`,
  playingNote: "Its save is left alone until you exit.",
};
