import type { Activity } from "../contract/saves/activity.ts";
import type { ActHints } from "../contract/saves/game-detail.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import { orLogged } from "../work/defects.ts";
import type { Activities } from "./activities.ts";

const dayMs = 24 * 3600 * 1000;
/** Whatever is further down was not done lately. */
const newest = 50;

/** What the first page says of the player's own acts; kept, so that opening it touches no disk. */
export interface KnownActHints {
  known(): ActHints;
  refresh(): Promise<void>;
}

export function createActHints(
  deps: { clock: Pick<Clock, "now">; log: Pick<Log, "error">; changed: () => void },
  activities: Activities,
): KnownActHints {
  let hints: ActHints = { undoable: null, afterChoice: null };

  async function read(): Promise<void> {
    const lines = await activities.list({ limit: newest });
    const sinceMs = deps.clock.now() - dayMs;
    const lately = lines.filter(
      ({ act, atMs, undo }) => act !== null && atMs >= sinceMs && undo.kind === "can",
    );
    hints = { undoable: lately[0] ?? null, afterChoice: lately.find(isToBeConfirmed) ?? null };
    deps.changed();
  }

  return { known: () => hints, refresh: () => orLogged(deps.log, read) };
}

/** Played once with what was chosen: now the player can tell whether it was the right one. */
function isToBeConfirmed({ choice, isConfirmed, undo, undoes }: Activity): boolean {
  return choice !== null && undoes === null && !isConfirmed && undo.kind === "can" && undo.isPlayedSince;
}
