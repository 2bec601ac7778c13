import type { SyncLine } from "../contract/saves/sync.ts";
import { hasMarks } from "../core/marks/survival.ts";
import type { AccountState, Unit } from "../core/state.ts";
import { unitOfApp } from "../core/units.ts";
import type { UnitId } from "../core/vocabulary.ts";

/** What a run leaves. */
export interface Ran {
  /** To be tried again. */
  undone: readonly UnitId[];
  /** Too much to be moved now: looked at again when the machine stands better, and with everything. */
  waiting: readonly UnitId[];
  /** Stopped by the player: whatever was wanted is wanted still. */
  isCancelled: boolean;
}

/** What has a mark was begun and not ended, whoever began it. */
export function withUnfinished(units: readonly Unit[], wanted: readonly UnitId[]): UnitId[] {
  const unfinished = units.filter(hasMarks).map(({ unitId }) => unitId);
  return [...new Set([...unfinished, ...wanted])];
}

export function ranOf(account: AccountState | undefined, lines: SyncLine[], isCancelled: boolean): Ran {
  const of = (isMeant: (line: SyncLine) => boolean) =>
    account ? lines.filter(isMeant).flatMap((line) => unitOfLine(account, line)) : [];
  return { undone: of(isLeftUndone), waiting: of(({ waitsFor }) => waitsFor !== undefined), isCancelled };
}

/** A game that nobody watches ends unseen: its save is looked at again. */
const isLeftUndone = ({ outcome, reason }: SyncLine) =>
  outcome === "failed" || reason === "running" || reason === "starting";

function unitOfLine(account: AccountState, { appIds: [appId] }: SyncLine): UnitId[] {
  const unit = appId === undefined ? null : unitOfApp(account, appId);
  return unit ? [unit.unitId] : [];
}
