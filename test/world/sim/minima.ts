import type { Intent, Owed } from "../../../backend/core/marks.ts";
import type { ReasonCode } from "../../../backend/core/vocabulary.ts";
import type { TriggerKind } from "./story.ts";

/** How often each thing occurred, over all stories. */
export type Tally = Map<string, number>;

export function count(tally: Tally, name: string, times = 1): void {
  tally.set(name, (tally.get(name) ?? 0) + times);
}

/** Where the work stood when a Deck died. */
export type CrashPhase =
  | "while looking"
  | "while a copy is kept"
  | "while staging"
  | "between the intent and the rename"
  | "while the files of a set are exchanged"
  | "between the rename and the baseline"
  | "between the baseline and the confirm"
  | "between the intent and the POST"
  | "between the POST and the record";

/** Over 20,000 stories. A new reason does not compile until it stands here, and fails until a story brings it about. */
const reasonMinima: Record<ReasonCode, number> = {
  "nothing-new": 100,
  "older-upload-came-late": 100,
  "lost-on-server": 20,
  "newer-on-server": 100,
  "gone-from-server": 100,
  "server-went-back": 100,
  "played-here": 100,
  "both-changed": 100,
  "played-here-server-empty": 100,
  "both-changed-server-went-back": 100,
  restored: 100,
  "restored-newer": 100,
  "gone-on-both-sides": 100,
  "absent-server-went-back": 100,
  "equal-content": 100,
  "no-save-yet": 100,
  "first-upload": 100,
  "blank-save": 100,
  "first-download": 100,
  "older-version-here": 100,
  "first-meeting": 100,
  "ambiguous-head": 100,
  "other-account-wrote-here": 100,
  "unproven-still-head": 100,
  "unproven-differs": 100,
  "belongs-to-other-slot": 100,
  "looks-lost": 100,
  "newer-looks-lost": 100,
  raced: 100,
  "foreign-shape": 100,
  untracked: 100,
  running: 100,
  starting: 100,
  "location-unavailable": 100,
  unlinked: 100,
  "paused-by-server": 100,
  unsupported: 100,
  "broken-on-server": 100,
  "not-reached": 100,
  held: 100,
};

/** A playthrough's bytes are put in place like any others: as a pull, of a slot. */
export type MarkName = Exclude<Intent["kind"], "switch"> | "slot" | "swap" | "late" | keyof Owed;

const markMinima: Record<MarkName, number> = {
  pull: 100,
  slot: 100,
  swap: 100,
  push: 100,
  late: 100,
  confirm: 100,
  look: 100,
  tracking: 100,
  branch: 100,
};

const crashMinima: Record<CrashPhase, number> = {
  "while looking": 100,
  "while a copy is kept": 100,
  "while staging": 100,
  "between the intent and the rename": 100,
  "while the files of a set are exchanged": 100,
  "between the rename and the baseline": 100,
  "between the baseline and the confirm": 100,
  "between the intent and the POST": 100,
  "between the POST and the record": 100,
};

const runMinima = { "by an earlier listing": 100 };

/** Two uploads of one second, by what RomM made of them: a law of its own, since real servers lost sessions so. */
const overlapMinima = { POSTs: 200 };

/** Proofs by what came of them. */
const shownMinima = { stored: 200, lost: 50 };

/** What brought runs about by itself. */
const triggerMinima: Record<TriggerKind, number> = {
  ...{ network: 2000, wake: 1000, panel: 1000, folder: 2000, start: 1000, time: 1000 },
};

/** What the player did beside answering. */
const actMinima = {
  ...{ restore: 100, undo: 100, swap: 100, many: 100, "undo of one": 100, "undo of many": 50 },
  ...{ "select fresh": 100, "select copied": 100, "select known": 100 },
};

/** The numbers that the minima are for. */
export const fullRuns = 20_000;

/** What occurred too seldom, in words. */
export function findRare(tally: Tally): string[] {
  const kinds = {
    ...{ reason: reasonMinima, mark: markMinima, crash: crashMinima },
    ...{ overlapping: overlapMinima, shown: shownMinima, run: runMinima, act: actMinima },
    ...{ trigger: triggerMinima, triggered: { whole: 5000, some: 5000 } },
  };
  return Object.entries(kinds).flatMap(([kind, minima]) =>
    Object.entries(minima).flatMap(([name, minimum]) => {
      const times = tally.get(`${kind} ${name}`) ?? 0;
      return times < minimum ? [`${kind} ${name}: ${times} of ${minimum}`] : [];
    }),
  );
}
