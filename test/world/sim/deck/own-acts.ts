import type { SyncError, SyncReport } from "../../../../backend/contract/saves/sync.ts";
import type { AppId, Outcome } from "../../../../backend/core/vocabulary.ts";
import { createActivities } from "../../../../backend/history/activities.ts";
import type { LoggedActivity } from "../../../../backend/history/activity-line.ts";
import { createActivityLog, type ReadableActivityLog } from "../../../../backend/history/activity-log.ts";
import { createUndo } from "../../../../backend/history/undo.ts";
import type { Clock } from "../../../../backend/machine/clock.ts";
import type { Log } from "../../../../backend/machine/log.ts";
import type { TakeBack } from "../../../../backend/ports/activity-log.ts";
import type { SyncDeps } from "../../../../backend/ports/sync-deps.ts";
import type { SyncEngine } from "../../../../backend/sync/engine.ts";
import { createCrashingDisk } from "../../disk/crashing-disk.ts";

/** What the player did on a Deck, as the real log tells it, and how it is taken back. */
export interface OwnActs {
  log: ReadableActivityLog;
  /** The newest line of a game, or of many at once, that can be taken back now; null: none. */
  newest(of: { appId: AppId } | "many"): Promise<Undoable | null>;
  undo(activityId: string): Promise<Outcome<SyncReport, SyncError>>;
}

export interface Undoable {
  id: string;
  /** One for each game. */
  takesBack: Extract<TakeBack, { kind: "content" | "playthrough" }>[];
}

interface ActsDeps {
  name: string;
  clock: Clock;
  log: Log;
  store: SyncDeps["store"];
  keptCopies: () => SyncDeps["keptCopies"];
  engine: () => SyncEngine;
}

/** The log lies on a disk of its own, which loses nothing: what a crash does to it is no matter of the saves. */
export async function createOwnActs(deps: ActsDeps): Promise<OwnActs> {
  const { name, clock, store } = deps;
  const disk = createCrashingDisk();
  await disk.makeFolder("/acts");
  let ids = 0;
  const newId = () => `${name} line ${ids++}`;
  const log = createActivityLog({ disk, clock, log: deps.log, newId }, "/acts/activity.jsonl");
  const hasCopy = async (sha256: Parameters<SyncDeps["keptCopies"]["find"]>[0]) =>
    (await deps.keptCopies().find(sha256)) !== null;
  const activities = createActivities(log, { store, hasCopy });
  const undo = createUndo({
    ...{ activity: log, store, clock, newId, hasCopy, changed: () => {} },
    play: (p) => deps.engine().versions.play(p),
    backToSlot: (p) => deps.engine().slots.back(p),
    setTracking: (...p) => deps.engine().setTracking(...p),
    registry: { retie: notPlayed, unregister: notPlayed },
  });
  return {
    log,
    undo: (activityId) => undo({ activityId }),
    async newest(of) {
      const query = of === "many" ? { limit: 40 } : { appId: of.appId, limit: 40 };
      const lines = await activities.list(query);
      const isAsked = (size: number | null) => (of === "many") === (size !== null);
      const line = lines.find(({ undo: state, batchSize }) => state.kind === "can" && isAsked(batchSize));
      return line ? { id: line.id, takesBack: await takesBackOf(log, line.id) } : null;
    },
  };
}

async function takesBackOf(log: ReadableActivityLog, id: string): Promise<Undoable["takesBack"]> {
  const line = await log.find(id);
  const parts = line?.takeBack?.kind === "batch" ? await log.read({ batchId: id, limit: 100 }) : [line];
  return parts.flatMap((part) => contentOf(part));
}

function contentOf(line: LoggedActivity | null): Undoable["takesBack"] {
  const takeBack = line?.takeBack ?? null;
  return takeBack?.kind === "content" || takeBack?.kind === "playthrough" ? [takeBack] : [];
}

function notPlayed(): never {
  throw new Error("The stories do not edit the list of games.");
}
