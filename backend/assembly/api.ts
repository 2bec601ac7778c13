import type { DeviceCare } from "../account/device-care.ts";
import type { createDevices } from "../account/devices.ts";
import type { BackendApi } from "../contract/backend-api.ts";
import type { Conditions } from "../contract/conditions.ts";
import type { DiskProblem } from "../contract/errors.ts";
import type { ChangedPart } from "../contract/events.ts";
import type { Shortcut } from "../contract/saves/shortcut.ts";
import type { SyncError, SyncReport } from "../contract/saves/sync.ts";
import { activeAccount, unitOfApp } from "../core/units.ts";
import type { AppId, Outcome, UnitId } from "../core/vocabulary.ts";
import type { CopiesByHand } from "../history/by-hand.ts";
import type { createUndo } from "../history/undo.ts";
import { toContent } from "../history/version-id.ts";
import type { createVersions } from "../history/versions.ts";
import type { createLaunchChecks } from "../launch/before-launch.ts";
import type { createExits } from "../launch/exits.ts";
import type { Leases } from "../launch/leases.ts";
import type { OpenGames } from "../launch/open-games.ts";
import { FileError } from "../machine/disk.ts";
import type { SyncDeps } from "../ports/sync-deps.ts";
import type { Scans } from "../shortcuts/scan/scans.ts";
import type { RomSearch } from "../shortcuts/scan/search.ts";
import { activeUnits } from "../work/active-units.ts";
import { startReport } from "../work/reports.ts";
import { type GameParts, gameCalls } from "./game-calls.ts";
import { createOverview, type OverviewParts } from "./overview.ts";
import type { PlaceCare } from "./place-care.ts";
import type { PlaceCalls } from "./places.ts";
import { type createRegistryParts, registryCalls } from "./registry-calls.ts";
import type { ServerCalls } from "./server-calls.ts";
import type { SettingsCalls } from "./settings-calls.ts";
import type { SignInCalls } from "./sign-in.ts";
import type { SnapshotCalls } from "./snapshot-calls.ts";

/** The use cases that the calls are made of. */
export interface ApiParts extends OverviewParts, GameParts, ReturnType<typeof createRegistryParts> {
  clock: SyncDeps["clock"];
  changed: (part: ChangedPart) => void;
  /** Something new is there to be looked at. */
  lookSoon: () => void;
  panelOpened: () => void;
  setConditions: (conditions: Conditions) => void;
  checks: ReturnType<typeof createLaunchChecks>;
  exits: ReturnType<typeof createExits>;
  openGames: OpenGames;
  placeCare: PlaceCare;
  leases: Leases;
  settings: SettingsCalls;
  scans: Scans;
  places: PlaceCalls;
  searchRoms: RomSearch;
  undo: ReturnType<typeof createUndo>;
  versions: ReturnType<typeof createVersions>;
  kept: Pick<CopiesByHand, "list">;
  snapshots: SnapshotCalls;
  devices: ReturnType<typeof createDevices>;
  deviceCare: DeviceCare;
  serverCalls: ServerCalls;
  signIn: Omit<SignInCalls, "resume">;
}

