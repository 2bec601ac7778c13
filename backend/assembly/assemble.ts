import { createSession } from "../account/session.ts";
import type { BackendApi } from "../contract/backend-api.ts";
import type { BackendEvents } from "../contract/events.ts";
import type { ServerReach } from "../contract/overview.ts";
import type { AccountState, Unit } from "../core/state.ts";
import { activeAccount } from "../core/units.ts";
import type { CredentialsFile } from "../documents/credentials.ts";
import type { OpenSettings } from "../documents/settings.ts";
import type { OpenState } from "../documents/state-store.ts";
import type { Environment } from "../environment.ts";
import { createServerDate } from "../history/server-date.ts";
import { createUndo } from "../history/undo.ts";
import { createLaunchChecks } from "../launch/before-launch.ts";
import type { LaunchDeps, LaunchEngine } from "../launch/deps.ts";
import { createExits } from "../launch/exits.ts";
import { watchForGames } from "../launch/lookout.ts";
import type { Running } from "../launch/running.ts";
import type { Clock } from "../machine/clock.ts";
import type { Disk } from "../machine/disk.ts";
import type { WatchFolder } from "../machine/folder-watch.ts";
import type { Http } from "../machine/http.ts";
import type { Processes } from "../machine/processes.ts";
import type { ScopedLog } from "../machine/scoped-log.ts";
import { createPlayStatus, type PlayStatusSync } from "../play-status/play-status.ts";
import { oldestVersionWithAwards, readCapabilities } from "../romm/capabilities.ts";
import type { SyncEngine } from "../sync/engine.ts";
import { activeUnits } from "../work/active-units.ts";
import { createTold } from "../work/told.ts";
import { createApi } from "./api.ts";
import { createChanges } from "./changes.ts";
import type { CopyCare } from "./copy-care.ts";
import { openDevices } from "./devices.ts";
import { openRomm } from "./open-romm.ts";
import { createOtherInstallation } from "./other-installation.ts";
import { createScanParts } from "./rebuild.ts";
import { createRegistryParts } from "./registry-calls.ts";
import { openTriggers, wasSent } from "./run-triggers.ts";
import { openSaves } from "./saves.ts";
import type { AccessBook } from "./server-access.ts";
import { createServerCalls } from "./server-calls.ts";
import { createSettingsCalls } from "./settings-calls.ts";
import { createSignIn } from "./sign-in.ts";
import { createSnapshotCalls } from "./snapshot-calls.ts";

/** The machine and the documents, open and ready. */
export interface Ground {
  environment: Environment;
  disk: Disk;
  clock: Clock;
  http: Http & {
    /** Ends every connection, also those in use. */
    close(): void;
  };
  log: ScopedLog;
  processes: Processes;
  watchFolder: WatchFolder;
  state: OpenState;
  settings: OpenSettings;
  credentials: CredentialsFile;
  /** Ends this process soon, for another one to take its place. */
  restart: () => void;
  access: AccessBook;
  emit: <Event extends keyof BackendEvents>(event: Event, payload: BackendEvents[Event]) => void;
}

export interface Backend {
  api: BackendApi;
  /** What the history page will show and do; retention runs by itself. */
  care: CopyCare;
  /** Looks at every save once, as after every start. */
  start(): void;
}

