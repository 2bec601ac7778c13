import type { ArrivedLogin, Login, StoredLogin } from "../../core/login.ts";
import type { TokenSource } from "../../core/token-source.ts";
import type { AccountId } from "../../core/vocabulary.ts";
import type { Clock } from "../../machine/clock.ts";
import type { Log } from "../../machine/log.ts";
import type { StateStore } from "../../ports/state-store.ts";
import type { DeviceRegistration, RommServer } from "../deps.ts";

/** What every way to sign in needs. */
export interface SignInDeps {
  clock: Clock;
  log: Log;
  /** Its `update` makes another account the active one: no sync may go on meanwhile. */
  store: StateStore;
  credentials: Credentials;
  /** Of one server and one try: the way to it is known. */
  openServer(p: { origin: string; tokens: TokenSource; serverVersion?: string }): RommServer;
  openTokens(p: OpenTokens): TokenSource;
  /** The copies that are kept of an account's saves follow it to its new name. */
  relabelCopies(names: { from: AccountId; to: AccountId }): Promise<void>;
  device: Omit<DeviceRegistration, "resetSyncs" | "allowDuplicate">;
  versions: ServerVersions;
}

export interface OpenTokens {
  origin: string;
  login: Login;
  /** Durable when resolved. */
  renewed(logins: { before: Login; next: Login }): Promise<void>;
}

/** What of the credentials' file is needed here; see there. */
export interface Credentials {
  load(accountId: AccountId): StoredLogin | null;
  save(accountId: AccountId, stored: StoredLogin): Promise<void>;
  renew(accountId: AccountId, logins: { before: Login; next: Login }): Promise<void>;
  remove(accountId: AccountId): Promise<void>;
  arrived(): ArrivedLogin | null;
  setArrived(arrived: ArrivedLogin | null): Promise<void>;
  prove(): Promise<void>;
}

/** Which RomM has what. Null: this one does; otherwise the first version that does. */
export interface ServerVersions {
  neededForSaves(serverVersion: string): string | null;
  neededForTokens(serverVersion: string): string | null;
  neededForPairing(serverVersion: string): string | null;
}
