import type { ConnectError, Connection, Credentials } from "../contract/account.ts";
import type { ServerAccess } from "../contract/server.ts";
import type { AccountState } from "../core/state.ts";
import type { StateStore } from "../core/state-store.ts";
import { fixedToken, type TokenSource } from "../core/token-source.ts";
import type { AccountId, Outcome, UserId } from "../core/vocabulary.ts";
import { toProblem } from "../sync/problems.ts";
import type { DeviceRegistration, RommServer } from "./deps.ts";
import { readServerAddress } from "./server/address.ts";

export interface ConnectDeps {
  store: StateStore;
  openServer: (p: { origin: string; tokens: TokenSource }) => RommServer;
  saveCredentials: (accountId: AccountId, credentials: Credentials) => Promise<void>;
  device: Pick<DeviceRegistration, "hostname" | "platform" | "name" | "client" | "clientVersion">;
  /** Null: this version of RomM has what saves need; otherwise the version that does. */
  neededVersion: (serverVersion: string) => string | null;
}

export interface SignInRequest {
  origin: string;
  credentials: Credentials;
  /** Absent: what was chosen for this server before stays. */
  access?: ServerAccess;
  /** Signs in as this account or not at all, and not over another that was signed in meanwhile. */
  only?: AccountId;
}

/** A person waits; a server that answers later than this is not there. */
const patienceMs = 20_000;

/**
 * Signs in: asks the server who the token belongs to, registers this device, and only then stores anything. An account
 * that was here before gets its registry and baselines back.
 */
export async function connect(
  deps: ConnectDeps,
  p: SignInRequest,
): Promise<Outcome<Connection, ConnectError>> {
  const address = readServerAddress(p.origin);
  if (!address.ok)
    return { ok: false, error: { kind: "bad-origin", origin: p.origin, why: address.error.kind } };
  const origin = address.value;
  try {
    const server = deps.openServer({ origin, tokens: fixedToken(p.credentials.token.trim()) });
    const signal = AbortSignal.timeout(patienceMs);
    const serverVersion = await server.readVersion(signal);
    const needed = deps.neededVersion(serverVersion);
    if (needed !== null) return { ok: false, error: { kind: "too-old", serverVersion, needed } };
    const user = await server.readUser(signal);
    const accountId = toAccountId(origin, user.userId);
    if (p.only !== undefined && accountId !== p.only) return refusedAsOther;
    const known = deps.store.current().accounts[accountId];
    const how = { resetSyncs: !hasBaselines(known), allowDuplicate: false };
    const device = await server.devices.register({ ...deps.device, ...how }, signal);
    await deps.saveCredentials(accountId, { ...p.credentials, token: p.credentials.token.trim() });
    const connection: Connection = {
      origin,
      username: user.username,
      deviceId: device.deviceId,
      deviceName: device.name ?? deps.device.name,
      serverVersion,
    };
    await remember(deps.store, { accountId, isByPlayer: p.only === undefined }, connection);
    return { ok: true, value: connection };
  } catch (error) {
    const problem = toProblem(error);
    if (!problem) throw error;
    return { ok: false, error: problem };
  }
}

function toAccountId(origin: string, userId: UserId): AccountId {
  return `${origin}#${userId}` as AccountId;
}

function hasBaselines(account: AccountState | undefined): boolean {
  return Object.values(account?.units ?? {}).some((unit) => unit.baseline !== null);
}

const refusedAsOther: Outcome<never, ConnectError> = {
  ok: false,
  error: { kind: "romm", code: "unauthorized", detail: "The token belongs to another user now." },
};

async function remember(
  store: StateStore,
  { accountId, isByPlayer }: { accountId: AccountId; isByPlayer: boolean },
  connection: Connection,
): Promise<void> {
  const { origin, username, deviceId, deviceName, serverVersion } = connection;
  await store.update((state) => {
    if (!isByPlayer && state.activeAccount !== null) return state;
    const before = state.accounts[accountId] ?? blankAccount;
    const account = { ...before, origin, username, deviceId, deviceName, serverVersion };
    return { ...state, activeAccount: accountId, accounts: { ...state.accounts, [accountId]: account } };
  });
}

const blankAccount: Pick<AccountState, "clearedAtMs" | "shortcut_registry" | "units"> = {
  clearedAtMs: null,
  shortcut_registry: {},
  units: {},
};
