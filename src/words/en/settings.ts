import type { KeptTotals } from "../../../backend/contract/saves/version.ts";
import type { MessageSettings } from "../../../backend/contract/settings.ts";
import type { SteamAddition } from "../../patches/steam-addition.ts";
import { counted } from "./count.ts";

const messageNames: Record<keyof MessageSettings, { label: string; body: string }> = {
  saved: { label: "Saved to RomM", body: "After a game." },
  fetched: { label: "A newer save was fetched", body: "Before a game." },
  needsYou: { label: "Something needs you", body: "A choice, saves on hold, signing in again." },
  offline: { label: "Played without RomM", body: "When a game starts without it." },
  away: { label: "While you were away", body: "What was saved, fetched and needs you, once." },
  fetchedLate: { label: "A newer save came in", body: "After a game, or by itself." },
  openElsewhere: {
    label: "Played elsewhere",
    body: "In another playthrough, or while the game is open here.",
  },
};

/** The page of settings: what each one does, in a sentence. */
export const settingsWords = {
  title: "Settings",
  playing: "Playing",
  messages: "Messages",
  keeping: "What RomM keeps",
  messageNames,
  gate: {
    label: "Ask RomM before a game starts",
    body: "So that you always play on with the newest save.",
  },
  budget: {
    label: "Wait at most",
    body: "Then the game starts with the save of this Deck. You can start it sooner.",
  },
  seconds: (seconds: number) => counted(seconds, "1 second", "# seconds"),
  cleanup: {
    label: "Let RomM remove old saves",
    body: "Whenever a save goes there. What is kept on this Deck stays.",
  },
  limit: { label: "RomM keeps", body: "The newest ones of each playthrough." },
  saves: (count: number) => counted(count, "1 save", "# saves"),
  stored: "Stored.",
  keptHere: "Kept on this Deck",
  notAdded: {
    line: "Steam changed: no line about the save on a game's page. All else works.",
    entry: "Steam changed: no Saves… in a game's menu. All else works.",
  } satisfies Record<SteamAddition, string>,
};

/** Copies of saves that were replaced here. */
export function keptText({ contents, onlyHere }: KeptTotals, size: string): string {
  if (contents === 0) return "No older save is kept here yet.";
  const all = counted(contents, `1 older save, ${size}.`, `# older saves, ${size}.`);
  if (onlyHere.contents === 0) return `${all} Each of them is in RomM too.`;
  return `${all} ${counted(
    onlyHere.contents,
    "1 of them is only here, and stays until you remove it.",
    "# of them are only here, and stay until you remove them.",
  )}`;
}
