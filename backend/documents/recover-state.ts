import { outlive } from "../core/marks/survival.ts";
import type { AccountState, SavepointState, Unit } from "../core/state.ts";

/*
 * Law: what was recovered is never trusted more than what is there. No baseline of a recovered account is proven, so
 * nothing is uploaded on its word before the contents were compared (engine rules: unproven baselines).
 */

/**
 * The present state, with each account brought back from `previous` whose registry is empty here without the mark of
 * a deliberate clearing, and was not empty there. An account that is missing counts as empty: accounts are cleared,
 * never dropped. Null: there is nothing to bring back.
 */
export function recoverEmptied(
  present: SavepointState,
  previous: SavepointState,
  nowMs: number,
): SavepointState | null {
  const lost = Object.entries(previous.accounts).filter(
    ([id, account]) => hasEntries(account) && isEmptiedByAccident(present.accounts[id]),
  );
  if (lost.length === 0) return null;
  const recovered = lost.map(([id, account]) => {
    const own = present.accounts[id];
    const units = { ...account.units, ...own?.units };
    return [
      id,
      unprovenAccount(
        { ...account, ...own, ...{ shortcut_registry: account.shortcut_registry, units } },
        nowMs,
      ),
    ];
  });
  return {
    activeAccount: present.activeAccount ?? previous.activeAccount,
    accounts: { ...present.accounts, ...Object.fromEntries(recovered) },
    lastWriterByPath: { ...previous.lastWriterByPath, ...present.lastWriterByPath },
  };
}

/** Whether a registry is missing for no known reason; where `ids` are known to have existed, one of theirs too. */
export function mayBeEmptied(state: SavepointState, ids = Object.keys(state.accounts)): boolean {
  return (
    Object.keys(state.accounts).length === 0 || ids.some((id) => isEmptiedByAccident(state.accounts[id]))
  );
}

/** Every account as after a recovery. */
export function unproven(state: SavepointState, nowMs: number): SavepointState {
  return { ...state, accounts: mapValues(state.accounts, (account) => unprovenAccount(account, nowMs)) };
}

/**
 * The snapshot's state in the place of the present one. Accounts that it does not know stay as they are; who wrote a
 * path last is known better by the present state; a registry that the snapshot empties is emptied on purpose.
 */
export function restoreState(
  present: SavepointState,
  snapshot: SavepointState,
  nowMs: number,
): SavepointState {
  const restored = mapValues(unproven(snapshot, nowMs).accounts, (account) =>
    hasEntries(account) ? account : { ...account, clearedAtMs: account.clearedAtMs ?? nowMs },
  );
  return {
    activeAccount: snapshot.activeAccount ?? present.activeAccount,
    accounts: { ...present.accounts, ...restored },
    lastWriterByPath: { ...snapshot.lastWriterByPath, ...present.lastWriterByPath },
  };
}

export function hasEntries(account: AccountState): boolean {
  for (const _ in account.shortcut_registry) return true; // Asked before every save: no list of all keys.
  return false;
}

function isEmptiedByAccident(account: AccountState | undefined): boolean {
  return account === undefined || (!hasEntries(account) && account.clearedAtMs === null);
}

/** What we wrote since the backup is not known, so no play status counts as ours until it is seen again. */
function unprovenAccount({ playStatus: _, ...account }: AccountState, nowMs: number): AccountState {
  return { ...account, units: mapValues(account.units, (unit) => unprovenUnit(unit, nowMs)) };
}

/** An intent of the past could make an old row the baseline, trusted; losing it costs a look. */
function unprovenUnit(unit: Unit, nowMs: number): Unit {
  const baseline = unit.baseline && { ...unit.baseline, isTrusted: false };
  const left = outlive(unit, "recovery");
  return { ...unit, ...left, baseline, owed: { ...left.owed, look: { sinceMs: nowMs } } };
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
