import type {
  NoPlace,
  NoPlaceReason,
  PlaceObjection,
  PlaceReason,
  PlaceSetting,
} from "../../../backend/contract/saves/place.ts";
import { counted } from "./count.ts";
import { tooLarge } from "./romm-problems.ts";

/** Where a game keeps its save. */
export const placeWords = {
  title: (name: string) => `Where does ${name} keep its save?`,
  looking: "Looking where its emulator keeps saves…",
  noneKnown: "No place is known for this game. Pick the file or the folder that it saves to.",
  pickFile: "Pick a file…",
  pickFolder: "Pick a folder…",
  use: "Use it",
  useAnyway: "Use it all the same",
  notThere: "Not there yet",
  holds: (count: number, size: string, moment: string) =>
    counted(count, `1 file, ${size}, ${moment}`, `# files, ${size}, ${moment}`),
  pickerGone: "Steam's file picker is not there. Restart Steam and try again.",
  stays: "Nothing moves before what is there was compared with RomM's save.",
};

const whys: Record<PlaceReason, string> = {
  configured: "Its emulator's settings say so.",
  "other-install": "Another installation of its emulator on this Deck is set so.",
  "changed-while-playing": "It changed while you played.",
  "last-known": "It was there before.",
};

export function placeReason(why: PlaceReason): string {
  return whys[why];
}

/** What speaks against a place. */
export function objectionText(objection: PlaceObjection): string {
  switch (objection.kind) {
    case "unusable":
      return "No save can be kept at this place. Pick another one.";
    case "not-mounted":
      return "It is on a card that is not inserted. Insert it, or pick another place.";
    case "system-folder":
      return "It is a folder of the system's own. Pick another place.";
    case "in-use":
      return `${objection.name} keeps its save there.`;
    case "shared-card":
      return "It is a memory card with several games: it would travel as one.";
    case "too-much":
      return counted(
        objection.fileCount,
        "There is 1 file in it.",
        "There are # files in it, far more than a save.",
      );
    case "too-large-for-romm":
      return tooLarge(objection.limitBytes);
    case "nothing-there":
      return "Nothing is there, and no emulator is known to save there.";
  }
}

const reasons: Record<NoPlaceReason, string> = {
  "command-not-understood": "How Steam starts this game was not understood. Pick its save by hand.",
  "emulator-not-known": "Where this emulator keeps saves is not known. Pick its save by hand.",
  "settings-not-found":
    "Its emulator has not been started here yet. Start it once, or pick the save by hand.",
  "settings-unreadable": "Its emulator's settings could not be read. Pick the save by hand.",
  "id-not-known": "Its save is named by a number that could not be found out. Pick it by hand.",
  "not-saved-yet": "Its save gets its name when you first save. Play and save once, then look again.",
  "inside-rom": "It keeps its save inside the game's own file, which cannot travel.",
  "disk-image": "It keeps the saves of all games in one disk image, which cannot travel.",
  "keeps-no-saves": "This emulator keeps no saves of this system.",
};

/** Why no place can be offered, with the setting that would change it. */
export function noPlaceText({ why, setting }: Pick<NoPlace, "why" | "setting">): string {
  return setting === null ? reasons[why] : `${reasons[why]} ${settingText(setting)}`;
}

export function settingText({ name, value }: PlaceSetting): string {
  return `With ${name} set to ${value} in its emulator, each game has a save of its own.`;
}
