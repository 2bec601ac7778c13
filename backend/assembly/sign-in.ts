import { type ConnectDeps, connect, type SignInRequest } from "../account/connect.ts";
import type { SessionHolder } from "../account/session.ts";
import { createSignBackIn } from "../account/sign-back-in.ts";
import { fixedToken } from "../core/token-source.ts";
import type { AccountId } from "../core/vocabulary.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import type { Disk } from "../machine/disk.ts";
import type { PlayStatusSync } from "../play-status/play-status.ts";
import { oldestVersion, readCapabilities } from "../romm/capabilities.ts";
import type { SyncEngine } from "../sync/engine.ts";
import { openRomm, type RommGround } from "./open-romm.ts";
import { knownAccount } from "./rebuild.ts";
import type { AccessBook } from "./server-access.ts";

interface SignInGround extends RommGround {
  access: AccessBook;
  environment: Environment;
  disk: Disk;
  state: OpenState;
  credentials: CredentialsFile;
}

interface SignInParts {
  session: SessionHolder;
  engine: SyncEngine;
  playStatus: PlayStatusSync;
  changed: () => void;
}

/** An account id is `<origin>#<user id>`. */
function originOf(accountId: AccountId): string {
  return accountId.slice(0, accountId.lastIndexOf("#"));
}

/** This device, as it introduces itself to RomM. */
export function selfOf({ device, version }: Environment) {
  return { ...device, client: "Savepoint", clientVersion: version };
}

/** Signing in and out, and taking the account that the state names into use. */
export function createSignIn(ground: SignInGround, { session, engine, playStatus, changed }: SignInParts) {
  const { environment, credentials, state, clock, log } = ground;
  const { store } = state;
  const signBackIn = createSignBackIn({ clock, log, knownAccount: () => knownAccount(ground), connectAgain });

  /** Takes the account that the state names into use, if we hold its credentials. */
  function resume(): void {
    const accountId = store.current().activeAccount;
    const stored = accountId === null ? null : credentials.load(accountId);
    engine.forgetAll();
    playStatus.cancel();
    if (stored) session.open(fixedToken(stored.token));
    else session.close();
    signBackIn();
  }

  async function connectAs(p: SignInRequest) {
    const access = await ground.access.read(p.access);
    if (!access.ok) return access;
    const deps: ConnectDeps = {
      store: { ...store, update: (change) => engine.interruptFor(() => changeAccount(change)) },
      openServer: (server) => openRomm(ground, { ...server, access: access.value }),
      // Those of a known account are here already; what the player removes meanwhile must not come back.
      saveCredentials: async (accountId, stored) => {
        if (p.only !== undefined) return;
        await ground.access.keep(originOf(accountId), access.value);
        await credentials.save(accountId, stored);
      },
      device: selfOf(environment),
      neededVersion: (version) => (readCapabilities(version).hasDevices ? null : oldestVersion),
    };
    return await connect(deps, p);
  }

  /** Between the two no sync may begin: it would work for one account with the other one's files. */
  async function changeAccount(change: Parameters<typeof store.update>[0]): Promise<void> {
    await store.update(change);
    resume();
  }

  async function connectAgain(only: AccountId) {
    const origin = originOf(only);
    const stored = credentials.load(only) ?? { kind: "token", token: "" };
    const outcome = await connectAs({ origin, credentials: stored, only });
    if (outcome.ok) changed();
    return outcome;
  }

  /** What was chosen about a server is secret too, and stays while another account there needs it. */
  async function forget(accountId: AccountId): Promise<void> {
    await credentials.remove(accountId);
    const origin = originOf(accountId);
    const isShared = credentials
      .accountIds()
      .some((other) => new URL(originOf(other)).origin === new URL(origin).origin);
    if (!isShared) await ground.access.forget(origin);
  }

  return {
    resume,
    connect: connectAs,
    disconnect: () =>
      engine.interruptFor(async () => {
        const accountId = store.current().activeAccount ?? knownAccount(ground);
        if (accountId !== null) await forget(accountId);
        resume();
      }),
  };
}
