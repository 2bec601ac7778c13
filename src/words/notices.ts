import type { Notice } from "../../backend/contract/events.ts";
import type { PartOfOurs, RegistryHealth } from "../../backend/contract/overview.ts";
import type { UncheckedReason } from "../../backend/contract/saves/launch.ts";

/** Null: nothing that the player needs to be told. */
export const unchecked: Record<UncheckedReason, string | null> = {
  "let-through": null,
  cancelled: null,
  offline: "RomM cannot be reached. Playing with this Deck's save.",
  budget: "RomM was too slow. Playing with this Deck's save.",
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

/** Null: all is well. */
export const registries: Record<RegistryHealth["kind"], { title: string; body: string } | null> = {
  current: null,
  fresh: null,
  recovered: {
    title: "Your games were recovered",
    body: "The registry was damaged and came back from its backup. Saves are compared before anything moves.",
  },
  lost: {
    title: "The list of games was lost",
    body: "The registry and its backup were both damaged. Your saves are untouched. Add your games again.",
  },
  "read-only": {
    title: "Update Savepoint",
    body: "A newer version wrote the registry. Nothing is changed until Savepoint is updated.",
  },
  unreadable: {
    title: "The registry cannot be read",
    body: "The disk reports an error. Nothing is changed meanwhile.",
  },
};

/** What the disk does not give, and what that means meanwhile. */
export const unreadableParts: Record<PartOfOurs, { title: string; body: string }> = {
  settings: {
    title: "The settings cannot be read",
    body: "Savepoint works with careful ones. What you change is not kept.",
  },
  credentials: { title: "The sign-in cannot be read", body: "Nothing is synced until it can be." },
  servers: {
    title: "What you chose about servers cannot be read",
    body: "A server that needs it is not reached.",
  },
  history: {
    title: "The kept copies cannot be read",
    body: "Nothing is replaced while no copy can be kept.",
  },
  snapshots: {
    title: "The registry's snapshots cannot be read",
    body: "Your games and saves work as before.",
  },
  activity: { title: "The activity log cannot be read", body: "Your games and saves work as before." },
  shortcuts: { title: "The list of games cannot be shown", body: "Their saves are synced as before." },
  conflicts: { title: "Open choices cannot be shown", body: "Nothing of them moves meanwhile." },
  held: { title: "Held saves cannot be shown", body: "Nothing of them moves meanwhile." },
};

/** The body stands after the game's name, where there is one. */
export const notices: Record<Notice["kind"], { title: string; body: string }> = {
  "saved-to-romm": { title: "Saved to RomM", body: "" },
  conflict: { title: "Your choice is needed", body: "Open Savepoint to choose a save." },
  held: { title: "Saves are held back", body: "Many saves looked lost at once. Open Savepoint to decide." },
  "play-status": { title: "Play status set in RomM", body: "From your RetroAchievements." },
  "device-registered-again": {
    title: "This Deck is back on RomM",
    body: "It had been removed there and was registered again.",
  },
  "backend-restarted": { title: "Savepoint restarted its service", body: "Your saves are as they were." },
};
