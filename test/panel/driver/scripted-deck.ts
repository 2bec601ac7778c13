import type { ConnectError, Connection, MoveError, Pairing } from "../../../backend/contract/account.ts";
import type { BackendApi } from "../../../backend/contract/backend-api.ts";
import type { BackendEvents } from "../../../backend/contract/events.ts";
import type { PlayStatusReport } from "../../../backend/contract/play-status.ts";
import type { Activity } from "../../../backend/contract/saves/activity.ts";
import type { Conflict, ConflictChoice } from "../../../backend/contract/saves/conflict.ts";
import type { GameDetail } from "../../../backend/contract/saves/game-detail.ts";
import type { LaunchVerdict } from "../../../backend/contract/saves/launch.ts";
import type { MovedRom } from "../../../backend/contract/saves/moved-rom.ts";
import type { PlaceCheck, SaveCandidate } from "../../../backend/contract/saves/place.ts";
import type { PreviewLine } from "../../../backend/contract/saves/preview.ts";
import type { RomCandidate, Scan, SearchError } from "../../../backend/contract/saves/scan.ts";
import type { RegisterError, Shortcut } from "../../../backend/contract/saves/shortcut.ts";
import type { SyncReport } from "../../../backend/contract/saves/sync.ts";
import type { FindError, FoundServer, SignInWay } from "../../../backend/contract/server.ts";
import type { Settings, SettingsError } from "../../../backend/contract/settings.ts";
import type { Outcome } from "../../../backend/contract/words.ts";
import type { DeckDoor, ListedFile, SteamApp } from "../../world/steam/serve-decks.ts";
import { activity, connected, overviewOf, type Scene } from "../overviews.ts";

/**
 * A Deck behind the page whose backend answers from a script: for looking at the panel in every state. It decides
 * nothing about saves; what the real backend does is tested with the real one.
 */
export interface ScriptedDeck extends DeckDoor {
  overview: Scene;
  /** Emits `changed` too. */
  show(change: Partial<Scene>): void;
  emit<Name extends keyof BackendEvents>(event: Name, payload: BackendEvents[Name]): void;
  /** How the bridge behaves; `silent` answers nothing until it changes. */
  bridge: "answers" | "stopped" | "silent";
  /** Verdicts of the next launch checks, in order; then `go`. */
  verdicts: LaunchVerdict[];
  /** Many answers wait before each of them until this is resolved. */
  answerHold: Promise<void> | null;
  /** What goes wrong with every second of many answers. */
  answerTrouble: SyncReport["lines"][number]["problem"];
  /** Delays each launch check until this is resolved or the player lets it through. */
  launchHold: Promise<void> | null;
  connectErrors: ConnectError[];
  findErrors: FindError[];
  moveErrors: MoveError[];
  settingsErrors: SettingsError[];
  /** The ways to sign in that the server offers. */
  ways: SignInWay[];
  /** What the player does on RomM's page. */
  answerPairing(outcome: Outcome<Connection, ConnectError>): void;
  /** What runs over the play statuses answer; null: nobody is signed in. */
  playStatusReport: PlayStatusReport | null;
  calls: { method: string; params: unknown }[];
  apps: SteamApp[];
  settings: Settings;
  /** What the run over Steam's shortcuts has found so far; null: it was not begun. */
  scan: Scan | null;
  /** What RomM's library answers to any search. */
  roms: RomCandidate[];
  /** Where games of the list are in RomM by now. */
  movedRoms: MovedRom[];
  /** What goes wrong with the next looks for them, and with the next press that follows them. */
  movedErrors: SearchError[];
  followErrors: RegisterError[];
  kept: Awaited<ReturnType<BackendApi["getKept"]>>;
  /** Where saves may be, by app id. */
  places: Record<number, SaveCandidate[]>;
  placeCheck: PlaceCheck;
  /** What else is known of a game, by app id. */
  details: Record<number, Partial<GameDetail>>;
  /** What registering would lead to. */
  preview: PreviewLine[];
  /** What Decky's file picker finds, by folder. */
  folders: Record<string, ListedFile[]>;
  /** Ends everything that still waits. */
  release(): void;
}

const foundServer: Omit<FoundServer, "origin" | "ways"> = {
  serverVersion: "5.2.0",
  oidcProvider: null,
  needsSetup: false,
  tried: [],
  untrusted: null,
};

