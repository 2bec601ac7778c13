import type { AccountState, SavepointState, Unit } from "../core/state.ts";
import { withAccount, withUnit } from "../core/units.ts";
import type { AccountId, UnitId } from "../core/vocabulary.ts";
import type { StateStore } from "../ports/state-store.ts";

/*
 * Law: whatever is written about an account names that account, and reaches no other one that was signed in while
 * somebody waited for a server, a disk or a turn. So this is the only door through which an account is written to; only
 * signing in makes another account the active one, and a move to another address renames one.
 */

/** One account, whoever is signed in. */
export interface AccountDoor {
  /** As it stands now; null: gone. */
  read(): AccountState | null;
  /** Durable when it resolves; nothing is written where the change gives the same object back. */
  change(edit: (account: AccountState) => AccountState): Promise<void>;
  /** A unit that was unregistered meanwhile stays gone. */
  changeUnit(unitId: UnitId, edit: (unit: Unit) => Unit): Promise<void>;
  /** A unit, and with it (by what it has become) who wrote last at its paths, which all accounts share. */
  changeUnitAndPaths(unitId: UnitId, edit: (unit: Unit) => Unit, written: PathWriters): Promise<void>;
  /** Who wrote last at some paths, from who did before. */
  changePaths(edit: (before: Writers) => Writers): Promise<void>;
}

type Writers = SavepointState["lastWriterByPath"];
type PathWriters = (unit: Unit) => Writers;

export function inAccount(store: StateStore, accountId: AccountId): AccountDoor {
  const read = () => store.current().accounts[accountId] ?? null;

  async function write(edit: (state: SavepointState) => SavepointState): Promise<void> {
    if (edit(store.current()) === store.current()) return;
    await store.update(edit);
  }

  return {
    read,
    change: (edit) => write((state) => withAccount(state, accountId, edit)),
    changeUnit: (unitId, edit) => write((state) => withUnit(state, { accountId, unitId }, edit)),
    changeUnitAndPaths: (unitId, edit, written) =>
      write((state) => {
        const next = withUnit(state, { accountId, unitId }, edit);
        const unit = next.accounts[accountId]?.units[unitId];
        if (!unit) return next;
        return { ...next, lastWriterByPath: { ...next.lastWriterByPath, ...written(unit) } };
      }),
    changePaths: (edit) =>
      write((state) => {
        const lastWriterByPath = edit(state.lastWriterByPath);
        return lastWriterByPath === state.lastWriterByPath ? state : { ...state, lastWriterByPath };
      }),
  };
}
