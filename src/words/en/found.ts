import type { ScanPhase } from "../../../backend/contract/saves/scan.ts";
import type { FoundSection } from "../../screens/found/found-games.ts";
import { counted } from "./count.ts";

/** The games that were found in Steam. */
export const foundWords = {
  title: "Your games",
  goOn: (count: number) => counted(count, "Go on with 1 game", "Go on with # games"),
  nothingTicked: "No game is ticked",
  stop: "Stop looking",
  skip: "Skip comparing",
  again: "Look again",
  show: "Show all",
  fewer: "Show fewer",
  tick: "Tick",
  untick: "Leave it out",
  chooseGame: "Choose the game",
  choosePlace: "Choose its save place",
  otherGame: "Other game",
  savePlace: "Save place",
  several: (count: number) => counted(count, "1 of RomM's games fits.", "# of RomM's games fit."),
  leftOut: "Left out",
  noSaveYet: "No save yet",
  placeKnown: "Save place known",
  saveFound: (size: string, moment: string) => `${size}, ${moment}`,
  alreadyThere: (count: number) =>
    counted(count, "1 more game is in your list already.", "# more games are in your list already."),
  unreadable: "One of Steam's lists could not be read. What the others have is shown.",
  none: "Steam has no games of yours besides Steam's own. Add them with EmuDeck or Steam ROM Manager first.",
  onlyPrograms:
    "Steam starts your emulators, but no single game. Add your games with Steam ROM Manager, so that each stands in Steam.",
  allThere: "All games that Steam has of yours are in your list.",
};

const sections: Record<FoundSection, (count: string) => string> = {
  ready: (count) => `Ready: ${count}`,
  "look-at": (count) => `Look at these: ${count}`,
  "not-in-romm": (count) => `Not in RomM: ${count}`,
};

export function sectionTitle(section: FoundSection, count: number): string {
  return sections[section](new Intl.NumberFormat("en").format(count));
}

interface Progress {
  phase: ScanPhase;
  done: number;
  total: number;
  romsDone: number;
  romsTotal: number | null;
  isOver: boolean;
  isCancelled: boolean;
}

/** How far the run is, as one sentence. */
export function scanText({ phase, done, total, romsDone, romsTotal, isOver, isCancelled }: Progress): string {
  const number = new Intl.NumberFormat("en");
  const looked = `${number.format(done)} of ${number.format(total)}`;
  if (isCancelled) return `Stopped after ${looked}. What was found is kept.`;
  if (isOver) return counted(total, "1 game looked at", "# games looked at");
  switch (phase) {
    case "steam":
      return "Reading Steam's list…";
    case "library":
      return romsTotal === null
        ? "Reading your library…"
        : `Reading your library: ${number.format(romsDone)} of ${number.format(romsTotal)}`;
    case "matching":
      return `${looked} looked at`;
    case "comparing":
      return `Comparing files, which is slow: ${looked}`;
  }
}

/** Another RomM game for one of them. */
export const fixWords = {
  title: (name: string) => `Which game is ${name}?`,
  search: "Look for it in RomM",
  go: "Search",
  searching: "Asking RomM…",
  nothing: "RomM has no such game.",
  take: "Take it",
  none: "None of these",
  leaveOut: "Leave it out",
  noneNote: "It is left out. Its save stays where it is.",
  candidate: (platform: string, fileName: string, size: string) => `${platform}, ${size}: ${fileName}`,
};
