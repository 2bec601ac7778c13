import type { Marks } from "../../../../backend/core/state.ts";
import type { Disk } from "../../../../backend/machine/disk.ts";
import type { CrashPhase } from "../minima.ts";

/** What one sync came to so far. */
export interface Round {
  game: number;
  requests: number;
  hasStaged: boolean;
  hasKept: boolean;
  hasPosted: boolean;
  /** The file that was put in a save's place last. */
  renamed: string | null;
}

export function newRound(game: number): Round {
  return { game, requests: 0, hasStaged: false, hasKept: false, hasPosted: false, renamed: null };
}

/** Where the work stood, by what the state and the disk hold. */
export function phaseOf(marks: Marks, round: Round): CrashPhase {
  if (marks.swap && round.renamed !== null) return "while the files of a set are exchanged";
  if (marks.incoming) {
    return marks.incoming.stagedPath === round.renamed
      ? "between the rename and the baseline"
      : "between the incoming mark and the rename";
  }
  if (marks.sent)
    return round.hasPosted ? "between the POST and the record" : "between the sent mark and the POST";
  if (marks.confirm) return "between the baseline and the confirm";
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