/** The contract, method by method: each is one use case, and nothing is decided here. */
export function createApi(parts: ApiParts): BackendApi {
  const { engine, changed } = parts;
  return {
    getOverview: () => createOverview(parts),
    async panelOpened() {
      parts.panelOpened();
    },
    async setConditions(p) {
      parts.setConditions(p);
    },

    ...deviceCalls(parts),
    ...parts.serverCalls,
    connect: (p) => parts.signIn.connect(p),
    startPairing: (p) => parts.signIn.startPairing(p),
    awaitPairing: (p) => parts.signIn.awaitPairing(p),
    async cancelPairing(p) {
      parts.signIn.cancelPairing(p);
    },
    moveServer: (p) => parts.signIn.moveServer(p),
    async disconnect() {
      await parts.signIn.disconnect();
      changed("connection");
    },

    ...registryCalls(parts),
    async setTracking({ appId, tracked }) {
      const outcome = await engine.setTracking(appId, tracked);
      if (!outcome.ok) return outcome;
      if (tracked) parts.lookSoon();
      return await shortcutOf(parts, appId);
    },

    async look({ appId }) {
      const unitId = unitIdOfApp(parts, appId);
      if (unitId !== null) await parts.placeCare.look([unitId]);
      const outcome = await engine.syncShortcut(appId, { isDryRun: true });
      if (!outcome.ok) return outcome;
      return await shortcutOf(parts, appId);
    },
    async beforeLaunch(p) {
      const verdict = await parts.checks.beforeLaunch(p);
      parts.deviceCare.afterCheck();
      return verdict;
    },
    async letLaunchThrough({ launchId, isCancelled }) {
      if (isCancelled) parts.checks.cancelLaunch(launchId);
      else parts.checks.letLaunchThrough(launchId);
    },
    async appStarted({ appId }) {
      const unitId = unitIdOfApp(parts, appId);
      if (unitId === null) return;
      parts.leases.begin(unitId);
      parts.exits.watch(unitId);
    },
    async appExited({ appId }) {
      const active = activeUnits(parts);
      if (!active) return { ok: false, error: { kind: "signed-out" } };
      const unit = unitOfApp(active.account, appId);
      if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      const report = startReport(parts, false);
      const exit = await parts.exits.exited(unit);
      parts.deviceCare.afterCheck();
      if ("problem" in exit) return { ok: false, error: exit.problem };
      return { ok: true, value: report.end(exit.line ? [exit.line] : [], { isCancelled: false }) };
    },

    syncPlayStatus: ({ dryRun }) => parts.playStatus.run({ isDryRun: dryRun === true }),
    ...scanCalls(parts),
    ...syncCalls(parts),
    ...versionCalls(parts),
    ...gameCalls(parts),
    ...supportCalls(parts),
  };
}

type DeviceCalls = Pick<
  BackendApi,
  "listDevices" | "renameDevice" | "setDeviceSync" | "removeDevice" | "registerAsNewDevice"
>;

/** The account's devices. */
function deviceCalls(parts: ApiParts): DeviceCalls {
  return {
    listDevices: () => parts.devices.list(),
    renameDevice: (p) => parts.devices.rename(p),
    async setDeviceSync(p) {
      const outcome = await parts.devices.setSync(p);
      if (outcome.ok && outcome.value.isThis && p.enabled) parts.lookSoon();
      return outcome;
    },
    removeDevice: (p) => parts.devices.remove(p),
    registerAsNewDevice: () => parts.devices.registerAsNew(),
  };
}

type ScanCalls = PlaceCalls & Pick<BackendApi, "startScan" | "cancelScan" | "getScan" | "searchRoms">;

/** Finding which shortcuts start which roms, and where their saves are. */
function scanCalls({ scans, places, searchRoms }: ApiParts): ScanCalls {
  return {
    ...places,
    startScan: async ({ apps }) => ({ scanId: scans.start(apps) }),
    async cancelScan() {
      scans.cancel();
    },
    getScan: async () => scans.current(),
    searchRoms,
  };
}

type SyncCalls = Pick<
  BackendApi,
  | "syncShortcut"
  | "syncAll"
  | "cancelSync"
  | "getReport"
  | "listConflicts"
  | "resolveConflicts"
  | "listHeld"
  | "releaseHeld"
>;

/** Runs, and the player's answers to what they ask. */
function syncCalls(parts: ApiParts): SyncCalls {
  const { engine, deviceCare, previews, partsOfOurs } = parts;
  return {
    async syncShortcut({ appId, dryRun, whilePlaying }) {
      await deviceCare.beforeCheck();
      if (whilePlaying) return await sendOpen(parts, appId);
      const outcome = await engine.syncShortcut(appId, { isDryRun: dryRun === true });
      deviceCare.afterCheck();
      await partsOfOurs.look();
      return outcome;
    },
    async syncAll({ dryRun }) {
      await deviceCare.beforeCheck();
      const outcome = await engine.syncAll({ isDryRun: dryRun === true });
      await partsOfOurs.look();
      return outcome;
    },
    async cancelSync() {
      engine.cancel();
      previews.cancel();
    },
    async getReport() {
      return engine.runs().last;
    },

    async listConflicts() {
      return engine.listConflicts();
    },
    resolveConflicts: ({ choices }) => engine.resolveConflicts(choices),
    async listHeld() {
      return engine.listHeld();
    },
    releaseHeld: ({ unitIds, choice }) => engine.releaseHeld(unitIds, choice),
  };
}

