import { usualLaunchBudgetMs } from "../backend.ts";
import type { Savepoint } from "../hooks/savepoint.ts";
import { onAppLifetime } from "../steam/app-lifetime.ts";
import { appNameOf } from "../steam/app-name.ts";
import { cancelGameAction, onGameActionEnd, onGameActionStart } from "../steam/game-actions.ts";
import { runGame } from "../steam/run-game.ts";
import { listRunningApps } from "../steam/running-apps.ts";
import { watchUiMode } from "../steam/ui-mode.ts";
import type { DeckyEvents } from "../stores/listen.ts";
import type { Toasts } from "../toasts.tsx";
import { launchWords } from "../words/words.ts";
import { startAppWatch } from "./app-watch.ts";
import type { GatedApp } from "./gated-app.ts";
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
  const { backend, overview, clock, settings } = savepoint;
  // Read now and at each launch, for the next one: a launch itself must not wait for it.
  settings.refresh();
  const findApp = (appId: number): GatedApp | null => {
    const gated = overview.read().overview?.gated.find((id) => id === appId);
    return gated === undefined ? null : { appId: gated, name: appNameOf(appId) ?? launchWords.thisGame };
  };
  const uiMode = watchUiMode();
  const apps = startAppWatch({
    backend,
    onAppLifetime,
    listRunningApps,
    findApp,
    onExited: (app, outcome) => toasts.exited(app, outcome),
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
    findApp,
    canCheck: () =>
      settings.read()?.gate.isOn !== false && overview.read().overview?.connection.kind === "connected",
    onProgress(listener) {
      events.addEventListener("launchProgress", listener);
      return () => events.removeEventListener("launchProgress", listener);
    },
    dialogs: createLaunchDialogs(savepoint),
    tell: {
      verdict: toasts.verdict,
      failed: toasts.checkFailed,
      launched: (app) => {
        apps.noteLaunch(app);
        settings.refresh();
      },
    },
    clock,
    budgetMs: () => settings.read()?.launchBudgetMs ?? usualLaunchBudgetMs,
    newLaunchId: () => crypto.randomUUID(),
  });
  return () => {
    stopGate();
    apps.stop();
    uiMode.stop();
  };
}
