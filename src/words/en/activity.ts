import type { Act, Activity } from "../../../backend/contract/saves/activity.ts";
import type { ReportSummary } from "../../../backend/contract/saves/sync.ts";
import type { SaveDecision } from "../../../backend/contract/words.ts";
import type { ActivityFilter } from "../../screens/activity/activity-pages.ts";
import { counted } from "./count.ts";
import { reasons } from "./decisions.ts";

/** One line of the log: what was done, asked, or what failed. */
export function activityText(activity: Activity): string {
  if (activity.outcome === "failed") return failedDecisions[activity.decision];
  if (activity.outcome === "asks") return reasons[activity.reason];
  if (activity.batchSize !== null) return batchText(activity, activity.batchSize);
  if (activity.undoes !== null) return "Undone: the save of before is back";
  if (activity.act !== null && activity.act !== "choice" && activity.act !== "held")
    return acts[activity.act];
  if (activity.choice === "keep-both") return "You kept both saves";
  if (activity.choice === "keep-local") return "You kept this Deck's save";
  if (activity.choice === "take-remote") return `You took the save from ${activity.deviceName ?? "RomM"}`;
  return doneDecisions[activity.decision];
}

/** A line that stands for many is called after the first of them. */
export function activityName({ name, batchSize }: Activity): string {
  const more = (batchSize ?? 1) - 1;
  return more > 0 ? `${name} and ${more} more` : name;
}

function batchText({ act, undoes }: Activity, count: number): string {
  if (undoes !== null) return counted(count, "Undone", "Undone for # games");
  if (act === "added") return counted(count, "You added 1 game", "You added # games");
  if (act === "removed") return counted(count, "You removed 1 game", "You removed # games");
  if (act === "other-rom") return counted(count, acts["other-rom"], "You followed # games in RomM");
  return counted(count, "You answered for 1 game", "You answered for # games at once");
}

const acts: Record<Exclude<Act, "choice" | "held">, string> = {
  restore: "You went back to another version",
  playthrough: "You switched to another playthrough",
  "sync-on": "You turned sync on",
  "sync-off": "You turned sync off",
  added: "You added it to Savepoint",
  removed: "You removed it from Savepoint",
  "other-rom": "You chose another RomM game for it",
  "other-place": "You chose another place for its save",
};

const doneDecisions: Record<SaveDecision, string> = {
  keep: "Nothing new",
  adopt: "Both sides were equal",
  upload: "Saved to RomM",
  download: "Fetched from RomM",
  conflict: "Your choice is needed",
  ask: "Your choice is needed",
  forget: "Gone on both sides",
  skip: "Skipped",
};

const failedDecisions: Record<SaveDecision, string> = {
  keep: "Could not be checked",
  adopt: "Could not be confirmed",
  upload: "Not saved to RomM yet",
  download: "Not fetched yet",
  conflict: "Not settled yet",
  ask: "Not settled yet",
  forget: "Could not be checked",
  skip: "Could not be checked",
};

/** What came of the last run over all games, each in a sentence of its own. */
export function lastRunText({ counts, ...report }: ReportSummary, ago: string): string {
  const sentences: [number, (count: number) => string][] = [
    [counts.sent, (saved) => counted(saved, "1 saved.", "# saved.")],
    [counts.fetched, (fetched) => counted(fetched, "1 fetched.", "# fetched.")],
    [counts.asking, (asks) => counted(asks, "1 needs your choice.", "# need your choice.")],
    [counts.held, (held) => counted(held, "1 is on hold.", "# are on hold.")],
    [counts.failed, (failed) => counted(failed, "1 did not work.", "# did not work.")],
  ];
  const told = sentences.filter(([number]) => number > 0).map(([number, sentence]) => sentence(number));
  const ending = report.isCancelled ? "It was cancelled." : told.length === 0 ? "Nothing was new." : "";
  return [`RomM was asked ${ago}.`, ...told, ending].filter((text) => text !== "").join(" ");
}

/** Asked only where something was played since. */
export const undoQuestion = {
  title: "You played since",
  text: "What you played stays as a version. The save of before comes back.",
  yes: "Undo",
  no: "Leave it",
};

export const activityWords = {
  title: "Activity",
  none: "Nothing has happened yet.",
  undo: "Undo",
  whyNoUndo: "Why no undo?",
  filters: { all: "All", problems: "Problems", you: "You" } satisfies Record<ActivityFilter, string>,
  older: "Look further back",
};
