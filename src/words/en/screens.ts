import type { EmulatorChange } from "../../../backend/contract/saves/emulator-change.ts";
import { counted } from "./count.ts";

const number = new Intl.NumberFormat("en");

/** Words that many places share. */
export const commonWords = {
  savepoint: "Savepoint",
  justNow: "just now",
  open: "Open",
  menu: "Menu",
  choose: "Choose",
  working: "One moment…",
  more: (count: number) => counted(count, "1 more", "# more"),
  otherDevice: "RomM's web page or another app",
  otherIsKept: "The other one is kept on this Deck. You can undo this.",
};

export const gamesWords = {
  title: "Games",
  none: "No games yet",
  noneBody: "Games that you add to Savepoint are listed here, each with the state of its save.",
  allCount: (count: number) => `All ${number.format(count)}`,
  groupCount: {
    "needs-you": (count: number) => `Needs you ${number.format(count)}`,
    waits: (count: number) => `Waits ${number.format(count)}`,
    safe: (count: number) => `Safe ${number.format(count)}`,
    "no-save": (count: number) => `No save yet ${number.format(count)}`,
    off: (count: number) => `Off ${number.format(count)}`,
  },
  search: "Search",
  endSearch: "End the search",
  noneFits: "None.",
  askNow: "Ask RomM now",
  turnOn: "Turn sync on",
  turnOff: "Turn sync off",
  working: "Asking RomM…",
};

export const gameWords = {
  notThere: "This game is no longer in your list.",
  save: "Save",
  setup: "Setup",
  nothingYet: "Nothing has happened with it yet.",
  lastTheSame: (moment: string) => `Last the same ${moment}`,
  savePlaceIs: (path: string) => `Save place: ${path}`,
  playthroughIs: (name: string) => `Playthrough: ${name}`,
  main: "Main",
  sync: "Sync",
  menuEntry: "Saves…",
  otherRom: "Choose another RomM game",
  otherRomNote: "Both saves stay, and are compared before anything moves. You can undo this.",
  remove: "Remove from Savepoint",
  removeNote: "Its saves stay, here and in RomM. You can undo this.",
};

export const whichSaveWords = {
  title: (name: string) => `${name}: which save?`,
  keepLocal: "Keep this Deck's",
  takeRemote: (deviceName: string | null) =>
    deviceName === null ? "Take the one from RomM" : `Take the one from ${deviceName}`,
  later: "Decide later",
  postponed: "You put this off. It does not ask again before the game starts.",
  noLocal: "There is no save on this Deck",
  noRemote: "There is no save in RomM",
  lastTheSame: (moment: string, size: string | null) =>
    size === null ? `Last the same ${moment}.` : `Last the same ${moment} (${size} then).`,
  played: (sessions: number, duration: string | null) =>
    duration === null
      ? counted(sessions, "Played once since", "Played # times since")
      : counted(sessions, `Played once since, ${duration}`, `Played # times since, ${duration}`),
  playNotKnown: "Play time not known",
  savesSince: (count: number) => counted(count, "1 save since", "# saves since"),
  playedLater: "Played later",
  uploadTime: "That is when it was sent, not when it was played",
  madeWith: ({ made, here }: EmulatorChange) => `Made with ${made}: may not load in ${here}`,
  keepBoth: "Keep both",
  keepBothNote: "RomM's goes on. This Deck's gets a playthrough of its own.",
  working: "Keeping it…",
  settled: "This is settled.",
};

export const needsYouWords = {
  title: "Needs you",
  nothing: "Nothing needs you.",
  decidedLater: "You put this off.",
};

export const accountWords = {
  title: "Account",
  welcome: "Sign in to RomM",
  signedOut: "Saves follow you to every device that plays from your RomM.",
  userOn: (username: string, origin: string) => `${username} on ${origin}`,
  deviceIs: (deviceName: string) => `This Deck is called ${deviceName}`,
  versionIs: (version: string) => `RomM ${version}`,
  reached: (ago: string) => `Reached ${ago}`,
  notAsked: "Not asked yet",
  signOut: "Sign out",
  signOutWaits: (count: number) =>
    counted(count, "1 save waits here and is not in RomM yet.", "# saves wait here and are not in RomM yet."),
  signOutText: "What waits stays on this Deck, and goes to RomM once you sign in again.",
  staySignedIn: "Stay signed in",
  signOutNote: "Saves stay where they are, here and in RomM. Your games stay listed.",
};

export const backupWords = {
  title: "Backups of your list",
  none: "There is no backup yet. One is made each day.",
  games: (count: number) => counted(count, "1 game", "# games"),
  daily: "How the day began",
  replaced: "What a restored backup took the place of",
  restore: "Go back to this list",
  restoreNote: "Saves stay as they are, and are compared again before anything moves.",
  confirm: "Go back",
  cancel: "Cancel",
};
