import type { Activity } from "../../backend/contract/saves/activity.ts";
import type { SyncReport } from "../../backend/contract/saves/sync.ts";
import type { SaveDecision } from "../../backend/contract/words.ts";
import { reasons } from "./decisions.ts";
import type { Formats } from "./format.ts";

/** One line of the log: what was done, asked, or what failed. */
export function activityText(activity: Activity): string {
  if (activity.outcome === "failed") return activity.detail ?? failedDecisions[activity.decision];
  if (activity.outcome === "asks") return reasons[activity.reason];
  if (activity.choice === "keep-local") return "You kept this Deck's save";
  if (activity.choice === "take-remote") return "You took RomM's save";
  return doneDecisions[activity.decision];
}

const doneDecisions: Record<SaveDecision, string> = {
  keep: "Nothing new",
  adopt: "Both sides were equal",
  upload: "Sent to RomM",
  download: "Loaded from RomM",
  conflict: "Your choice is needed",
  ask: "Your choice is needed",
  forget: "Gone on both sides",
  skip: "Skipped",
};

const failedDecisions: Record<SaveDecision, string> = {
  keep: "Could not be checked",
  adopt: "Could not be confirmed",
  upload: "Not sent yet",
  download: "Not loaded yet",
  conflict: "Not settled yet",
  ask: "Not settled yet",
  forget: "Could not be checked",
  skip: "Could not be checked",
};

/** "2 sent, 1 loaded"; "nothing new". */
export function reportText(report: SyncReport, formats: Formats): string {
  const count = (matches: (line: SyncReport["lines"][number]) => boolean) =>
    report.lines.filter(matches).length;
  const parts: [number, string][] = [
    [count((line) => line.outcome === "done" && line.direction === "up"), "sent"],
    [count((line) => line.outcome === "done" && line.direction === "down"), "loaded"],
    [count((line) => line.outcome === "asks"), "to choose"],
    [count((line) => line.reason === "held"), "held back"],
    [count((line) => line.outcome === "failed"), "not done"],
  ];
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${formats.count(number)} ${word}`);
  return `${told.length === 0 ? "nothing new" : told.join(", ")}${report.isCancelled ? ", cancelled" : ""}`;
}
