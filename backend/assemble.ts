import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type ConnectDeps, connect, type SignInRequest } from "./account/connect.ts";
import type { RommServer } from "./account/deps.ts";
import { createDevices, type Devices } from "./account/devices.ts";
import { createSession, type SessionHolder } from "./account/session.ts";
import { createSignBackIn } from "./account/sign-back-in.ts";
import { createApi } from "./api.ts";
import type { BackendApi } from "./contract/backend-api.ts";
import type { BackendEvents } from "./contract/events.ts";
import type { SyncLine } from "./contract/sync.ts";
import { activeAccount } from "./core/units.ts";
import type { AccountId } from "./core/vocabulary.ts";
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
import type { PlayStatusServer } from "./play-status/deps.ts";
import { createPlayStatus, type PlayStatusSync } from "./play-status/play-status.ts";
import { knownAccount, toLibrary, toScanDeps } from "./rebuild.ts";
import { oldestVersion, oldestVersionWithAwards, readCapabilities } from "./romm/capabilities.ts";
import { createRomm, type Romm } from "./romm/client.ts";
import { createSettingsCalls } from "./settings-calls.ts";
import { createListing } from "./shortcuts/listing.ts";
import { createRegistry } from "./shortcuts/registry.ts";
import { createScan } from "./shortcuts/scan.ts";
import { createSnapshotCalls } from "./snapshot-calls.ts";
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
  const playStatus = createPlayStatus({
    ...{ store, clock, log, session: session.current },
    settings: () => ground.settings.current().playStatus,
    neededVersion: (version) => (readCapabilities(version).hasAwards ? null : oldestVersionWithAwards),
    changed: deps.changed,
    notice: (notice) => emit("notice", notice),
  });
  let isDeviceKnown = false;
  const catchUp = createCatchUp({ clock, log }, async () => {
    if (!isDeviceKnown) isDeviceKnown = await healDevice(devices, ground);
    const outcome = await engine.syncAll({ isDryRun: false });
    if (outcome.ok && outcome.value.lines.some(wasSent)) playStatus.followSoon();
    return { isAllDone: !outcome.ok || !outcome.value.lines.some(isLeftUndone) };
  });
  const launchDeps: LaunchDeps = {
    ...{ ...deps, leases },
    engine: {
      ...engine,
      // The play status comes after the save: RomM takes an upload for playing. Nobody waits for it.
      async syncUnit(unitId, purpose, gate) {
        const line = await engine.syncUnit(unitId, purpose, gate);
        if (purpose === "exit" && line && wasSent(line)) playStatus.followSoon();
        return line;
      },
    },
    isRunning: async (unit) => {
      const account = activeAccount(store.current())?.account;
      return account !== undefined && (await deps.fence.isRunning(unit, account));
    },
    budgetMs: () => ground.settings.current().launchBudgetMs,
    catchUp: catchUp.retry,
  };
  const exits = createExits(launchDeps);
  const devices = createDevices({
    ...{ store, log },
    server: () => session.current()?.devices ?? null,
    self: selfOf(ground.environment),
    reopen: () => signIn.resume(),
  });
  const signIn = createSignIn(ground, { session, engine, playStatus, changed: deps.changed });
  signIn.resume();
  const api = createApi({
    ...{ ...deps, engine, exits, leases, activity, playStatus, signIn, devices },
    settings: createSettingsCalls(ground.settings),
    scan: createScan(toScanDeps(ground, session)),
    snapshots: createSnapshotCalls({ state, engine, fence: deps.fence, resume: signIn.resume }),
    health: state.health,
    lookSoon: catchUp.begin,
    reach: session.reach,
    checks: createLaunchChecks(launchDeps, exits.watch),
    registry: createRegistry({ store, disk, clock, session: session.current }),
    listing: createListing({ store, engine, isPlaying: leases.isPlaying }),
  });
  return {
    api,
    start() {
      if (session.current()) catchUp.begin();
      playStatus.watch(new AbortController().signal);
    },
  };
}

