import * as v from "valibot";
import type { Credentials } from "../../contract/account.ts";
import type { BackendApi } from "../../contract/backend-api.ts";
import type { ShortcutBinding } from "../../contract/saves/shortcut.ts";
import type { ServerAccess } from "../../contract/server.ts";
import type { Settings } from "../../contract/settings.ts";
import * as words from "./words.ts";

type Params<Method extends keyof BackendApi> = Parameters<BackendApi[Method]>[0];

const nothing: v.GenericSchema<unknown, Record<never, never>> = v.pipe(
  v.unknown(),
  v.transform(() => ({})),
);

const oneApp = v.object({ appId: words.appId });
const oneVersion = v.object({ appId: words.appId, versionId: words.someText(200) });
const dryRun = v.exactOptional(v.boolean());
const phoneEntry = v.object({ entryId: words.someText(200) });
const launchId = words.someText(200);

const credentials: v.GenericSchema<unknown, Credentials> = v.variant("kind", [
  v.object({ kind: v.literal("token"), token: words.text(10_000) }),
  v.object({ kind: v.literal("pairing-code"), code: words.text(200) }),
  v.object({ kind: v.literal("password"), username: words.text(1_000), password: words.text(1_000) }),
]);

/** What of it can be used, its own reader tells (`bad-access`). */
const access: v.GenericSchema<unknown, ServerAccess> = v.object({
  authorityPath: v.exactOptional(words.path),
  fingerprint: v.exactOptional(words.text(1_000)),
  headers: v.exactOptional(v.record(words.text(1_000), words.text(10_000))),
  clientCertificate: v.exactOptional(v.object({ certificatePath: words.path, keyPath: words.path })),
});

const binding: v.GenericSchema<unknown, ShortcutBinding> = v.object({
  appId: words.appId,
  romId: words.romId,
  name: words.label,
  save: words.saveLocation,
  launch: v.exactOptional(words.launchCommand),
  slot: v.exactOptional(words.slot),
  steamUser: words.steamUser,
});

const server = { origin: words.text(2_000), access: v.exactOptional(access) };
const onePairing = v.object({ pairingId: words.someText(200) });

/** Not looked into: the document decodes what it is to hold (`not-a-setting`). */
const settings = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((given) => given as Partial<Settings>),
);

/** What each call takes: a new call does not compile until it stands here. */
export const callParams: { [Method in keyof BackendApi]: v.GenericSchema<unknown, Params<Method>> } = {
  getOverview: nothing,
  findServer: v.object({ typed: words.typed, access: v.exactOptional(access) }),
  offerPhoneEntry: nothing,
  awaitPhoneEntry: phoneEntry,
  closePhoneEntry: phoneEntry,
  connect: v.object({ ...server, credentials }),
  startPairing: v.object(server),
  awaitPairing: onePairing,
  cancelPairing: onePairing,
  moveServer: v.object(server),
  disconnect: nothing,

  listDevices: nothing,
  renameDevice: v.object({ deviceId: words.deviceId, name: words.label }),
  setDeviceSync: v.object({ deviceId: words.deviceId, enabled: v.boolean() }),
  removeDevice: v.object({ deviceId: words.deviceId }),
  registerAsNewDevice: nothing,

  startScan: v.object({ apps: v.exactOptional(words.listOf(words.steamShortcut)) }),
  cancelScan: nothing,
  getScan: nothing,
  searchRoms: v.object({
    text: words.text(1_000),
    platformSlug: v.exactOptional(words.someText(200)),
    limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200))),
  }),
  previewBindings: v.object({ bindings: words.listOf(binding) }),
  proposePlaces: v.object({
    appId: words.appId,
    launch: v.exactOptional(words.launchCommand),
    romId: v.exactOptional(words.romId),
  }),
  checkPlace: v.object({
    appId: words.appId,
    romId: v.exactOptional(words.romId),
    save: words.saveLocation,
  }),
  registerShortcuts: v.object({ bindings: words.listOf(binding) }),
  unregisterShortcuts: v.object({ appIds: words.listOf(words.appId) }),
  changeRom: v.object({ appId: words.appId, romId: words.romId }),
  findMovedRoms: nothing,
  followRoms: v.object({
    moves: words.listOf(v.object({ appId: words.appId, romId: words.romId })),
  }),
  clearRegistry: nothing,
  listShortcuts: nothing,
  setSaveLocation: v.object({ appId: words.appId, save: words.saveLocation }),
  setTracking: v.object({ appId: words.appId, tracked: v.boolean() }),

  look: oneApp,
  beforeLaunch: v.object({
    launchId,
    appId: words.appId,
    budgetMs: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000))),
  }),
  letLaunchThrough: v.object({ launchId, isCancelled: v.exactOptional(v.boolean()) }),
  appStarted: oneApp,
  appExited: oneApp,

  syncShortcut: v.object({ appId: words.appId, dryRun, whilePlaying: v.exactOptional(v.boolean()) }),
  syncAll: v.object({ dryRun }),
  cancelSync: nothing,
  panelOpened: nothing,
  setConditions: v.object({ isOnBattery: v.boolean(), isMetered: v.boolean() }),
  getReport: nothing,
  listConflicts: nothing,
  resolveConflicts: v.object({
    choices: words.listOf(
      v.object({
        conflictId: words.conflictId,
        choice: v.picklist(["keep-local", "take-remote", "keep-both", "later"]),
      }),
    ),
  }),
  undo: v.object({ activityId: words.lineId }),
  confirmChoice: v.object({ activityId: words.lineId }),
  getGame: oneApp,
  listSlots: oneApp,
  selectSlot: v.object({
    ...{ appId: words.appId, slot: words.slot },
    startFresh: v.exactOptional(v.boolean()),
    fromVersion: v.exactOptional(words.someText(200)),
  }),
  listVersions: oneApp,
  getKept: nothing,
  restoreVersion: oneVersion,
  adoptSave: v.object({ appId: words.appId, saveId: words.saveId }),
  pinVersion: v.object({ ...oneVersion.entries, pinned: v.boolean() }),
  forgetCopy: oneVersion,
  listHeld: nothing,
  releaseHeld: v.object({
    unitIds: words.listOf(words.unitId),
    choice: v.picklist(["go-on", "keep-local", "take-remote"]),
  }),

  syncPlayStatus: v.object({ dryRun }),

  getSettings: nothing,
  updateSettings: settings,
  listSnapshots: nothing,
  restoreSnapshot: v.object({ snapshotId: words.someText(200) }),
  adoptInstallation: v.object({ folder: words.someText(255) }),
  acknowledgeRecovery: nothing,
  listActivity: v.object({
    limit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))),
    before: v.exactOptional(words.lineId),
    appId: v.exactOptional(words.appId),
    batchId: v.exactOptional(words.lineId),
  }),
};
