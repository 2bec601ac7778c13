import type { ConnectError, Connection, Credentials } from "../contract/account.ts";
import type { ArrivedLogin, Login } from "../core/login.ts";
import type { AccountId, Outcome } from "../core/vocabulary.ts";
import { type CheckedServer, checkServer, orConnectError } from "./sign-in/check-server.ts";
import type { SignInDeps } from "./sign-in/deps.ts";
import { finish } from "./sign-in/finish.ts";
import { isPassing } from "./sign-in/is-passing.ts";
import { obtain } from "./sign-in/obtain.ts";

/** A person waits; a server that answers later than this is not there. */
const patienceMs = 20_000;

/** Signs in with what the player typed. What stood written down of an older try gives way to it. */
export async function connect(
  deps: SignInDeps,
  p: { origin: string; credentials: Credentials },
): Promise<Outcome<Connection, ConnectError>> {
  return await orConnectError(async () => {
    const signal = AbortSignal.timeout(patienceMs);
    const server = await checkServer(deps, { origin: p.origin, way: p.credentials.kind }, signal);
    if (!server.ok) return server;
    const obtained = await obtain(deps, server.value, p.credentials, signal);
    if (!obtained.ok) return obtained;
    return await takeArrived(deps, server.value, obtained.value);
  });
}

/** Goes on where a sign-in was cut short: what RomM gave once is written down. */
export async function finishArrived(
  deps: SignInDeps,
  arrived: ArrivedLogin,
): Promise<Outcome<Connection, ConnectError>> {
  return await orConnectError(async () => {
    const signal = AbortSignal.timeout(patienceMs);
    const server = await checkServer(deps, { origin: arrived.origin, way: null }, signal);
    return server.ok ? await takeArrived(deps, server.value, arrived) : server;
  });
}

/** Signs in once more with what is kept for an account, and not over another one. */
export async function connectAgain(
  deps: SignInDeps,
  only: AccountId,
): Promise<Outcome<Connection, ConnectError>> {
  return await orConnectError(async () => {
    const signal = AbortSignal.timeout(patienceMs);
    const stored = deps.credentials.load(only);
    if (stored === null) return signedOut;
    const server = await checkServer(
      deps,
      { origin: only.slice(0, only.lastIndexOf("#")), way: null },
      signal,
    );
    if (!server.ok) return server;
    const { origin, serverVersion } = server.value;
    const arrived = { origin, login: stored.login, deviceId: null, scopes: null };
    const renewed = (logins: Parameters<typeof deps.credentials.renew>[1]) =>
      deps.credentials.renew(only, logins);
    return await finish(deps, { arrived, serverVersion, only, renewed }, signal);
  });
}

const signedOut: Outcome<never, ConnectError> = {
  ok: false,
  error: { kind: "romm", code: "unauthorized", detail: "This account was signed out. Sign in again." },
};

/**
 * What RomM refused stays refused, and is forgotten; what merely failed is tried again by itself. A token that the
 * player pasted stands nowhere until it has worked.
 */
export async function takeArrived(
  deps: SignInDeps,
  { serverVersion }: CheckedServer,
  arrived: ArrivedLogin,
): Promise<Outcome<Connection, ConnectError>> {
  const { credentials } = deps;
  const isPasted = arrived.scopes === null;
  const renewed = async ({ next }: { next: Login }) => {
    const current = credentials.arrived();
    if (current) await credentials.setArrived({ ...current, login: next });
  };
  const signal = AbortSignal.timeout(patienceMs);
  const outcome = await orConnectError(() => finish(deps, { arrived, serverVersion, renewed }, signal));
  const isOver = outcome.ok || (!isPasted && !isPassing(outcome.error));
  if (isOver && credentials.arrived() !== null) await credentials.setArrived(null);
  return outcome;
}
