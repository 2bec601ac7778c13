import type { SteamApp } from "../serve-decks.ts";
import { createSignal, type Signal } from "./signal.ts";
import type { Wire } from "./wire.ts";

/** Steam as far as it starts and ends games: what stands behind the Play button and behind `SteamClient`. */
export interface SteamStandIn {
  apps: Signal<SteamApp[]>;
  play(appId: number): void;
  addSession(appId: number): void;
  exit(appId: number): void;
  /** The value of `window.SteamClient`. */
  client: object;
}

type Listener = (...args: unknown[]) => void;

/** How long Steam winds down an action that was cancelled; meanwhile the app cannot be started. */
const windDownMs = 120;
const launchAction = "LaunchApp";

export function createSteam(wire: Wire, { isDesktop }: { isDesktop: boolean }): SteamStandIn {
  const apps = createSignal<SteamApp[]>([]);
  const onStart = createListeners();
  const onEnd = createListeners();
  const onLifetime = createListeners();
  /** By action id: the app, and whether it was cancelled. An app has one action at a time. */
  const actions = new Map<number, { appId: number; isCancelled: boolean }>();
  let lastActionId = 0;

  const update = (changed: Omit<SteamApp, "name">) => {
    const before = apps.read().find((app) => app.appId === changed.appId);
    apps.set(apps.read().map((app) => (app.appId === changed.appId ? { ...app, ...changed } : app)));
    if (before !== undefined && before.isRunning !== changed.isRunning) {
      onLifetime.tell({ unAppID: changed.appId, nInstanceID: 1, bRunning: changed.isRunning });
    }
  };
  const end = (actionId: number) => {
    actions.delete(actionId);
    onEnd.tell(actionId);
  };
  const play = (appId: number) => {
    if ([...actions.values()].some((action) => action.appId === appId)) return;
    lastActionId += 1;
    const actionId = lastActionId;
    const action = { appId, isCancelled: false };
    actions.set(actionId, action);
    onStart.tell(actionId, gameIdOf(appId), launchAction, 100);
    // Steam does not wait: only a cancel that came before its listeners returned is in time.
    if (action.isCancelled) setTimeout(end, windDownMs, actionId);
    else wire.ask("steam.launch", { appId }).finally(() => end(actionId));
  };
  wire.onConnect(() => {
    wire.ask("steam.apps").then((listed) => apps.set(decodeApps(listed)));
  });
  wire.onEvent((event, [app]) => {
    if (event === "steam.app") update(decodeApp(app));
  });

  const cancel = (actionId: number) => {
    const action = actions.get(actionId);
    if (action !== undefined) action.isCancelled = true;
  };
  const exit = (appId: number) => void wire.ask("steam.exit", { appId });
  const run = (gameId: string) => setTimeout(play, 0, appIdOf(gameId));
  const terminate = (gameId: string) => exit(appIdOf(gameId));
  const getUiMode = () => Promise.resolve(isDesktop ? 7 : 4);
  return {
    apps,
    play,
    addSession: (appId) => void wire.ask("steam.play", { appId }),
    exit,
    client: {
      Apps: {
        RegisterForGameActionStart: onStart.register,
        RegisterForGameActionEnd: onEnd.register,
        CancelGameAction: cancel,
        RunGame: run,
        TerminateApp: terminate,
      },
      GameSessions: { RegisterForAppLifetimeNotifications: onLifetime.register },
      UI: { GetUIMode: getUiMode, RegisterForUIModeChanged: createListeners().register },
    },
  };
}

function appIdOf(gameId: string): number {
  return Number(BigInt(gameId) >> 32n);
}

function gameIdOf(appId: number): string {
  return String((BigInt(appId) << 32n) | 0x02000000n);
}

function createListeners() {
  const listeners = new Set<Listener>();
  return {
    register: (listener: Listener) => {
      listeners.add(listener);
      return { unregister: () => void listeners.delete(listener) };
    },
    tell: (...args: unknown[]) => {
      for (const listener of [...listeners]) listener(...args);
    },
  };
}

function decodeApps(value: unknown): SteamApp[] {
  return Array.isArray(value) ? value.map((app) => ({ ...decodeApp(app), name: String(app.name) })) : [];
}

function decodeApp(value: unknown): Omit<SteamApp, "name"> {
  const { appId, isRunning, sessions } = Object(value);
  return {
    appId: Number(appId),
    isRunning: Boolean(isRunning),
    sessions: Array.isArray(sessions) ? sessions.map(String) : [],
  };
}