function detailOf(shortcut: Shortcut, activity: Activity[]): GameDetail {
  const place = "path" in shortcut.save ? shortcut.save.path : "";
  const isProvenInRomm = shortcut.status.kind === "synced" && shortcut.isStored;
  return { shortcut, place, isProvenInRomm, sessions: [], activity, holders: [], rommAsOfMs: null };
}

/** What a sync would come to where both sides are equal. */
function keptLine({ appId, romId, name, slot }: Shortcut): SyncReport["lines"][number] {
  return {
    ...{ appIds: [appId], romId, name, slot, decision: "keep", reason: "nothing-new", outcome: "planned" },
    ...{ direction: null, sizeBytes: 0, saveId: null, durationMs: 1, problem: null },
  };
}

function pairingUntil(expiresAtMs: number): Pairing {
  return {
    pairingId: "p1",
    userCode: "K7QX-2MPD",
    url: "http://romm.home.lan/pair/device",
    urlWithCode: "http://romm.home.lan/pair/device?code=K7QX2MPD",
    qrRows: Array.from({ length: 29 }, (_, y) =>
      Array.from({ length: 29 }, (_, x) => ((x * 7 + y * 13) % 3 === 0 ? "1" : "0")).join(""),
    ),
    expiresAtMs,
  };
}

