import type { ActivityEntry } from "../ports/activity-log.ts";
import type { ActivityLine } from "./activity-line.ts";

/** So far down a save's newest line is looked for after a start. */
const linesLookedBack = 1000;

type EachLine = (visit: (line: ActivityLine) => "go-on" | "enough") => Promise<void>;

interface Repeatable {
  same: string;
  id: string;
}

/** The same failure, or the same question, over and over is one line of the log, over a restart too. */
export function createRepeats(eachLine: EachLine) {
  /** By save: its newest line, if the same again is to be counted there; null: it is not. Unknown after a start. */
  const newest = new Map<string, Repeatable | null>();

  async function newestOf(save: string): Promise<Repeatable | null> {
    const known = newest.get(save);
    if (known !== undefined) return known;
    let found: Repeatable | null = null;
    let looked = 0;
    await eachLine((line) => {
      looked += 1;
      const isIts = "decision" in line && saveOf(line) === save;
      const same = isIts ? sameIn(line) : null;
      if (isIts && same !== null) found = { same, id: line.id };
      return isIts || looked >= linesLookedBack ? "enough" : "go-on";
    });
    return found;
  }

  return {
    /** The line that says the same, with nothing else of the save after it; null: this is news. */
    async before(entry: ActivityEntry): Promise<string | null> {
      const same = sameIn(entry);
      const last = same === null ? null : await newestOf(saveOf(entry));
      return last !== null && last.same === same ? last.id : null;
    },
    note(entry: ActivityEntry, id: string): void {
      const same = sameIn(entry);
      newest.set(saveOf(entry), same === null ? null : { same, id });
    },
  };
}

/** What the same again would say; null: each time is news. */
function sameIn({ outcome, choice, detail, reason, localBefore, saveId, act }: ActivityEntry): string | null {
  if (act) return null;
  if (outcome === "failed") return JSON.stringify([choice, detail]);
  return outcome === "asks" ? JSON.stringify([reason, localBefore, saveId]) : null;
}

function saveOf({ romId, name, appIds }: ActivityEntry): string {
  return JSON.stringify([romId, name, appIds]);
}
