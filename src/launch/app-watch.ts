import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { BadRequest } from "../../backend/contract/errors.ts";
import type { SyncError, SyncReport } from "../../backend/contract/saves/sync.ts";
import type { Outcome } from "../../backend/contract/words.ts";
import type { AppLifetime } from "../steam/app-lifetime.ts";
import type { GatedApp } from "./gated-app.ts";

/** Tells the backend what Steam says about apps. All of it are hints: the backend looks at the processes itself. */
export interface AppWatch {
  /** A launch was let through; its process is about to exist. */
  noteLaunch(app: GatedApp): void;
  isRunning(appId: number): boolean;
  stop(): void;
}

export function startAppWatch(deps: {
  backend: Pick<BackendApi, "appStarted" | "appExited">;
  onAppLifetime(listener: (lifetime: AppLifetime) => void): () => void;
  /** Null: this Steam does not tell; then the lifetime notifications have to do. */
  listRunningApps(): number[] | null;
  findApp(appId: number): GatedApp | null;
  onExited(app: GatedApp, outcome: Outcome<SyncReport, SyncError | BadRequest>): void;
}): AppWatch {
  const { backend } = deps;
  const running = new Set<number>();
  const leaving = new Set<number>();

  const started = (app: GatedApp) => {
    backend.appStarted({ appId: app.appId }).catch(() => {});
  };
  const exited = (app: GatedApp) => {
    if (leaving.has(app.appId)) return;
    leaving.add(app.appId);
    backend
      .appExited({ appId: app.appId })
      .then(
        (outcome) => deps.onExited(app, outcome),
        () => {},
      )
      .finally(() => leaving.delete(app.appId));
  };
  const stop = deps.onAppLifetime(({ appId, isRunning }) => {
    const isNews = isRunning !== running.has(appId);
    if (isRunning) running.add(appId);
    else running.delete(appId);
    const app = deps.findApp(appId);
    if (app === null) return;
    if (!isRunning) exited(app);
    else if (isNews) started(app);
  });
  return {
    noteLaunch: started,
    isRunning: (appId) => deps.listRunningApps()?.includes(appId) ?? running.has(appId),
    stop,
  };
}