type VersionCalls = Pick<
  BackendApi,
  | "listSlots"
  | "selectSlot"
  | "listVersions"
  | "restoreVersion"
  | "adoptSave"
  | "pinVersion"
  | "forgetCopy"
  | "getKept"
  | "undo"
  | "listActivity"
>;

/** What was played once, what was done, and how to have it back. */
function versionCalls({ engine, versions, kept, undo, activity, lookSoon }: ApiParts): VersionCalls {
  return {
    listSlots: engine.slots.list,
    async selectSlot({ appId, slot, startFresh, fromVersion }) {
      const content = fromVersion === undefined ? null : toContent(fromVersion);
      if (fromVersion !== undefined && content === null) {
        return { ok: false, error: { kind: "unknown-version" } };
      }
      const fresh = startFresh ? ({ kind: "empty" } as const) : null;
      const begins = content ? ({ kind: "version", content } as const) : fresh;
      return await engine.slots.select({ appId, slot, begins });
    },
    listVersions: versions.list,
    restoreVersion: versions.restore,
    adoptSave: versions.adopt,
    pinVersion: versions.pin,
    forgetCopy: versions.forget,
    getKept: () => orDiskProblem(async () => (await kept.list()).totals),
    async undo(p) {
      const outcome = await undo(p);
      // What is followed, or registered, again is looked at.
      if (outcome.ok && outcome.value.lines.some(({ decision }) => decision === "skip")) lookSoon();
      return outcome;
    },
    listActivity: ({ limit = 50, ...query }) => orDiskProblem(() => activity.list({ limit, ...query })),
  };
}

async function orDiskProblem<T>(read: () => Promise<T>): Promise<Outcome<T, DiskProblem>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (error instanceof FileError) return { ok: false, error: { kind: "disk", detail: error.message } };
    throw error;
  }
}

/** Of a game that is left open. */
async function sendOpen(parts: ApiParts, appId: AppId): Promise<Outcome<SyncReport, SyncError>> {
  const active = activeUnits(parts);
  if (!active) return { ok: false, error: { kind: "signed-out" } };
  const unit = unitOfApp(active.account, appId);
  if (!unit) return { ok: false, error: { kind: "unknown-shortcut", appId } };
  const report = startReport(parts, false);
  const sent = await parts.openGames.sendNow(unit);
  if ("problem" in sent) return { ok: false, error: sent.problem };
  return { ok: true, value: report.end(sent.line ? [sent.line] : [], { isCancelled: false }) };
}

type SupportCalls = Pick<
  BackendApi,
  | "getSettings"
  | "updateSettings"
  | "listSnapshots"
  | "restoreSnapshot"
  | "adoptInstallation"
  | "acknowledgeRecovery"
>;

/** Settings, older states and the log. */
function supportCalls(parts: ApiParts): SupportCalls {
  const { changed, listing } = parts;
  return {
    async getSettings() {
      return parts.settings.current();
    },
    async updateSettings(p) {
      const outcome = await parts.settings.change(p);
      changed("settings");
      return outcome;
    },
    listSnapshots: () => parts.snapshots.list(),
    async restoreSnapshot({ snapshotId }) {
      const outcome = await parts.snapshots.restore(snapshotId);
      if (!outcome.ok) return outcome;
      parts.lookSoon();
      await listing.list();
      changed("saves");
      return { ok: true, value: await createOverview(parts) };
    },
    adoptInstallation: ({ folder }) => parts.otherInstallation.adopt(folder),
    async acknowledgeRecovery() {
      const outcome = await parts.snapshots.acknowledgeRecovery();
      changed("registry");
      return outcome;
    },
  };
}

async function shortcutOf({ listing }: ApiParts, appId: AppId): Promise<Outcome<Shortcut, SyncError>> {
  const shortcut = await listing.one(appId);
  return shortcut ? { ok: true, value: shortcut } : { ok: false, error: { kind: "unknown-shortcut", appId } };
}

function unitIdOfApp({ store }: ApiParts, appId: Parameters<typeof unitOfApp>[1]): UnitId | null {
  const active = activeAccount(store.current());
  return (active && unitOfApp(active.account, appId)?.unitId) ?? null;
}
