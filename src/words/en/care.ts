import type { EmulatorChange } from "../../../backend/contract/saves/emulator-change.ts";
import type { Shortcut } from "../../../backend/contract/saves/shortcut.ts";

/** What of one game's save wants the player's eye. */
export const careWords = {
  moved: (place: string) =>
    `Its emulator keeps this save elsewhere now: ${place}. Nothing is fetched until you say which it is.`,
  follow: "Follow it there",
  stay: (place: string) => `Stay with ${place}`,
  mayNotLoad: ({ made, here }: EmulatorChange) =>
    `The newest save was made with ${made}: it may not load in ${here}.`,
  sendNow: "Send now",
  sendNowNote: "What the game has saved so far goes to RomM. You can play on.",
};

/** In a row, in place of how the save stands; null: nothing is the matter with it. */
export function careText({ movedTo, unwrittenSessions }: Shortcut): string | null {
  if (movedTo !== undefined) return "Its save moved to another place";
  if (unwrittenSessions === undefined) return null;
  return `Played ${unwrittenSessions} times, and this save did not change`;
}
