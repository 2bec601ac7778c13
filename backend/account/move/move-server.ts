import type { Connection, MoveError } from "../../contract/account.ts";
import { moveAccount } from "../../core/accounts/move-account.ts";
import type { StoredLogin } from "../../core/login.ts";
import { RommError } from "../../core/romm-error.ts";
import { activeAccount } from "../../core/units.ts";
import type { Outcome } from "../../core/vocabulary.ts";
import type { RommServer } from "../deps.ts";
import { checkServer, orConnectError } from "../sign-in/check-server.ts";
import type { SignInDeps } from "../sign-in/deps.ts";
import { userPart } from "../sign-in/find-moved.ts";
import { toAccountId } from "../sign-in/finish.ts";
import { countKnownSaves, type KnownSaves, noSaves, provesSame } from "../sign-in/known-saves.ts";

/** A large account's listing takes its time. */
const patienceMs = 150_000;

type Active = NonNullable<ReturnType<typeof activeAccount>>;

/** RomM has a new address: what is known goes by it once that RomM has proven to be the same. */
export async function moveServer(
  deps: SignInDeps,
  p: { origin: string },
): Promise<Outcome<Connection, MoveError>> {
  const active = activeAccount(deps.store.current());
  const stored = active && deps.credentials.load(active.accountId);
  if (!active || !stored) return { ok: false, error: { kind: "signed-out" } };
  return await orConnectError<Connection, MoveError>(async () => {
    const signal = AbortSignal.timeout(patienceMs);
    const checked = await checkServer(deps, { origin: p.origin, way: null }, signal);
    if (!checked.ok) return checked;
    return await move(deps, { ...checked.value, active, stored }, signal);
  });
}

interface Move {
  origin: string;
  serverVersion: string;
  active: Active;
  stored: StoredLogin;
}

async function move(
  deps: SignInDeps,
  { origin, serverVersion, active, stored }: Move,
  signal: AbortSignal,
): Promise<Outcome<Connection, MoveError>> {
  const { accountId: from, account } = active;
  let { login } = stored;
  const tokens = deps.openTokens({
    ...{ origin, login },
    async renewed(logins) {
      await deps.credentials.renew(from, logins);
      login = logins.next;
    },
  });
  const server = deps.openServer({ origin, tokens, serverVersion });
  const user = await readUserOrNull(server, signal);
  if (user === null) return refuse(noSaves(account));
  const to = toAccountId(origin, user.userId);
  const own = (await server.devices.list(signal)).find((one) => one.deviceId === account.deviceId);
  const isSameUser = userPart(to) === userPart(from);
  if (!own || !isSameUser) return refuse(noSaves(account));
  const known = countKnownSaves(account, await server.saves.listAllSaves(own, signal));
  if (!provesSame(known)) return refuse(known);
  const { missingRights } = stored;
  const facts = {
    ...{ origin, serverVersion },
    username: user.username,
    deviceId: own.deviceId,
    deviceName: own.name ?? account.deviceName,
  };
  // Killed between the two, the account is where it was, and still signed in there.
  if (to !== from) await deps.credentials.save(to, { login, missingRights });
  await deps.store.update((state) => moveAccount(state, { from, to, facts }));
  if (to !== from) {
    await deps.relabelCopies({ from, to });
    await deps.credentials.remove(from);
  }
  return { ok: true, value: { ...facts, missingRights } };
}

/** Null: another RomM takes no sign-in of ours. */
async function readUserOrNull(server: RommServer, signal: AbortSignal) {
  try {
    return await server.readUser(signal);
  } catch (error) {
    const isRefused =
      error instanceof RommError && (["unauthorized", "forbidden"].includes(error.code) || error.isBare500);
    if (isRefused) return null;
    throw error;
  }
}

function refuse(known: KnownSaves): Outcome<never, MoveError> {
  return { ok: false, error: { kind: "another-server", ...known } };
}
