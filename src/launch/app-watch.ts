import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { BadRequest } from "../../backend/contract/errors.ts";
import type { Shortcut } from "../../backend/contract/saves/shortcut.ts";
import type { SyncError, SyncReport } from "../../backend/contract/saves/sync.ts";
import type { Outcome } from "../../backend/contract/words.ts";
import type { AppLifetime } from "../steam/app-lifetime.ts";

/** Tells the backend what Steam says about apps. All of it are hints: the backend looks at the processes itself. */
export interface AppWatch {
  /** A launch was let through; its process is about to exist. */
  noteLaunch(shortcut: Shortcut): void;
  isRunning(appId: number): boolean;
  stop(): void;
}

export function startAppWatch(deps: {
  backend: Pick<BackendApi, "appStarted" | "appExited">;
  onAppLifetime(listener: (lifetime: AppLifetime) => void): () => void;
  /** Null: this Steam does not tell; then the lifetime notifications have to do. */
  listRunningApps(): number[] | null;
  findShortcut(appId: number): Shortcut | null;
  onExited(shortcut: Shortcut, outcome: Outcome<SyncReport, SyncError | BadRequest>): void;
}): AppWatch {
  const { backend } = deps;
  const running = new Set<number>();
  const leaving = new Set<number>();

  const started = (shortcut: Shortcut) => {
    backend.appStarted({ appId: shortcut.appId }).catch(() => {});
  };
  const exited = (shortcut: Shortcut) => {
    if (leaving.has(shortcut.appId)) return;
    leaving.add(shortcut.appId);
    backend
      .appExited({ appId: shortcut.appId })
      .then(
        (outcome) => deps.onExited(shortcut, outcome),
        () => {},
      )
      .finally(() => leaving.delete(shortcut.appId));
  };
  const stop = deps.onAppLifetime(({ appId, isRunning }) => {
    const isNews = isRunning !== running.has(appId);
    if (isRunning) running.add(appId);
    else running.delete(appId);
    const shortcut = deps.findShortcut(appId);
    if (shortcut === null) return;
    if (!isRunning) exited(shortcut);
    else if (isNews) started(shortcut);
  });
  return {
    noteLaunch: started,
    isRunning: (appId) => deps.listRunningApps()?.includes(appId) ?? running.has(appId),
    stop,
  };
}