export function createScriptedDeck(first: Scene): ScriptedDeck {
  const eventListeners = new Set<(event: string, payload: unknown) => void>();
  const appListeners = new Set<(app: Omit<SteamApp, "name">) => void>();
  const letThrough = new Map<string, () => void>();

  const deck: ScriptedDeck = {
    overview: first,
    bridge: "answers",
    verdicts: [],
    answerHold: null,
    answerTrouble: null,
    launchHold: null,
    connectErrors: [],
    findErrors: [],
    moveErrors: [],
    settingsErrors: [],
    ways: ["device", "pairing-code", "token", "password"],
    answerPairing: () => {},
    playStatusReport: null,
    calls: [],
    apps: first.shortcuts.map(({ appId, name }) => ({
      appId,
      name,
      isRunning: false,
      sessions: ["A-1", "B-1", "A-2"],
    })),
    settings: {
      autocleanup: { isOn: true, limit: 10 },
      gate: { isOn: true },
      launchBudgetMs: 3_000,
      messages: {
        saved: true,
        fetched: true,
        needsYou: true,
        offline: true,
        away: true,
        openElsewhere: true,
        fetchedLate: true,
      },
      playStatus: first.playStatus.settings,
    },
    folders: {},
    scan: null,
    roms: [],
    kept: { ok: true, value: { contents: 0, bytes: 0, onlyHere: { contents: 0, bytes: 0 } } },
    ...{ movedRoms: [], movedErrors: [], followErrors: [] },
    places: {},
    placeCheck: { fileCount: 1, sizeBytes: 32_768, modifiedAtMs: 0, objections: [] },
    preview: [],
    details: {},
    emit: (event, payload) => {
      for (const listener of eventListeners) listener(event, payload);
    },
    show: (change) => {
      deck.overview = { ...deck.overview, ...change };
      deck.emit("changed", { parts: ["saves", "activity"] });
    },
    call: async (method, params) => {
      deck.calls.push({ method, params });
      while (deck.bridge === "silent") await new Promise((resolve) => setTimeout(resolve, 20));
      if (deck.bridge === "stopped")
        return { ok: false, error: { code: "backend-stopped", message: "restarting" } };
      if (!isMethod(method)) return { ok: false, error: { code: "internal", message: `no ${method}` } };
      return { ok: true, value: await Reflect.apply(backend[method], backend, [params]) };
    },
    onEvent: (listener) => {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    listApps: async () => deck.apps,
    release: () => {
      deck.bridge = "answers";
      deck.overview = { ...deck.overview, runs: { current: null, last: null } };
    },
    launch: async (appId) => change(appId, (app) => ({ ...app, isRunning: true })),
    play: async (appId) =>
      change(appId, (app) => ({ ...app, sessions: [...app.sessions, `A-${app.sessions.length}`] })),
    exit: async (appId) => change(appId, (app) => ({ ...app, isRunning: false })),
    listFolder: async (path) => deck.folders[path] ?? [],
    onApp: (listener) => {
      appListeners.add(listener);
      return () => appListeners.delete(listener);
    },
  };
  const change = (appId: number, next: (app: SteamApp) => SteamApp) => {
    deck.apps = deck.apps.map((app) => (app.appId === appId ? next(app) : app));
    const app = deck.apps.find((other) => other.appId === appId);
    if (app !== undefined) for (const listener of appListeners) listener(app);
  };
  let isCancelled = false;
  const changeShortcut = (appId: number, change: (one: Shortcut) => Shortcut) => {
    const shortcuts = deck.overview.shortcuts.map((one) => (one.appId === appId ? change(one) : one));
    deck.show({ shortcuts });
    const shortcut = shortcuts.find((one) => one.appId === appId);
    if (shortcut === undefined) return { ok: false as const, error: { kind: "signed-out" as const } };
    return { ok: true as const, value: shortcut };
  };
  const isMethod = (method: string): method is keyof BackendApi => Object.hasOwn(backend, method);
  const report = (lines: SyncReport["lines"] = []): SyncReport => ({
    startedAtMs: Date.now(),
    finishedAtMs: Date.now(),
    isDryRun: false,
    isCancelled: false,
    lines,
  });

  const backend: BackendApi = {
    getOverview: async () => overviewOf(deck.overview),
    connect: async ({ origin }) => {
      const error = deck.connectErrors.shift();
      if (error !== undefined) return { ok: false, error };
      const connection = { ...connected(Date.now()), origin };
      deck.show({ connection });
      return { ok: true, value: connection };
    },
    findServer: async ({ typed }) => {
      const error = deck.findErrors.shift();
      if (error !== undefined) return { ok: false, error };
      return { ok: true, value: { ...foundServer, origin: `http://${typed.trim()}`, ways: deck.ways } };
    },
    offerPhoneEntry: async () => ({ ok: false, error: { kind: "no-lan" } }),
    awaitPhoneEntry: async () => ({ ok: false, error: { kind: "expired" } }),
    closePhoneEntry: async () => {},
    startPairing: async () => ({ ok: true, value: pairingUntil(Date.now() + 600_000) }),
    awaitPairing: async () => {
      const outcome = await new Promise<Outcome<Connection, ConnectError>>((resolve) => {
        deck.answerPairing = resolve;
      });
      if (outcome.ok) deck.show({ connection: connected(Date.now()) });
      return outcome;
    },
    cancelPairing: async () => {},
    previewBindings: async () => ({ ok: true, value: { ...report(), lines: deck.preview } }),
    setSaveLocation: async ({ appId, save }) =>
      changeShortcut(appId, ({ movedTo: _movedTo, unwrittenSessions: _unwritten, ...one }) => ({
        ...one,
        save,
      })),
    moveServer: async ({ origin }) => {
      const error = deck.moveErrors.shift();
      if (error !== undefined) return { ok: false, error };
      const connection = { ...connected(Date.now()), origin };
      deck.show({ connection });
      return { ok: true, value: connection };
    },
    disconnect: async () => deck.show({ connection: { kind: "signed-out" } }),
    findMovedRoms: async () => {
      const error = deck.movedErrors.shift();
      return error === undefined ? { ok: true, value: deck.movedRoms } : { ok: false, error };
    },
    followRoms: async ({ moves }) => {
      await deck.answerHold;
      const error = deck.followErrors.shift();
      if (error !== undefined) return { ok: false, error };
      const followed = deck.overview.shortcuts.flatMap((one): Shortcut[] => {
        const move = moves.find(({ appId }) => appId === one.appId);
        return move ? [{ ...one, romId: move.romId, status: { kind: "synced" } }] : [];
      });
      const line = activity("followed", followed[0]?.name ?? "", "keep", Date.now(), {
        ...{ act: "other-rom", batchSize: followed.length, undo: { kind: "can", isPlayedSince: false } },
      });
      deck.show({
        shortcuts: deck.overview.shortcuts.map(
          (one) => followed.find(({ appId }) => appId === one.appId) ?? one,
        ),
        activity: [line, ...deck.overview.activity],
      });
      return { ok: true, value: followed };
    },
    changeRom: async ({ appId, romId }) => changeShortcut(appId, (one) => ({ ...one, romId })),
    confirmChoice: async () => deck.show({ afterChoice: null }),
    getGame: async ({ appId }) => {
      const { shortcuts, activity } = deck.overview;
      const shortcut = shortcuts.find((each) => each.appId === appId);
      if (shortcut === undefined) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      const lines = activity.filter(({ appIds }) => appIds.includes(appId));
      return { ok: true, value: { ...detailOf(shortcut, lines), ...deck.details[appId] } };
    },
    listSlots: async () => ({ ok: true, value: { playthroughs: [], rommAsOfMs: null, problem: null } }),
    selectSlot: async ({ slot }) => ({ ok: false, error: { kind: "unknown-slot", slot } }),
    undo: async () => ({ ok: true, value: report() }),
    getKept: async () => deck.kept,
    listVersions: async () => ({ ok: true, value: { versions: [], rommAsOfMs: null, problem: null } }),
    adoptSave: async ({ appId }) => {
      changeShortcut(appId, ({ newerElsewhere: _adopted, ...one }) => one);
      return { ok: true, value: report() };
    },
    restoreVersion: async () => ({ ok: false, error: { kind: "unknown-version" } }),
    pinVersion: async () => ({ ok: false, error: { kind: "unknown-version" } }),
    forgetCopy: async () => ({ ok: true, value: null }),
    listDevices: async () => ({ ok: true, value: [] }),
    renameDevice: async () => ({ ok: false, error: { kind: "signed-out" } }),
    setDeviceSync: async () => ({ ok: false, error: { kind: "signed-out" } }),
    removeDevice: async () => ({ ok: true, value: null }),
    registerAsNewDevice: async () => ({ ok: false, error: { kind: "signed-out" } }),
    startScan: async () => ({ scanId: "scan" }),
    cancelScan: async () => {},
    getScan: async () => deck.scan,
    searchRoms: async () => ({ ok: true, value: deck.roms }),
    proposePlaces: async ({ appId }) => ({ ok: true, value: deck.places[appId] ?? [] }),
    checkPlace: async () => ({ ok: true, value: deck.placeCheck }),
    registerShortcuts: async () => ({ ok: true, value: [] }),
    unregisterShortcuts: async ({ appIds }) => {
      deck.show({ shortcuts: deck.overview.shortcuts.filter(({ appId }) => !appIds.includes(appId)) });
      return { ok: true, value: null };
    },
    clearRegistry: async () => ({ ok: true, value: null }),
    setTracking: async ({ appId, tracked: isTracked }) => {
      const status: Shortcut["status"] = isTracked ? { kind: "synced" } : { kind: "untracked" };
      const change = (one: Shortcut) => (one.appId === appId ? { ...one, isTracked, status } : one);
      const shortcuts = deck.overview.shortcuts.map(change);
      deck.show({ shortcuts });
      const shortcut = shortcuts.find((one) => one.appId === appId);
      if (!shortcut) return { ok: false, error: { kind: "unknown-shortcut", appId } };
      return { ok: true, value: shortcut };
    },
    listHeld: async () => deck.overview.held,
    releaseHeld: async ({ unitIds }) => {
      deck.show({ held: deck.overview.held.filter(({ unitId }) => !unitIds.includes(unitId)) });
      return { ok: true, value: report() };
    },
    listShortcuts: async () => deck.overview.shortcuts,
    look: async () => ({ ok: false, error: { kind: "running" } }),
    beforeLaunch: async ({ launchId }) => {
      const released = new Promise<"let-through">((resolve) =>
        letThrough.set(launchId, () => resolve("let-through")),
      );
      const held = deck.launchHold ?? Promise.resolve();
      if ((await Promise.race([held, released])) === "let-through") {
        return { kind: "go-unchecked", reason: "let-through", detail: null };
      }
      return deck.verdicts.shift() ?? { kind: "go", report: report() };
    },
    letLaunchThrough: async ({ launchId }) => letThrough.get(launchId)?.(),
    appStarted: async () => {},
    appExited: async () => ({ ok: true, value: report() }),
    syncShortcut: async ({ appId, dryRun }) => ({
      ok: true,
      value: report(
        dryRun ? deck.overview.shortcuts.filter((each) => each.appId === appId).map(keptLine) : [],
      ),
    }),
    syncAll: async () => {
      while (deck.overview.runs.current !== null) await new Promise((resolve) => setTimeout(resolve, 20));
      return { ok: true, value: report() };
    },
    panelOpened: async () => {},
    setConditions: async () => {},
    cancelSync: async () => {
      isCancelled = true;
      deck.show({ runs: { current: null, last: { ...report(), isCancelled: true } } });
    },
    getReport: async () => deck.overview.runs.last,
    listConflicts: async () => deck.overview.conflicts,
    resolveConflicts: async ({ choices }) => {
      const lines: SyncReport["lines"] = [];
      const { last } = deck.overview.runs;
      isCancelled = false;
      for (const { conflictId, choice } of choices) {
        const { conflicts, activity: before, shortcuts } = deck.overview;
        const resolved = conflicts.find((conflict) => conflict.conflictId === conflictId);
        if (resolved === undefined) continue;
        if (choices.length > 1) {
          const counts = { unitsDone: lines.length, unitsTotal: choices.length };
          deck.show({ runs: { current: { startedAtMs: Date.now(), ...counts, name: resolved.name }, last } });
          await deck.answerHold;
          if (isCancelled) break;
        }
        const problem = lines.length % 2 === 1 ? deck.answerTrouble : null;
        lines.push({ ...answered(resolved, choice), ...(problem && { outcome: "failed", problem }) });
        if (problem !== null) continue;
        if (choice === "later") {
          const postponed = (conflict: typeof resolved) => ({ ...conflict, isPostponed: true });
          deck.show({ conflicts: conflicts.map((other) => (other === resolved ? postponed(other) : other)) });
          continue;
        }
        const decision = choice === "keep-local" ? "upload" : "download";
        deck.show({
          conflicts: conflicts.filter((other) => other !== resolved),
          activity: [activity(`r-${conflictId}`, resolved.name, decision, Date.now(), { choice }), ...before],
          shortcuts: shortcuts.map((shortcut) =>
            resolved.appIds.includes(shortcut.appId)
              ? { ...shortcut, status: { kind: "synced" }, lastSyncedAtMs: Date.now() }
              : shortcut,
          ),
        });
      }
      if (choices.length > 1) deck.show({ runs: { current: null, last } });
      return { ok: true, value: { ...report(lines), isCancelled } };
    },
    syncPlayStatus: async () =>
      deck.playStatusReport === null
        ? { ok: false, error: { kind: "signed-out" } }
        : { ok: true, value: deck.playStatusReport },
    getSettings: async () => deck.settings,
    updateSettings: async (change) => {
      const error = deck.settingsErrors.shift();
      if (error !== undefined) return { ok: false, error };
      deck.settings = { ...deck.settings, ...change };
      deck.show({ playStatus: { ...deck.overview.playStatus, settings: deck.settings.playStatus } });
      return { ok: true, value: deck.settings };
    },
    listSnapshots: async () => [],
    restoreSnapshot: async () => ({ ok: true, value: overviewOf(deck.overview) }),
    adoptInstallation: async () => ({ ok: true, value: null }),
    acknowledgeRecovery: async () => {
      deck.show({ registry: { kind: "current" } });
      return { ok: true, value: null };
    },
    listActivity: async ({ appId, limit = 50, before, batchId }) => {
      const { activity, unreadable } = deck.overview;
      const trouble = unreadable.find(({ part }) => part === "activity");
      if (trouble !== undefined) return { ok: false, error: { kind: "disk", detail: trouble.detail } };
      const isAsked = (line: Activity) =>
        (appId === undefined || line.appIds.includes(appId)) &&
        (batchId === undefined && appId === undefined ? line.batchId === null : true) &&
        (batchId === undefined || line.batchId === batchId);
      const lines = activity.filter(isAsked);
      const from = before === undefined ? 0 : lines.findIndex(({ id }) => id === before) + 1;
      return { ok: true, value: lines.slice(from, from + limit) };
    },
  };
  return deck;
}

function answered(
  { appIds, romId, name, slot, reason }: Conflict,
  choice: ConflictChoice,
): SyncReport["lines"][number] {
  return {
    ...{ appIds, romId, name, slot, reason, decision: "conflict", durationMs: 1, problem: null },
    outcome: choice === "later" ? "asks" : "done",
    direction: choice === "keep-local" ? "up" : "down",
    ...{ sizeBytes: 32_768, saveId: null },
  };
}
