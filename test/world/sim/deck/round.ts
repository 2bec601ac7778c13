import { swapOf } from "../../../../backend/core/marks/pull.ts";
import type { Marks } from "../../../../backend/core/marks.ts";
import type { Disk } from "../../../../backend/machine/disk.ts";
import type { CrashPhase, MarkName } from "../minima.ts";

/** What one sync came to so far. */
export interface Round {
  game: number;
  requests: number;
  hasStaged: boolean;
  hasKept: boolean;
  hasPosted: boolean;
  /** Another Deck acted while a request was under way. */
  isOvertaken: boolean;
  /** The file that was put in a save's place last. */
  renamed: string | null;
}

export function newRound(game: number): Round {
  return {
    game,
    requests: 0,
    hasStaged: false,
    hasKept: false,
    hasPosted: false,
    isOvertaken: false,
    renamed: null,
  };
}

/** Where the work stood, by what the state and the disk hold. */
export function phaseOf(marks: Marks | null, round: Round): CrashPhase {
  const intent = marks?.intent;
  if (intent?.kind === "pull") {
    if (intent.swap && round.renamed !== null) return "while the files of a set are exchanged";
    return intent.stagedPath === round.renamed
      ? "between the rename and the baseline"
      : "between the intent and the rename";
  }
  if (intent?.kind === "push")
    return round.hasPosted ? "between the POST and the record" : "between the intent and the POST";
  if (marks?.owed.confirm) return "between the baseline and the confirm";
  if (round.hasStaged) return "while staging";
  return round.hasKept ? "while a copy is kept" : "while looking";
}

/** Notes what the files that are made are for. */
export function watchCreate(on: Disk, now: () => Round): Disk["create"] {
  return (path, options) => {
    if (path.includes(".savepoint-")) now().hasStaged = true;
    else if (path.startsWith("/data/history/")) now().hasKept = true;
    return on.create(path, options);
  };
}

/** Each mark that stands, by its name. */
export function marksOf(marks: Marks | null): [MarkName, unknown][] {
  if (marks === null) return [];
  const { intent, late, owed } = marks;
  const swap = swapOf(marks);
  const named: Partial<Record<MarkName, unknown>> = {
    ...(intent && intent.kind !== "switch" && { [intent.kind]: intent }),
    ...(intent?.kind === "pull" && intent.source.kind === "slot" && { slot: intent }),
    ...(swap && { swap }),
    ...(late.length > 0 && { late }),
    ...owed,
  };
  return Object.entries(named) as [MarkName, unknown][];
}
