import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type ConnectDeps, connect, type SignInRequest } from "./account/connect.ts";
import type { RommServer } from "./account/deps.ts";
import { createSession, type SessionHolder } from "./account/session.ts";
import { createApi } from "./api.ts";
import type { BackendApi } from "./contract/backend-api.ts";
import type { BackendEvents } from "./contract/events.ts";
import { activeAccount } from "./core/units.ts";
import type { CredentialsFile } from "./documents/credentials.ts";
import type { OpenSettings } from "./documents/settings.ts";
import type { OpenState } from "./documents/state-store.ts";
import type { Environment } from "./environment.ts";
import { hashFile } from "./files/hash-file.ts";
import { createActivityLog, type ReadableActivityLog } from "./history/activity-log.ts";
import { createKeptCopies } from "./history/kept-copies.ts";
import { createLaunchChecks } from "./launch/before-launch.ts";
import type { LaunchDeps } from "./launch/deps.ts";
import { createExits } from "./launch/exits.ts";
import { createLeases, type Leases } from "./launch/leases.ts";
import { isUnitRunning } from "./launch/running.ts";
import type { Clock } from "./machine/clock.ts";
import type { Disk } from "./machine/disk.ts";
import type { Http } from "./machine/http.ts";
import type { Log } from "./machine/log.ts";
import type { Processes } from "./machine/processes.ts";
import { oldestVersion, readCapabilities } from "./romm/capabilities.ts";
import { createRomm } from "./romm/client.ts";
import { createListing } from "./shortcuts/listing.ts";
import { createRegistry } from "./shortcuts/registry.ts";
import { createCatchUp } from "./sync/catch-up.ts";
import type { SyncDeps } from "./sync/deps.ts";
import { createSyncEngine, type SyncEngine } from "./sync/engine.ts";

/** The machine and the documents, open and ready. */
export interface Ground {
  environment: Environment;
  disk: Disk;
  clock: Clock;
  http: Http;
  log: Log;
  processes: Processes;
  state: OpenState;
  settings: OpenSettings;
  credentials: CredentialsFile;
  emit: <Event extends keyof BackendEvents>(event: Event, payload: BackendEvents[Event]) => void;
}

export interface Backend {
  api: BackendApi;
  /** Looks at every save once, as after every start. */
  start(): void;
}

/** Introduces effects and use cases to each other: the only place that knows all of them. */
export function assemble(ground: Ground): Backend {
  const { disk, clock, log, state, emit } = ground;
  const { store } = state;
  const session = createSession({
    ...{ store, clock },
    openServer: (p) => openRomm(ground, p),
    changed: () => emit("changed", {}),
    trustsZipHashes: (version) => readCapabilities(version).hasTrustedHashes,
  });
  const activity = createActivityLog(
    { disk, clock, newId: randomUUID },
    join(ground.environment.runtimeFolder, "activity.jsonl"),
  );
  const leases = createLeases(clock);
  const deps = toSyncDeps(ground, { session, activity, leases });
  const engine = createSyncEngine(deps);
  const catchUp = createCatchUp({ clock, log }, async () => {
    const outcome = await engine.syncAll({ isDryRun: false });
    return { isAllDone: !outcome.ok || outcome.value.lines.every((line) => line.outcome !== "failed") };
  });
  const launchDeps: LaunchDeps = {
    ...{ ...deps, engine, leases },
    isRunning: async (unit) => {
      const account = activeAccount(store.current())?.account;
      return account !== undefined && (await deps.fence.isRunning(unit, account));
    },
    budgetMs: () => ground.settings.current().launchBudgetMs,
    catchUp: catchUp.retry,
  };
  const exits = createExits(launchDeps);
  const signIn = createSignIn(ground, { session, engine });
  signIn.resume();
  const api = createApi({
    ...{ ...deps, engine, exits, leases, activity, signIn },
    health: state.health,
    lookSoon: catchUp.begin,
    reach: session.reach,
    checks: createLaunchChecks(launchDeps, exits.watch),
    registry: createRegistry({ store, disk, clock, session: session.current }),
    listing: createListing({ store, engine, isPlaying: leases.isPlaying }),
  });
  return { api, start: () => void (session.current() && catchUp.begin()) };
}

interface SyncParts {
  session: SessionHolder;
  activity: ReadableActivityLog;
  leases: Leases;
}

function toSyncDeps(ground: Ground, { session, activity, leases }: SyncParts): SyncDeps {
  const { disk, clock, log, state, settings, processes, emit } = ground;
  const hash = (path: string, signal: AbortSignal) => hashFile(disk, path, signal);
  const historyFolder = join(ground.environment.runtimeFolder, "history");
  return {
    ...{ disk, clock, log, activity, store: state.store },
    session: session.current,
    hashFile: hash,
    keptCopies: createKeptCopies({ disk, clock, hashFile: hash, newId: randomUUID }, historyFolder),
    fence: {
      isRunning: (unit, account) => isUnitRunning({ processes, disk, log }, unit, account),
      isLeased: leases.isLeased,
    },
    settings: () => {
      const { isOn, limit } = settings.current().autocleanup;
      return { autocleanupLimit: isOn ? limit : null };
    },
    newId: randomUUID,
    changed: () => emit("changed", {}),
    notice: (notice) => emit("notice", notice),
    progressed: (run) => emit("progress", run),
  };
}

function createSignIn(ground: Ground, { session, engine }: { session: SessionHolder; engine: SyncEngine }) {
  const { environment, credentials, state } = ground;
  const { store } = state;

  /** Takes the account that the state names into use, if we hold its credentials. */
  function resume(): void {
    const accountId = store.current().activeAccount;
    const stored = accountId === null ? null : credentials.load(accountId);
    engine.forgetAll();
    if (stored) session.open(stored.token);
    else session.close();
  }

  return {
    resume,
    connect: async (p: SignInRequest) => {
      const deps: ConnectDeps = {
        store,
        openServer: (server) => openRomm(ground, server),
        saveCredentials: (accountId, stored) => credentials.save(accountId, stored),
        device: { ...environment.device, client: "Savepoint", clientVersion: environment.version },
        neededVersion: (version) => (readCapabilities(version).hasDevices ? null : oldestVersion),
      };
      const outcome = await connect(deps, p);
      if (outcome.ok) resume();
      return outcome;
    },
    disconnect: async () => {
      const accountId = store.current().activeAccount;
      if (accountId !== null) await credentials.remove(accountId);
      resume();
    },
  };
}

function openRomm(
  { http, clock, log }: Ground,
  { origin, token }: { origin: string; token: string },
): RommServer {
  const romm = createRomm({ http, clock, log, origin, token });
  return {
    saves: romm.saves,
    readVersion: async (signal) => (await romm.heartbeat(signal)).version,
    readUser: (signal) => romm.users.me(signal),
    registerDevice: async (p, signal) => {
      const registered = await romm.devices.register({ ...p, allowDuplicate: false }, signal);
      return { deviceId: registered.deviceId, name: registered.name ?? p.name };
    },
  };
}
