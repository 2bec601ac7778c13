import { randomUUID } from "node:crypto";
import { createRenewal } from "../account/renewal.ts";
import type { OpenTokens, SignInDeps } from "../account/sign-in/deps.ts";
import type { StoredAccess } from "../core/server-access.ts";
import { fixedToken, type TokenSource } from "../core/token-source.ts";
import type { AccountId } from "../core/vocabulary.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import type { Disk } from "../machine/disk.ts";
import type { StateStore } from "../ports/state-store.ts";
import {
  oldestVersion,
  oldestVersionWithPairing,
  oldestVersionWithTokens,
  readCapabilities,
} from "../romm/capabilities.ts";
import { openRomm, type RommGround } from "./open-romm.ts";
import type { AccessBook } from "./server-access.ts";

export interface SignInGround extends RommGround {
  access: AccessBook;
  environment: Environment;
  disk: Disk;
  state: OpenState;
  credentials: CredentialsFile;
}

/** This device, as it introduces itself to RomM. */
export function selfOf({ device, version }: Environment) {
  return { ...device, client: "Savepoint", clientVersion: version };
}

/** An account id is `<address>#<user id>`. */
export function addressOf(accountId: AccountId): string {
  return accountId.slice(0, accountId.lastIndexOf("#"));
}

interface SignInTry {
  access: StoredAccess | null;
  updateAccount: StateStore["update"];
  relabelCopies: SignInDeps["relabelCopies"];
}

/** What one try to sign in works with. `access`: the way to its server, kept with what is signed in by it. */
export function toSignInDeps(
  ground: SignInGround,
  { access, updateAccount, relabelCopies }: SignInTry,
): SignInDeps & { newId: () => string } {
  const { environment, credentials, state, clock, log } = ground;
  return {
    ...{ clock, log, relabelCopies, newId: randomUUID },
    store: { ...state.store, update: updateAccount },
    credentials: {
      ...credentials,
      async save(accountId, stored) {
        await ground.access.keep(addressOf(accountId), access);
        await credentials.save(accountId, stored);
      },
      async setArrived(arrived) {
        if (arrived !== null) await ground.access.keep(arrived.origin, access);
        await credentials.setArrived(arrived);
      },
      remove: (accountId) => forgetAccount(ground, accountId),
    },
    openServer: (server) => openRomm(ground, { ...server, access }),
    openTokens: (p) => openTokens(ground, p, access),
    device: selfOf(environment),
    versions: {
      neededForSaves: (version) => (readCapabilities(version).hasDevices ? null : oldestVersion),
      neededForTokens: (version) =>
        readCapabilities(version).hasClientTokens ? null : oldestVersionWithTokens,
      neededForPairing: (version) =>
        readCapabilities(version).hasDeviceAuthorization ? null : oldestVersionWithPairing,
    },
  };
}

export function openTokens(
  ground: SignInGround,
  { origin, login, renewed }: OpenTokens,
  access: StoredAccess | null,
): TokenSource {
  if (login.kind === "token") return fixedToken(login.token);
  const { clock, log } = ground;
  const { signIn } = openRomm(ground, { origin, tokens: fixedToken(null), access });
  const save = (next: typeof login, before: typeof login) => renewed({ before, next });
  return createRenewal({ clock, log, refresh: signIn.refreshTokens, save }, login);
}

/** What was chosen about a server is secret too, and stays while another account there needs it. */
export async function forgetAccount(
  { credentials, access }: SignInGround,
  accountId: AccountId,
): Promise<void> {
  await credentials.remove(accountId);
  const originOf = (id: AccountId) => new URL(addressOf(id)).origin;
  const isShared = credentials.accountIds().some((other) => originOf(other) === originOf(accountId));
  if (!isShared) await access.forget(addressOf(accountId));
}
