import type { ConnectError, Connection, Right } from "../../contract/account.ts";
import { moveAccount } from "../../core/accounts/move-account.ts";
import { type ArrivedLogin, type Login, missingForSaves, missingIn } from "../../core/login.ts";
import { RommError } from "../../core/romm-error.ts";
import type { AccountState } from "../../core/state.ts";
import type { AccountId, Outcome, UserId } from "../../core/vocabulary.ts";
import type { StateStore } from "../../ports/state-store.ts";
import type { RommServer } from "../deps.ts";
import type { SignInDeps } from "./deps.ts";
import { findMoved } from "./find-moved.ts";
import { settleDevice } from "./settle-device.ts";

export interface Finish {
  arrived: ArrivedLogin;
  serverVersion: string;
  /** Signs in as this account or not at all, and not over another that was signed in meanwhile. */
  only?: AccountId;
  /** Keeps a login that was renewed on the way. */
  renewed: (logins: { before: Login; next: Login }) => Promise<void>;
}

/**
 * From a login to a signed-in device: whose it is, what it may do, which device this is, and only then the account. Each
 * step can be done again: killed anywhere, the next start begins anew with what is written down. An account that was
 * here before gets its registry and baselines back. Throws `RommError`, `FileError`, `StateReadOnly`.
 */
export async function finish(
  deps: SignInDeps,
  { arrived, serverVersion, only, renewed }: Finish,
  signal: AbortSignal,
): Promise<Outcome<Connection, ConnectError>> {
  const { origin } = arrived;
  let { login } = arrived;
  const tokens = deps.openTokens({
    ...{ origin, login },
    async renewed(logins) {
      await renewed(logins);
      login = logins.next;
    },
  });
  const server = deps.openServer({ origin, tokens, serverVersion });
  const user = await server
    .readUser(signal)
    .catch(orUnknown(login, { hasClientTokens: deps.versions.neededForTokens(serverVersion) === null }))
    .catch(orIncomplete(arrived));
  if ("kind" in user) return { ok: false, error: user };
  const accountId = toAccountId(origin, user.userId);
  if (only !== undefined && accountId !== only) return refusedAsOther;
  const missingRights = await findMissing(server, { user, arrived }, signal);
  const missing = missingForSaves(missingRights);
  if (missing.length > 0) return { ok: false, error: { kind: "missing-rights", missing } };
  const { device, store } = deps;
  const devices = await server.devices.list(signal);
  const isKnown = store.current().accounts[accountId] !== undefined;
  const moved = isKnown ? null : await findMoved(store.current(), { to: accountId, server, devices }, signal);
  const known = store.current().accounts[moved ?? accountId];
  const own = await settleDevice(
    server.devices,
    { listed: devices, pairedId: arrived.deviceId, known, device },
    signal,
  );
  // Those of a known account are here already; what the player removes meanwhile must not come back.
  if (only === undefined) await deps.credentials.save(accountId, { login, missingRights });
  const connection: Connection = {
    ...{ origin, serverVersion, missingRights },
    username: user.username,
    deviceId: own.deviceId,
    deviceName: own.name ?? device.name,
  };
  await remember(store, { accountId, moved, isByPlayer: only === undefined }, connection);
  if (moved !== null) {
    await deps.relabelCopies({ from: moved, to: accountId });
    await deps.credentials.remove(moved);
  }
  return { ok: true, value: connection };
}

type User = Awaited<ReturnType<RommServer["readUser"]>>;

/**
 * RomM was just reached: its bare 500 to a token is about the token, which it took for a broken JWT (up to 5.3). A
 * client's token is taken for none: then it is the answer that broke, such as a progress that lacks a field.
 */
function orUnknown(login: Login, { hasClientTokens }: { hasClientTokens: boolean }) {
  return (error: unknown): never => {
    const isJwt = login.kind === "token" && !(hasClientTokens && login.token.startsWith("rmm_"));
    if (!(error instanceof RommError) || !error.isBare500 || !isJwt) throw error;
    throw new RommError("unauthorized", "RomM does not know this token. Copy it again.", { cause: error });
  };
}

/** RomM's own begin with `rmm_`, and a bearer token of its OAuth with `ey`. */
const wholeToken = /^(rmm_[0-9a-f]{64}|ey.+)$/;

function orIncomplete({ login }: ArrivedLogin): (error: unknown) => { kind: "incomplete-token" } {
  return (error) => {
    const isRefused = error instanceof RommError && error.code === "unauthorized";
    if (isRefused && login.kind === "token" && !wholeToken.test(login.token))
      return { kind: "incomplete-token" };
    throw error;
  };
}

/** A token can do no more than its user. */
async function findMissing(
  server: RommServer,
  { user, arrived }: { user: User; arrived: ArrivedLogin },
  signal: AbortSignal,
): Promise<Right[]> {
  const ofUser = user.scopes === null ? [] : missingIn(user.scopes);
  const ofToken = arrived.scopes === null ? await server.findMissing(signal) : missingIn(arrived.scopes);
  return [...new Set([...ofUser, ...ofToken])];
}

export function toAccountId(origin: string, userId: UserId): AccountId {
  return `${origin}#${userId}` as AccountId;
}

const refusedAsOther: Outcome<never, ConnectError> = {
  ok: false,
  error: { kind: "romm", code: "unauthorized", detail: "The token belongs to another user now." },
};

interface Remember {
  accountId: AccountId;
  /** The same account by its former address. */
  moved: AccountId | null;
  isByPlayer: boolean;
}

async function remember(
  store: StateStore,
  { accountId, moved, isByPlayer }: Remember,
  { missingRights: _, ...facts }: Connection,
): Promise<void> {
  await store.update((state) => {
    if (!isByPlayer && state.activeAccount !== null) return state;
    const here = moved === null ? state : moveAccount(state, { from: moved, to: accountId, facts });
    const account = { ...blankAccount, ...here.accounts[accountId], ...facts };
    return { ...here, activeAccount: accountId, accounts: { ...here.accounts, [accountId]: account } };
  });
}

const blankAccount: Pick<AccountState, "clearedAtMs" | "shortcut_registry" | "units"> = {
  clearedAtMs: null,
  shortcut_registry: {},
  units: {},
};
