import type { Act } from "../contract/saves/activity.ts";
import { nameOfPlace, pathsOf, placeAt } from "../core/shapes/shapes.ts";
import type { AccountState, SavepointState, Unit } from "../core/state.ts";
import { isSameSlot } from "../core/units.ts";
import type { AccountId, AppId } from "../core/vocabulary.ts";
import type { ActivityEntry, TieBefore } from "../ports/activity-log.ts";

/** What an edit of the registry did to one shortcut. */
interface TieChange {
  act: Act;
  appId: AppId;
  was: TieBefore | null;
  is: TieBefore | null;
}

/** The lines of the log for what an edit did, one for each shortcut that is tied otherwise since. */
export function linesOfEdit(
  before: SavepointState,
  after: AccountState,
  accountId: AccountId,
): ActivityEntry[] {
  const account = before.accounts[accountId];
  return account ? findChanges(account, after, before).map((change) => toEntry(change, accountId)) : [];
}

function findChanges(before: AccountState, after: AccountState, state: SavepointState): TieChange[] {
  const appIds = new Set([...Object.keys(before.shortcut_registry), ...Object.keys(after.shortcut_registry)]);
  return [...appIds].flatMap((key) => {
    const appId = Number(key) as AppId;
    const [was, is] = [tieOf(before, appId, state), tieOf(after, appId, state)];
    const act = actOf(was, is);
    return act === null ? [] : [{ act, appId, was, is }];
  });
}

function tieOf(account: AccountState, appId: AppId, { lastWriterByPath }: SavepointState): TieBefore | null {
  const shortcut = account.shortcut_registry[appId];
  const unit = shortcut && account.units[shortcut.unitId];
  if (!shortcut || !unit) return null;
  const written = pathsOfUnit(unit).flatMap((path) => lastWriterByPath[path]?.sha256 ?? []);
  return { shortcut, unit, written };
}

/** Where its bytes stood when both sides last agreed. */
export function pathsOfUnit({ location, baseline }: Unit): string[] {
  return pathsOf(baseline ? placeAt(location, baseline.realPath) : location);
}

/** Null: what is played is the same. */
function actOf(was: TieBefore | null, is: TieBefore | null): Act | null {
  if (was === null) return is === null ? null : "added";
  if (is === null) return "removed";
  if (was.unit.rom.romId !== is.unit.rom.romId) return "other-rom";
  if (nameOfPlace(was.unit.location) !== nameOfPlace(is.unit.location)) return "other-place";
  return isSameSlot(was.unit.slot, is.unit.slot) ? null : "playthrough";
}

function toEntry({ act, appId, was, is }: TieChange, accountId: AccountId): ActivityEntry {
  const told = is ?? was;
  return {
    ...{ appIds: [appId], romId: told?.unit.rom.romId ?? null, name: told?.shortcut.name ?? "" },
    ...{ decision: "skip", reason: "nothing-new", act, choice: null, outcome: "done" },
    ...{ localBefore: null, localAfter: null, saveId: null, sizeBytes: 0, detail: null },
    takeBack: { kind: "registry", accountId, appId, was, unitId: is?.unit.unitId ?? null },
  };
}
