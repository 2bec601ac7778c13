import type { SyncError, SyncLine } from "../../contract/saves/sync.ts";
import type { AccountState, Unit } from "../../core/state.ts";
import { shortcutsOf } from "../../core/units.ts";
import type { AppId, UnitId } from "../../core/vocabulary.ts";
import type { ActivityEntry } from "../../ports/activity-log.ts";
import { orLogged } from "../../work/defects.ts";
import type { Look } from "../look/look.ts";
import type { Work } from "../look/record.ts";

/** A unit as the player knows it: by its shortcuts. */
export function nameUnit(account: AccountState, unitId: UnitId): { appIds: AppId[]; name: string } {
  const shortcuts = shortcutsOf(account, unitId);
  const fallback = account.units[unitId]?.rom.fsName ?? unitId;
  return { appIds: shortcuts.map((shortcut) => shortcut.appId), name: shortcuts[0]?.name ?? fallback };
}

export function blankLine({ observed, verdict }: Look): SyncLine {
  const { unit, account } = observed;
  return {
    ...nameUnit(account, unit.unitId),
    romId: unit.rom.romId,
    slot: unit.slot,
    decision: verdict.decision,
    reason: verdict.reason,
    outcome: "done",
    direction: null,
    sizeBytes: 0,
    saveId: null,
    durationMs: 0,
    problem: null,
  };
}

/** Nothing was changed; the log says why. */
export async function failedLine(
  work: Work,
  seen: Look | null,
  problem: SyncError,
): Promise<SyncLine | null> {
  if (!seen) return blindLine(work, problem);
  const detail = "detail" in problem ? problem.detail : problem.kind;
  await note(work, seen, { outcome: "failed", localAfter: null, saveId: null, sizeBytes: 0, detail });
  return { ...blankLine(seen), outcome: "failed", problem };
}

/** The unit could not even be looked at. Null: it is not registered any more. */
function blindLine({ deps, session, unitId }: Work, problem: SyncError): SyncLine | null {
  const account = deps.store.current().accounts[session.accountId];
  const unit = account?.units[unitId];
  return account && unit ? unseenLine(account, unit, problem) : null;
}

/** Of a unit of which nothing was learnt. */
export function unseenLine(account: AccountState, unit: Unit, problem: SyncError): SyncLine {
  return {
    ...nameUnit(account, unit.unitId),
    romId: unit.rom.romId,
    slot: unit.slot,
    decision: "skip",
    reason: "not-reached",
    outcome: "failed",
    direction: null,
    sizeBytes: 0,
    saveId: null,
    durationMs: 0,
    problem,
  };
}

type Noted = Pick<ActivityEntry, "outcome" | "localAfter" | "saveId" | "sizeBytes"> &
  Partial<
    Pick<ActivityEntry, "id" | "choice" | "detail" | "act" | "takeBack" | "undoes" | "batchId" | "deviceName">
  >;

interface NotedLook {
  observed: Look["observed"];
  verdict: Pick<Look["verdict"], "decision" | "reason">;
}

/** Writes the log; a full disk must not undo what was done, so that failure is only logged. */
export async function note({ deps }: Work, { observed, verdict }: NotedLook, p: Noted): Promise<void> {
  const { unit, account, local } = observed;
  await orLogged(deps.log, () =>
    deps.activity.append({
      romId: unit.rom.romId,
      ...nameUnit(account, unit.unitId),
      decision: verdict.decision,
      reason: verdict.reason,
      choice: null,
      localBefore: local.kind === "present" ? local.sha256 : null,
      detail: null,
      ...p,
    }),
  );
}
