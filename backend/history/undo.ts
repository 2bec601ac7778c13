import type { Act } from "../contract/saves/activity.ts";
import type { SyncError, SyncLine, SyncReport } from "../contract/saves/sync.ts";
import { shortcutsOf } from "../core/units.ts";
import type { AppId, Outcome } from "../core/vocabulary.ts";
import type { OfUnit, TakeBack } from "../ports/activity-log.ts";
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
  changed: () => void;
  /** Plays a content again and publishes it. Null: its game was unregistered meanwhile. */
  play: (p: Extract<TakeBack, { kind: "content" }> & By) => Promise<SyncLine | null>;
  setTracking: (appId: AppId, isTracked: boolean, by: Omit<By, "act">) => Promise<Outcome<null, SyncError>>;
}

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
      case "tracking":
        return await track(line, takeBack, by);
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

  async function batch(head: LoggedActivity): Promise<SyncLine[]> {
    const members = await deps.activity.read({ batchId: head.id, limit: 100_000 });
    const batchId = deps.newId();
    const lines: SyncLine[] = [];
    for (const member of members) {
      const state = await undoStateOf(member, { ...deps, state: deps.store.current() });
      const line = state.kind === "can" ? await one(member, batchId) : toLine(member, cannot(state.why));
      if (line) lines.push(line);
    }
    await deps.activity.append({
      ...plain(head),
      ...{ id: batchId, undoes: head.id, batchSize: lines.length },
      ...(head.takeBack && { takeBack: head.takeBack }),
    });
    return lines;
  }

  return async ({ activityId }: { activityId: string }): Promise<Outcome<SyncReport, SyncError>> => {
    const line = await deps.activity.find(activityId);
    if (line === null) return { ok: false, error: { kind: "unknown-activity" } };
    const state = await undoStateOf(line, { ...deps, state: deps.store.current() });
    if (state.kind === "cannot") return { ok: false, error: cannot(state.why) };
    const report = startReport(deps, false);
    const isBatch = line.takeBack?.kind === "batch";
    const lines = isBatch ? await batch(line) : [await one(line, null)].filter((found) => found !== null);
    deps.changed();
    const [only] = lines;
    if (!isBatch && !only) return { ok: false, error: cannot("removed") };
    if (!isBatch && only?.outcome === "failed" && only.problem) return { ok: false, error: only.problem };
    return { ok: true, value: report.end(lines, { isCancelled: false }) };
  };
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