/** Introduces effects and use cases to each other: the only place that knows all of them. */
export function assemble(ground: Ground): Backend {
  const { clock, log, state, emit } = ground;
  const { store } = ground.state;
  const changed = createChanges((parts) => emit("changed", parts));
  const serverDate = createServerDate(clock);
  const reached = createTold<ServerReach>();
  const session = createSession({
    ...{ store, clock, changed, reached: reached.tell },
    returnDevice: (gone, signal) => devices.comeBack(gone, signal),
    openServer: (p) => openRomm(ground, { ...p, noteDate: serverDate.note }),
  });

  const saves = openSaves(ground, { session: session.current, serverDate, changed });
  const { deps, engine, leases, readStatuses } = saves;
  const playStatus = createPlayStatus({
    ...{ store, clock, log, changed, session: session.current },
    settings: () => ground.settings.current().playStatus,
    neededVersion: (version) => (readCapabilities(version).hasAwards ? null : oldestVersionWithAwards),
    notice: (notice) => emit("notice", notice),
  });
  const signIn = createSignIn(ground, { session, engine, playStatus, changed, care: saves.care });
  const reopen = () => {
    signIn.resume();
    readStatuses();
  };
  const { devices, deviceCare } = openDevices(ground, { session, reopen, changed });

  const triggers = openTriggers(ground, {
    ...{ ...saves, session, deviceCare, playStatus, reached },
    notice: (notice) => emit("notice", notice),
  });
  const launchDeps: LaunchDeps = {
    ...{ ...deps, leases, launchProgressed: (progress) => emit("launchProgress", progress) },
    engine: thenTellFetched(thenLookAround(thenPlayStatus(engine, playStatus), saves), emit),
    ...toLaunchEyes(saves.running, () => activeAccount(store.current())?.account),
    budgetMs: () => ground.settings.current().launchBudgetMs,
    ...{ catchUp: triggers.retry, lookLate: triggers.startedUnchecked },
  };
  const exits = createExits({ ...launchDeps, openGames: saves.openGames });
  saves.foundRunning.on(exits.found);
  const checks = createLaunchChecks(launchDeps, exits);

  for (const hear of [readStatuses, triggers.asked]) signIn.signedIn.on(hear);
  signIn.resume();
  const scanParts = createScanParts(ground, session);
  const registryParts = createRegistryParts({ ...{ deps, engine }, session: session.current, ...scanParts });
  const api = createApi({
    ...{ ...deps, ...saves, ...scanParts, ...registryParts },
    ...{ exits, checks, playStatus, signIn, devices, deviceCare },
    undo: createUndo({ ...saves.undoParts, registry: registryParts.registry }),
    versions: saves.care.versions,
    kept: saves.care.byHand,
    serverCalls: createServerCalls(ground),
    settings: createSettingsCalls(ground.settings),
    snapshots: createSnapshotCalls({
      ...{ state, engine, fence: deps.fence },
      resume() {
        deviceCare.forget();
        signIn.resume();
      },
    }),
    health: state.health,
    otherInstallation: createOtherInstallation(ground),
    ...{ lookSoon: triggers.asked, panelOpened: triggers.panelOpened, setConditions: triggers.setConditions },
    reach: session.reach,
  });
  return {
    ...{ api, care: saves.care },
    start() {
      void Promise.all([engine.settle(), saves.plays.open(), saves.hints.refresh()]);
      readStatuses();
      if (session.current()) triggers.begin();
      triggers.start();
      saves.care.watch();
      playStatus.watch();
      saves.placeCare.watchForCards(triggers.begin);
      watchForGames({ ...ground, active: () => activeUnits(deps), found: exits.found });
    },
  };
}

/** The running rule, asked about units of the account that is in use. */
function toLaunchEyes(
  { isSeen, wasSeen, isHeldOpen }: Running,
  account: () => AccountState | undefined,
): Pick<LaunchDeps, "isSeen" | "wasSeen" | "isHeldOpen"> {
  const inUse = (question: Running["isSeen"]) => async (unit: Unit) => {
    const current = account();
    return current !== undefined && (await question(unit, current));
  };
  return { isSeen: inUse(isSeen), wasSeen: inUse(wasSeen), isHeldOpen };
}

type LookAround = Pick<ReturnType<typeof openSaves>, "placeCare" | "noteSession">;

/** A game that wrote nothing here may write elsewhere by now: its settings are read again. Nobody waits for it. */
function thenLookAround(engine: LaunchEngine, { placeCare, noteSession }: LookAround): LaunchEngine {
  return {
    ...engine,
    async syncUnit(unitId, how) {
      const line = await engine.syncUnit(unitId, how);
      if (how.purpose === "exit" && line) await noteSession(unitId, line);
      if (how.purpose === "exit" && line?.decision === "keep") void placeCare.look([unitId]);
      return line;
    },
  };
}

/** A game that wrote nothing ended, and nobody waited for what was played elsewhere meanwhile. */
function thenTellFetched(engine: LaunchEngine, emit: Ground["emit"]): LaunchEngine {
  return {
    ...engine,
    async syncUnit(unitId, how) {
      const line = await engine.syncUnit(unitId, how);
      const isFetched = line?.outcome === "done" && line.direction === "down";
      if (how.purpose === "exit" && isFetched) emit("notice", { kind: "fetched-late", name: line.name });
      return line;
    },
  };
}

/** The play status comes after the save: RomM takes an upload for playing. Nobody waits for it. */
function thenPlayStatus(engine: SyncEngine, playStatus: PlayStatusSync): LaunchEngine {
  return {
    ...engine,
    async syncUnit(unitId, how) {
      const line = await engine.syncUnit(unitId, how);
      if (how.purpose === "exit" && line && wasSent(line)) playStatus.followSoon();
      return line;
    },
  };
}