/** Once per start, as soon as RomM answers. False: it did not. */
async function healDevice({ heal }: Pick<Devices, "heal">, { log, emit }: Ground): Promise<boolean> {
  try {
    if (await heal(AbortSignal.timeout(30_000))) emit("notice", { kind: "device-registered-again" });
    return true;
  } catch (error) {
    log.info("The device could not be looked for on RomM yet.", { error: String(error) });
    return false;
  }
}

/** A game that nobody watches ends unseen: its save is looked at again. */
const isLeftUndone = (line: SyncLine) => line.outcome === "failed" || line.reason === "running";

const wasSent = (line: SyncLine) => line.direction === "up" && line.outcome === "done";

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

interface SignInParts {
  session: SessionHolder;
  engine: SyncEngine;
  playStatus: PlayStatusSync;
  changed: () => void;
}

/** This device, as it introduces itself to RomM. */
function selfOf({ device, version }: Environment) {
  return { ...device, client: "Savepoint", clientVersion: version };
}

function createSignIn(ground: Ground, { session, engine, playStatus, changed }: SignInParts) {
  const { environment, credentials, state, clock, log } = ground;
  const { store } = state;
  const signBackIn = createSignBackIn({ clock, log, knownAccount: () => knownAccount(ground), connectAgain });

  /** Takes the account that the state names into use, if we hold its credentials. */
  function resume(): void {
    const accountId = store.current().activeAccount;
    const stored = accountId === null ? null : credentials.load(accountId);
    engine.forgetAll();
    playStatus.cancel();
    if (stored) session.open(stored.token);
    else session.close();
    signBackIn();
  }

  async function connectAs(p: SignInRequest) {
    const deps: ConnectDeps = {
      store,
      openServer: (server) => openRomm(ground, server),
      // Those of a known account are here already; what the player removes meanwhile must not come back.
      saveCredentials: async (accountId, stored) => {
        if (p.only === undefined) await credentials.save(accountId, stored);
      },
      device: selfOf(environment),
      neededVersion: (version) => (readCapabilities(version).hasDevices ? null : oldestVersion),
    };
    const outcome = await connect(deps, p);
    if (outcome.ok) resume();
    return outcome;
  }

  async function connectAgain(only: AccountId) {
    const origin = only.slice(0, only.lastIndexOf("#"));
    const stored = credentials.load(only) ?? { kind: "token", token: "" };
    const outcome = await connectAs({ origin, credentials: stored, only });
    if (outcome.ok) changed();
    return outcome;
  }

  return {
    resume,
    connect: connectAs,
    disconnect: async () => {
      const accountId = store.current().activeAccount ?? knownAccount(ground);
      if (accountId !== null) await credentials.remove(accountId);
      resume();
    },
  };
}

function openRomm(
  { http, clock, log }: Ground,
  server: { origin: string; token: string; serverVersion?: string },
): RommServer {
  const romm = createRomm({ http, clock, log, ...server });
  const readVersion = async (signal: AbortSignal) => (await romm.heartbeat(signal)).version;
  return {
    saves: romm.saves,
    playStatus: toPlayStatusServer(romm, readVersion),
    library: toLibrary(romm),
    readVersion,
    readUser: (signal) => romm.users.me(signal),
    devices: romm.devices,
  };
}

function toPlayStatusServer(
  { users, roms }: Romm,
  readVersion: PlayStatusServer["readVersion"],
): PlayStatusServer {
  return {
    readVersion,
    refreshAwards: ({ userId }, signal) => users.refreshAwards({ userId, incremental: true }, signal),
    fetchAwards: users.fetchAwards,
    listRoms: async (p, signal) =>
      (await roms.listByRaIds(p, signal)).flatMap(({ raId, name, fsNameNoExt, ...rom }) =>
        raId === null ? [] : [{ ...rom, raId, name: name ?? fsNameNoExt }],
      ),
    setStatus: roms.setStatus,
  };
}
