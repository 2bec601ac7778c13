import type { EmulatorChange } from "../../../backend/contract/saves/emulator-change.ts";
import type { NewerElsewhere, SaveMaker } from "../../../backend/contract/saves/newer-elsewhere.ts";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import { commonWords } from "./screens.ts";

/** What of one game's save wants the player's eye. */
export const careWords = {
  moved: (place: string) =>
    `Its emulator keeps this save elsewhere now: ${place}. Nothing is fetched until you say which it is.`,
  follow: "Follow it there",
  stay: (place: string) => `Stay with ${place}`,
  mayNotLoad: ({ made, here }: EmulatorChange) =>
    `The newest save was made with ${made}: it may not load in ${here}.`,
  playHere: "Play it here",
  notNow: "Not now",
  newerKept: "This Deck's save stays as a version, and RomM's stays where it is. You can undo this.",
  sendNow: "Send now",
  sendNowNote: "What the game has saved so far goes to RomM. You can play on.",
};

/** RomM has a newer save of the game that no sync fetches: whose it is, when it came, and where. */
export function newerText({ maker, slot }: Pick<NewerElsewhere, "maker" | "slot">, moment: string): string {
  const where = slot === null ? "outside of every playthrough" : `in the playthrough "${slot}"`;
  return `RomM has a newer save ${where}: ${makerText(maker)}, ${moment}.`;
}

function makerText(maker: SaveMaker): string {
  switch (maker.kind) {
    case "device":
      return maker.name;
    case "web-player":
      return "RomM's own player";
    case "unknown":
      return commonWords.otherDevice;
  }
}

/** In a row, in place of how the save stands; null: nothing is the matter with it. */
export function careText({ movedTo, unwrittenSessions }: Shortcut): string | null {
  if (movedTo !== undefined) return "Its save moved to another place";
  if (unwrittenSessions === undefined) return null;
  return `Played ${unwrittenSessions} times, and this save did not change`;
}
