import type { BackendApi } from "../../backend/contract/backend-api.ts";
import { usualLaunchBudgetMs } from "../backend.ts";
import type { Savepoint } from "../hooks/savepoint.ts";
import { onAppLifetime } from "../steam/app-lifetime.ts";
import { cancelGameAction, onGameActionEnd, onGameActionStart } from "../steam/game-actions.ts";
import { runGame } from "../steam/run-game.ts";
import { listRunningApps } from "../steam/running-apps.ts";
import { watchUiMode } from "../steam/ui-mode.ts";
import type { DeckyEvents } from "../stores/listen.ts";
import type { Toasts } from "../toasts.tsx";
import { startAppWatch } from "./app-watch.ts";
import { createLaunchDialogs } from "./launch-dialogs.tsx";
import { startLaunchGate } from "./launch-gate.ts";

/** Introduces Steam's launches and exits to the backend; the answered function stops all of it. */
export function startLaunchWatch({
  savepoint,
  toasts,
  events,
}: {
  savepoint: Savepoint;
  toasts: Toasts;
  events: DeckyEvents;
}): () => void {
  const { backend, overview, clock } = savepoint;
  const findShortcut = (appId: number) =>
    overview.read().overview?.shortcuts.find((shortcut) => shortcut.appId === appId) ?? null;
  const budget = followLaunchBudget(backend);
  const uiMode = watchUiMode();
  const apps = startAppWatch({
    backend,
    onAppLifetime,
    listRunningApps,
    findShortcut,
    onExited: (shortcut, outcome) => toasts.exited(shortcut.name, outcome),
  });
  const stopGate = startLaunchGate({
    backend,
    steam: {
      onGameActionStart,
      onGameActionEnd,
      cancelGameAction,
      runGame,
      isRunning: apps.isRunning,
      isDesktop: uiMode.isDesktop,
    },
    findShortcut,
    isGated: (shortcut) => shortcut.isTracked && overview.read().overview?.connection.kind === "connected",
    onProgress(listener) {
      events.addEventListener("launchProgress", listener);
      return () => events.removeEventListener("launchProgress", listener);
    },
    dialogs: createLaunchDialogs(savepoint),
    tell: {
      verdict: toasts.verdict,
      failed: toasts.checkFailed,
      launched: (shortcut) => {
        apps.noteLaunch(shortcut);
        budget.refresh();
      },
    },
    clock,
    budgetMs: budget.current,
    newLaunchId: () => crypto.randomUUID(),
  });
  return () => {
    stopGate();
    apps.stop();
    uiMode.stop();
  };
}

/** The setting, read at start and again at each launch, for the next one: a launch itself must not wait for it. */
function followLaunchBudget(backend: Pick<BackendApi, "getSettings">) {
  let budgetMs = usualLaunchBudgetMs;
  const refresh = () => {
    backend.getSettings({}).then(
      (settings) => {
        budgetMs = settings.launchBudgetMs;
      },
      () => {},
    );
  };
  refresh();
  return { current: () => budgetMs, refresh };
}
