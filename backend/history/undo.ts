import type { ChangedPart } from "../contract/events.ts";
import type { Act } from "../contract/saves/activity.ts";
import type { RegisterError } from "../contract/saves/shortcut.ts";
import type { SyncError, SyncLine, SyncReport } from "../contract/saves/sync.ts";
import { shortcutsOf } from "../core/units.ts";
import type { AppId, Outcome, Slot, UnitId } from "../core/vocabulary.ts";
import type { OfUnit, TakeBack, TieBefore } from "../ports/activity-log.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import { startReport } from "../work/reports.ts";
import type { LoggedActivity } from "./activity-line.ts";
import type { ReadableActivityLog } from "./activity-log.ts";
import { type UndoFacts, undoStateOf } from "./undo-state.ts";

/*
 * Law: nothing is taken back by deleting. Undoing is doing the opposite, by the same operations and with a line of its
 * own, which can be undone in its turn; what was played since stays as a version.
 */

export interface UndoDeps {
  activity: ReadableActivityLog;
  store: SyncDeps["store"];
  clock: SyncDeps["clock"];
  newId: () => string;
  hasCopy: UndoFacts["hasCopy"];
  changed: (part: ChangedPart) => void;
  /** Plays a content again and publishes it. Null: its game was unregistered meanwhile. */
  play: (p: OfContent & By & { isPrivate?: true }) => Promise<SyncLine | null>;
  backToSlot: (p: OfUnit & { to: Slot; undoes: string; batchId: string | null }) => Promise<SyncLine | null>;
  setTracking: (appId: AppId, isTracked: boolean, by: Omit<By, "act">) => Promise<Outcome<null, SyncError>>;
  registry: {
    retie(was: TieBefore, by: Omit<By, "act">): Promise<Outcome<null, RegisterError>>;
    unregister(appIds: AppId[], by: Omit<By, "act">): Promise<Outcome<null, RegisterError>>;
  };
}

type OfContent = Extract<TakeBack, { kind: "content" }>;
type OfRegistry = Extract<TakeBack, { kind: "registry" }>;

/** By what the opposite is done: as the log will tell it. */
export interface By {
  act: Act;
  undoes: string;
  batchId: string | null;
}

export function createUndo(deps: UndoDeps) {
  async function one(line: LoggedActivity, batchId: string | null): Promise<SyncLine | null> {
    const { takeBack } = line;
    if (takeBack === null) return null;
    const by = { act: line.act ?? "restore", undoes: line.id, batchId };
    switch (takeBack.kind) {
      case "content":
        return await deps.play({ ...takeBack, ...by });
      case "playthrough":
        return await deps.backToSlot({ ...takeBack, undoes: line.id, batchId });
      case "tracking":
        return await track(line, takeBack, by);
      case "registry":
        return await retie(line, takeBack, by);
      case "batch":
        return null;
    }
  }

  async function track(line: LoggedActivity, takeBack: OfUnit & { isTracked: boolean }, by: By) {
    const account = deps.store.current().accounts[takeBack.accountId];
    const [shortcut] = account ? shortcutsOf(account, takeBack.unitId) : [];
    if (!shortcut) return null;
    const { undoes, batchId } = by;
    const outcome = await deps.setTracking(shortcut.appId, takeBack.isTracked, { undoes, batchId });
    return toLine(line, outcome.ok ? null : outcome.error);
  }

  /** What came down over the save since it was tied so goes first: then all is as it was. */
  async function retie(line: LoggedActivity, takeBack: OfRegistry, by: By): Promise<SyncLine> {
    const replaced = takeBack.unitId && (await firstReplaced(line.id, takeBack.unitId));
    const put = replaced && (await deps.play({ ...replaced, ...by, isPrivate: true }));
    if (put?.problem) return put;
    const { undoes, batchId } = by;
    const { was, appId } = takeBack;
    const outcome = await (was === null
      ? deps.registry.unregister([appId], { undoes, batchId })
      : deps.registry.retie(was, { undoes, batchId }));
    return toLine(line, outcome.ok ? null : toSyncProblem(outcome.error));
  }

  /** What stood in the save's place before Savepoint first replaced it, since then. */
  async function firstReplaced(since: string, unitId: UnitId): Promise<OfContent | null> {
    let first: OfContent | null = null;
    await deps.activity.walk(({ id, takeBack }) => {
      if (id === since) return "enough";
      const isIts = takeBack?.kind === "content" && takeBack.unitId === unitId;
      if (isIts && takeBack.content.kind === "copy") first = takeBack;
      return "go-on";
    });
    return first;
  }

  async function batch(head: LoggedActivity): Promise<SyncLine[]> {
    const lines = await deps.activity.read({ batchId: head.id, limit: 100_000 });
    const members = lines.filter(({ act, takeBack, isUndone }) => act && takeBack && !isUndone);
    const batchId = deps.newId();
    await deps.activity.append({
      ...plain(head),
      ...{ id: batchId, undoes: head.id, batchSize: members.length },
      ...(head.takeBack && { takeBack: head.takeBack }),
    });
    const done: SyncLine[] = [];
    for (const member of members) {
      const state = await undoStateOf(member, { ...deps, state: deps.store.current() });
      const line = state.kind === "can" ? await one(member, batchId) : toLine(member, cannot(state.why));
      if (line) done.push(line);
    }
    return done;
  }

  return async ({ activityId }: { activityId: string }): Promise<Outcome<SyncReport, SyncError>> => {
    const line = await deps.activity.find(activityId);
    if (line === null) return { ok: false, error: { kind: "unknown-activity" } };
    const state = await undoStateOf(line, { ...deps, state: deps.store.current() });
    if (state.kind === "cannot") return { ok: false, error: cannot(state.why) };
    const report = startReport(deps, false);
    const isBatch = line.takeBack?.kind === "batch";
    const lines = isBatch ? await batch(line) : [await one(line, null)].filter((found) => found !== null);
    deps.changed("activity");
    const [only] = lines;
    if (!isBatch && !only) return { ok: false, error: cannot("removed") };
    if (!isBatch && only?.outcome === "failed" && only.problem) return { ok: false, error: only.problem };
    return { ok: true, value: report.end(lines, { isCancelled: false }) };
  };
}

/** The registry has more words for what it refuses: of a shortcut that was in it before, few can come up. */
function toSyncProblem(error: RegisterError): SyncError {
  switch (error.kind) {
    case "location-taken":
      return { kind: "location-unavailable", detail: `${error.path} is used by ${error.by} now.` };
    case "location-unusable":
      return { kind: "location-unavailable", detail: error.detail };
    case "unknown-rom":
      return { kind: "not-settled", detail: "RomM does not have this game any more." };
    default:
      return error;
  }
}

function cannot(why: Extract<SyncError, { kind: "cannot-undo" }>["why"]): SyncError {
  return { kind: "cannot-undo", why };
}

/** The line of the opposite, of something that no look was needed for. */
function toLine(
  { appIds, romId, name, decision, reason }: LoggedActivity,
  problem: SyncError | null,
): SyncLine {
  const outcome = problem ? "failed" : "done";
  return {
    ...{ appIds, romId, name, slot: null, decision, reason, outcome, problem },
    ...{ direction: null, sizeBytes: 0, saveId: null, durationMs: 0 },
  };
}

function plain({ appIds, romId, name, decision, reason, act, choice }: LoggedActivity) {
  return {
    ...{ appIds, romId, name, decision, reason, act, choice, outcome: "done" as const },
    ...{ localBefore: null, localAfter: null, saveId: null, sizeBytes: 0, detail: null },
  };
}
