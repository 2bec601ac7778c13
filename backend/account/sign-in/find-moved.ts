import type { SavepointState } from "../../core/state.ts";
import type { AccountId } from "../../core/vocabulary.ts";
import type { RommServer, ServerDevice } from "../deps.ts";
import { countKnownSaves, provesSame } from "./known-saves.ts";

/**
 * An account of this user at another address, whose device this RomM knows as well: RomM makes up a device's id, so that
 * no other RomM has it. Null: none, and the account begins anew. Throws `RommError`.
 */
export async function findMoved(
  state: SavepointState,
  { to, server, devices }: { to: AccountId; server: RommServer; devices: readonly ServerDevice[] },
  signal: AbortSignal,
): Promise<AccountId | null> {
  for (const [id, account] of Object.entries(state.accounts)) {
    const device = devices.find((one) => one.deviceId === account.deviceId);
    if (id === to || !device || userPart(id) !== userPart(to)) continue;
    const rows = await server.saves.listAllSaves(device, signal);
    if (provesSame(countKnownSaves(account, rows))) return id as AccountId;
  }
  return null;
}

export function userPart(accountId: string): string {
  return accountId.slice(accountId.lastIndexOf("#"));
}
