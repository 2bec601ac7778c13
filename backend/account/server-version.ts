import { activeAccount } from "../core/units.ts";
import type { StateStore } from "../ports/state-store.ts";
import { inAccount } from "../work/in-account.ts";

interface VersionDeps {
  store: StateStore;
  session: () => { playStatus: { readVersion(signal: AbortSignal): Promise<string> } } | null;
  /** The session takes it into use. */
  reopen: () => void;
}

/** RomM was upgraded or set back since the sign-in: what its answers can be trusted for is another. Throws `RommError`. */
export async function refreshServerVersion(deps: VersionDeps, signal: AbortSignal): Promise<void> {
  const before = activeAccount(deps.store.current());
  const session = deps.session();
  if (!session || !before) return;
  const serverVersion = await session.playStatus.readVersion(signal);
  if (serverVersion === before.account.serverVersion) return;
  const { accountId } = before;
  await inAccount(deps.store, accountId).change((account) => ({ ...account, serverVersion }));
  if (activeAccount(deps.store.current())?.accountId === accountId) deps.reopen();
}
