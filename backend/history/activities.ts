import type { Activity } from "../contract/saves/activity.ts";
import type { LoggedActivity } from "./activity-line.ts";
import type { ActivityQuery, ReadableActivityLog } from "./activity-log.ts";
import { type UndoFacts, undoStateOf } from "./undo-state.ts";
import { copyVersion, rowVersion } from "./version-id.ts";

export interface Activities {
  /** Newest first. */
  list(p: ActivityQuery): Promise<Activity[]>;
}

/** The log as the player reads it: each line with what can be done about it now. */
export function createActivities(
  log: Pick<ReadableActivityLog, "read">,
  facts: Omit<UndoFacts, "state"> & { store: { current(): UndoFacts["state"] } },
): Activities {
  const tell = async (logged: LoggedActivity): Promise<Activity> => {
    const { takeBack: _how, hasEffect: _any, isUndone: _by, isPlayedSince: _since, ...line } = logged;
    const undo = await undoStateOf(logged, { ...facts, state: facts.store.current() });
    return { ...line, versionId: versionIdOf(line), undo };
  };
  return { list: async (p) => await Promise.all((await log.read(p)).map(tell)) };
}

function versionIdOf({ localAfter, saveId }: Pick<LoggedActivity, "localAfter" | "saveId">): string | null {
  if (localAfter !== null) return copyVersion(localAfter);
  return saveId === null ? null : rowVersion(saveId);
}
