import type { Headline, NotSafe } from "../../quick-access/headline.ts";
import type { Formats } from "../format.ts";
import { activityText } from "./activity.ts";
import { counted } from "./count.ts";
import { troubles } from "./problems.ts";

/** The one sentence of truth on top of the Quick Access page, and what is said below it. */
export function headlineText(
  headline: Headline,
  { formats, nowMs }: { formats: Formats; nowMs: number },
): { title: string; note: string } {
  switch (headline.kind) {
    case "loading":
      return { title: "One moment…", note: "Savepoint is starting." };
    case "trouble":
      return { title: troubles[headline.trouble].title, note: asOf(headline.asOfMs, formats, nowMs) };
    case "retired":
      return { title: troubles.retired.title, note: troubles.retired.note };
    case "signed-out":
      return {
        title: "Welcome to Savepoint",
        note: "Saves follow you to every device that plays from your RomM.",
      };
    case "list":
      return lists[headline.health];
    case "list-repaired":
      return {
        title: "Your list of games was repaired",
        note: `From a backup of ${formats.moment(headline.savedAtMs, nowMs)}. Saves are compared first.`,
      };
    case "sign-in-again":
      return { title: "RomM asks you to sign in again", note: `${waiting(headline.waiting)} You can play.` };
    case "on-hold":
      return {
        title: counted(headline.count, "1 save is on hold", "# saves are on hold"),
        note: counted(
          headline.count,
          "It looked lost. Nothing was touched.",
          "They looked lost all at once. Nothing was touched.",
        ),
      };
    case "needs-choice":
      return {
        title: counted(headline.count, "1 game needs your choice", "# games need your choice"),
        note: headline.isRestSafe ? "Everything else is safe" : "You can play meanwhile",
      };
    case "needs-look":
      return {
        title: counted(headline.count, "1 game needs a look", "# games need a look"),
        note: counted(headline.count, "Its save is left as it is.", "Their saves are left as they are."),
      };
    case "after-choice": {
      const { name } = headline.activity;
      return { title: "Was that the right save?", note: `${name}: ${activityText(headline.activity)}.` };
    }
    case "run":
      return {
        title: `Checking ${formats.count(headline.done)} of ${formats.count(headline.total)}`,
        note: headline.name ?? "Starting…",
      };
    case "offline":
      return { title: "This Deck is offline", note: waitsByItself(headline.waiting) };
    case "romm-down":
      return { title: "RomM does not answer", note: waitsByItself(headline.waiting) };
    case "waits":
      return {
        title: counted(headline.waiting, "1 save waits for RomM", "# saves wait for RomM"),
        note: "They go there by themselves.",
      };
    case "no-games":
      return { title: `Signed in as ${headline.username}`, note: "No games are in your list yet." };
    case "no-saves":
      return { title: "No saves yet", note: "Play a game: its save goes to RomM by itself." };
    case "some-safe":
      return { title: someSafe(headline.count), note: whyNotSafe(headline.notSafe) };
    case "all-safe":
      return {
        title: counted(headline.count, "Your save is safe", "All # saves are safe"),
        note: `${asked(headline.askedAtMs, formats, nowMs)}${without(headline.withoutSave)}`,
      };
  }
}

function asked(askedAtMs: number | null, formats: Formats, nowMs: number): string {
  return askedAtMs === null ? "RomM was not asked yet" : `RomM was asked ${formats.ago(askedAtMs, nowMs)}`;
}

function without(count = 0): string {
  return count === 0 ? "" : counted(count, ". 1 game has no save yet.", ". # games have no save yet.");
}

function someSafe(count: number): string {
  if (count === 0) return "No save is safe in RomM yet";
  return counted(count, "1 save is safe", "# saves are safe");
}

function whyNotSafe({ playing, choices, off, unsupported }: NotSafe): string {
  const reasons: [number, string, string][] = [
    [playing, "1 is being played.", "# are being played."],
    [choices, "1 choice was put off.", "# choices were put off."],
    [off, "Sync is off for 1 game.", "Sync is off for # games."],
    [unsupported, "1 cannot be synced.", "# cannot be synced."],
  ];
  return reasons
    .filter(([count]) => count > 0)
    .map((reason) => counted(...reason))
    .join(" ");
}

const lists = {
  "read-only": {
    title: "Update Savepoint",
    note: "A newer version wrote your list of games. Nothing is changed until then.",
  },
  unreadable: {
    title: "Your list of games cannot be read",
    note: "This Deck's storage reports an error. Nothing is changed meanwhile.",
  },
  lost: {
    title: "Your list of games was lost",
    note: "It and its backup were damaged. Your saves are untouched. Add your games again.",
  },
};

function waiting(count: number): string {
  if (count === 0) return "Nothing waits here.";
  return counted(count, "1 save waits here.", "# saves wait here.");
}

function waitsByItself(count: number): string {
  if (count === 0) return "Nothing waits here. You can play.";
  return counted(
    count,
    "1 save waits here. It goes to RomM by itself.",
    "# saves wait here. They go to RomM by themselves.",
  );
}

function asOf(asOfMs: number | null, formats: Formats, nowMs: number): string {
  if (asOfMs === null) return "You can play.";
  return `You can play. Shown as it was ${formats.ago(asOfMs, nowMs)}.`;
}
