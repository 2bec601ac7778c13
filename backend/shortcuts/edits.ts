import type { RegisterError } from "../contract/saves/shortcut.ts";
import type { AccountState } from "../core/state.ts";
import type { AccountId, Outcome } from "../core/vocabulary.ts";
import type { Clock } from "../machine/clock.ts";
import type { Log } from "../machine/log.ts";
import type { ActivityLog } from "../ports/activity-log.ts";
import type { StateStore } from "../ports/state-store.ts";
import { orLogged } from "../work/defects.ts";
import { inAccount } from "../work/in-account.ts";
import { toProblem } from "../work/problems.ts";
import { tellEdit } from "./tell-edit.ts";
import { linesOfEdit } from "./tie-changes.ts";

export type Registered = Outcome<null, RegisterError>;

/** By what it is done, where something is taken back. */
export interface By {
  undoes?: string;
  batchId?: string | null;
}

interface EditDeps {
  store: StateStore;
  clock: Clock;
  activity: ActivityLog;
  log: Pick<Log, "error">;
  newId: () => string;
  interruptFor: <T>(task: () => Promise<T>) => Promise<T>;
}

type Edit = (account: AccountState) => AccountState;

/** Changes to the registry, each told in the log with how to take it back. */
export function createEdits(deps: EditDeps) {
  const { store } = deps;

  /** Durable when it resolves. */
  async function edit(accountId: AccountId, change: Edit, by: By): Promise<void> {
    const before = store.current();
    const door = inAccount(store, accountId);
    await door.change(change);
    const after = door.read();
    if (!after) return;
    await orLogged(deps.log, () =>
      tellEdit(deps, linesOfEdit(before, after, accountId), { ...by, accountId }),
    );
  }

  /** While nothing is synced, in the account that was signed in when it was asked for, or not at all. */
  async function inActive(
    work: (accountId: AccountId, account: AccountState) => Promise<Registered>,
  ): Promise<Registered> {
    const accountId = store.current().activeAccount;
    if (accountId === null) return refused({ kind: "signed-out" });
    const inIt = async () => {
      const account = store.current().accounts[accountId];
      const isStillIn = store.current().activeAccount === accountId;
      return account && isStillIn ? await work(accountId, account) : refused({ kind: "signed-out" });
    };
    return await orProblem(() => deps.interruptFor(inIt));
  }

  return {
    edit,
    inActive,

    /** An account that loses its last shortcut this way was emptied on purpose: no recovery may bring them back. */
    emptying: (change: Edit, by: By): Promise<Registered> =>
      inActive(async (accountId) => {
        const nowMs = deps.clock.now();
        const emptied = (account: AccountState) => {
          const next = change(account);
          const isEmpty = Object.keys(next.shortcut_registry).length === 0;
          return isEmpty ? { ...next, clearedAtMs: nowMs } : next;
        };
        await edit(accountId, emptied, by);
        return { ok: true, value: null };
      }),
  };
}

export function refused<E extends RegisterError>(error: E): { ok: false; error: E } {
  return { ok: false, error };
}

export async function orProblem(work: () => Promise<Registered>): Promise<Registered> {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    if (problem) return refused(problem);
    throw error;
  }
}
