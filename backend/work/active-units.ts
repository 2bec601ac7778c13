import type { AccountState, Unit } from "../core/state.ts";
import type { ServerSession } from "../ports/session.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";

export interface ActiveUnits {
  session: ServerSession;
  account: AccountState;
  /** Listed when asked for: a registry may hold thousands. */
  listUnits(): Unit[];
}

/** The units of the account that is signed in; null: none is. */
export function activeUnits(deps: Pick<SyncDeps, "session" | "store">): ActiveUnits | null {
  const session = deps.session();
  const account = session && deps.store.current().accounts[session.accountId];
  return session && account ? { session, account, listUnits: () => Object.values(account.units) } : null;
}
