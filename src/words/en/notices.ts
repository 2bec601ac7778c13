import type { Notice } from "../../../backend/contract/events.ts";
import type { PartOfOurs } from "../../../backend/contract/overview.ts";
import type { UncheckedReason } from "../../../backend/contract/saves/launch.ts";
import { changedGames } from "./play-status.ts";

/** Null: nothing that the player needs to be told. */
export const unchecked: Record<UncheckedReason, string | null> = {
  "let-through": null,
  cancelled: null,
  offline: "Playing offline. Saves wait here and go up by themselves.",
  sending: "Its last save has yet to reach RomM. You play on from it.",
  budget: "Started without asking RomM. It is looked at when you exit.",
  stalled: "The newer save stopped coming. You play this Deck's.",
  untracked: null,
  "unknown-shortcut": null,
  "signed-out": null,
  running: null,
  postponed: null,
  held: "Many saves looked lost. This one waits for your answer in Savepoint.",
  "paused-by-server": null,
  unsupported: null,
  problem: "The save could not be checked. Playing with this Deck's save.",
};

/** What the disk does not give, and what that means meanwhile. */
export const unreadableParts: Record<PartOfOurs, { title: string; body: string }> = {
  settings: {
    title: "The settings cannot be read",
    body: "Savepoint works with careful ones. What you change is not kept.",
  },
  credentials: { title: "The sign-in cannot be read", body: "No save travels until it can be." },
  servers: {
    title: "What you chose about servers cannot be read",
    body: "A server that needs it is not reached.",
  },
  history: {
    title: "The kept copies cannot be read",
    body: "Nothing is replaced while no copy can be kept.",
  },
  snapshots: {
    title: "The backups of your list cannot be read",
    body: "Your games and saves work as before.",
  },
  activity: { title: "What happened cannot be read", body: "Your games and saves work as before." },
  shortcuts: { title: "The list of games cannot be shown", body: "Their saves travel as before." },
  conflicts: { title: "Open choices cannot be shown", body: "Nothing of them moves meanwhile." },
  held: { title: "Saves on hold cannot be shown", body: "Nothing of them moves meanwhile." },
};

/** The body stands after the game's name, where there is one. */
const notices: Record<Notice["kind"], { title: string; body: string }> = {
  "saved-to-romm": { title: "Saved to RomM", body: "" },
  conflict: { title: "Your choice is needed", body: "Open Savepoint to choose a save." },
  "may-not-load": { title: "This save may not load", body: "What it replaces is kept." },
  "newer-elsewhere": { title: "A newer save elsewhere", body: "Open its page to play it." },
  "away-summary": { title: "While you were away", body: "" },
  "fetched-late": { title: "A newer save came in", body: "" },
  "open-elsewhere": {
    title: "Played elsewhere meanwhile",
    body: "Leave the game and start it again to go on from there.",
  },
  held: { title: "Saves are on hold", body: "Many saves looked lost at once. Open Savepoint to decide." },
  "play-status": { title: "Play status set in RomM", body: "From your RetroAchievements." },
  "device-registered-again": {
    title: "This Deck is back on RomM",
    body: "It had been removed there and was registered again.",
  },
  "backend-restarted": { title: "Savepoint was restarted", body: "Your saves are as they were." },
};

/** What a toast says of what Savepoint did or found by itself. */
export function noticeText(notice: Notice): { title: string; body: string } {
  const words = notices[notice.kind];
  const name =
    notice.kind === "play-status" || notice.kind === "newer-elsewhere"
      ? changedGames(notice)
      : notice.kind === "away-summary"
        ? countAway(notice)
        : "name" in notice
          ? notice.name
          : "";
  const made = "made" in notice ? `Made with ${notice.made}, played here with ${notice.here}` : "";
  return { title: words.title, body: [name, made, words.body].filter((part) => part !== "").join(". ") };
}

function countAway({ saved, fetched, needsYou }: Notice & { kind: "away-summary" }): string {
  const counts: [number, string][] = [
    [saved, "saved"],
    [fetched, "fetched"],
    [needsYou, needsYou === 1 ? "needs you" : "need you"],
  ];
  return counts.flatMap(([count, word]) => (count > 0 ? `${count} ${word}` : [])).join(", ");
}
