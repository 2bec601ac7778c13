import type { BadRequest } from "../../../backend/contract/errors.ts";
import type {
  AwardRefresh,
  AwardSource,
  PlayStatus,
  PlayStatusError,
  PlayStatusLine,
  PlayStatusReason,
  PlayStatusStep,
  PlayStatusSummary,
} from "../../../backend/contract/play-status.ts";
import type { PlayStatusSettings, SettingsError } from "../../../backend/contract/settings.ts";
import type { Formats } from "../format.ts";
import { badRequest } from "./problems.ts";
import { rommProblem } from "./romm-problems.ts";

/** Texts about play status, as RomM and RetroAchievements call these things. */
export const playStatuses: Record<PlayStatus, string> = {
  incomplete: "Incomplete",
  finished: "Finished",
  completed_100: "Completed 100 %",
  retired: "Retired",
  never_playing: "Never playing",
};

/** RomM's word, which may be one that we do not know; null: none is set. */
export function statusWord(status: string | null): string {
  const known: Record<string, string> = playStatuses;
  if (status === null) return "No status";
  return Object.hasOwn(known, status) ? (known[status] ?? status) : status;
}

const awards: Record<string, string> = {
  mastered: "Mastered",
  completed: "Completed",
  "beaten-hardcore": "Beaten (hardcore)",
  "beaten-softcore": "Beaten",
};

/** "Beaten, 31 of 64". */
export function awardText({ award, earned, possible }: PlayStatusLine, formats: Formats): string {
  const word = award === null ? "Started" : Object.hasOwn(awards, award) ? (awards[award] ?? award) : award;
  if (earned === null || possible === null) return word;
  return `${word}, ${formats.count(earned)} of ${formats.count(possible)}`;
}

/** Why a status is set or stays. */
const playStatusReasons: Record<PlayStatusReason, string> = {
  "no-status": "No status is set yet.",
  follows: "Follows your progress.",
  "always-wins": "RetroAchievements overrules what was set by hand.",
  "up-to-date": "Up to date.",
  "off-limits": "Left alone: you have given this game up.",
  "set-by-hand": "Left alone: set by hand, or by another device.",
  "lower-award": "Left alone: RetroAchievements tells less than before.",
  "unknown-award": "Left alone: Savepoint does not know this award.",
};

/** What came of one game in a run, or would. */
export function lineText(line: PlayStatusLine): string {
  if (line.outcome === "failed") return line.problem === null ? "Not set." : rommProblem(line.problem);
  if (line.outcome === "not-reached") return "Not set yet: the run ended before.";
  return playStatusReasons[line.reason];
}

export function playStatusError(error: PlayStatusError | BadRequest): string {
  switch (error.kind) {
    case "romm":
      return error.code === "not-found" ? "RomM does not know this any more." : rommProblem(error);
    case "signed-out":
      return "Sign in to RomM first.";
    case "state-read-only":
      return "A newer Savepoint wrote your list of games. Update Savepoint first.";
    case "disk":
      return "This Deck's disk reported an error.";
    case "too-old":
      return `RomM ${error.serverVersion} does not tell awards. ${error.needed} or newer does.`;
    case "bad-request":
      return badRequest;
  }
}

export function settingsError(error: SettingsError | BadRequest): string {
  switch (error.kind) {
    case "not-a-setting":
      return "This value is not allowed.";
    case "settings-read-only":
      return "A newer Savepoint wrote the settings. Update Savepoint first.";
    case "disk":
      return "This Deck's disk reported an error. The setting was not saved.";
    case "bad-request":
      return badRequest;
  }
}

/** "2 set, 1 failed"; "nothing new". */
export function summaryText({ counts, problem, isCancelled }: PlayStatusSummary, formats: Formats): string {
  const parts: [number, string][] = [
    [counts.changed, "set"],
    [counts.failed, "failed"],
  ];
  const told = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${formats.count(number)} ${word}`);
  const ending = problem ? `. ${playStatusError(problem)}` : isCancelled ? ", cancelled" : "";
  return `${told.length === 0 && problem === null ? "nothing new" : told.join(", ") || "not done"}${ending}`;
}

/** What the player should know about where the awards come from; empty: nothing. `refresh` is the last run's. */
export function sourceTexts(
  source: AwardSource,
  refresh: AwardRefresh | null,
  { formats, nowMs }: { formats: Formats; nowMs: number },
): string[] {
  const texts: string[] = [];
  if (!source.hasName) texts.push("No RetroAchievements name is set in your RomM profile.");
  if (source.newestEarnedAtMs !== null) {
    texts.push(`The newest achievement that RomM knows: ${formats.moment(source.newestEarnedAtMs, nowMs)}.`);
  }
  if (refresh?.kind === "failed") {
    texts.push(`The last run did not get RetroAchievements read anew. ${rommProblem(refresh.problem)}`);
  }
  if (source.unreadable > 0) {
    texts.push(`${formats.count(source.unreadable)} entries could not be read.`);
  }
  return texts;
}

/** "Anguna", "Anguna and 2 more". */
export function changedGames({ name, count }: { name: string; count: number }): string {
  return count > 1 ? `${name} and ${count - 1} more` : name;
}

export const steps: Record<PlayStatusStep, string> = {
  refreshing: "RomM asks RetroAchievements…",
  reading: "Reading awards and statuses…",
  writing: "Setting play statuses…",
};

export const settingTexts: Record<keyof PlayStatusSettings, { label: string; body: string }> = {
  isOn: {
    label: "By itself",
    body: "After a game and once a day. Off: only when you ask for it.",
  },
  raAlwaysWins: {
    label: "RetroAchievements always wins",
    body: "Also replaces what you set by hand. Never Retired and Never playing.",
  },
  refreshFirst: {
    label: "Ask RetroAchievements first",
    body: "RomM reads it anew before. Takes minutes, and a token with me.write.",
  },
};

export const playStatusLabels = {
  title: "Play status",
  on: "Follows RetroAchievements",
  off: "Follows only when you ask",
  never: "Not run yet",
  last: (ago: string, result: string) => `${ago}: ${result}`,
  lastRun: (ago: string) => `Last run ${ago}`,
  details: "Details",
  now: "Update play status",
  busy: "Updating…",
  change: (from: string, to: string) => `${from} › ${to}`,
  dialogTitle: "Play status from RetroAchievements",
  settings: "Settings",
  yes: "On",
  no: "Off",
  preview: "Games",
  previewBusy: "Asking RomM…",
  previewNone: "RomM has no progress of yours on RetroAchievements.",
  previewNothing: "All statuses are as they should be.",
  previewSome: (count: string) => `${count} would be set`,
  showAll: (count: string) => `Show all ${count} games`,
  close: "Close",
} as const;
