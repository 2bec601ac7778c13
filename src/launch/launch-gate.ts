import type { BackendApi } from "../../backend/contract/backend-api.ts";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { LaunchProgress, LaunchVerdict } from "../../backend/contract/saves/launch.ts";
import type { Clock } from "../clock.ts";
import type { GameAction } from "../steam/game-actions.ts";
import type { GatedApp } from "./gated-app.ts";
import { createPasses } from "./passes.ts";
import { watchSilence } from "./silence.ts";

/*
 * The law: a press on Play always ends with the game running, unless the player says otherwise. Whatever fails in here
 * lets the game start; the backend's fence, not this gate, is what keeps saves from being replaced under a running game.
 */

export interface LaunchGateDeps {
  backend: Pick<BackendApi, "beforeLaunch" | "letLaunchThrough">;
  steam: {
    onGameActionStart(listener: (action: GameAction) => void): () => void;
    onGameActionEnd(listener: (actionId: number) => void): () => void;
    cancelGameAction(actionId: number): boolean;
    runGame(appId: number): void;
    isRunning(appId: number): boolean;
    isDesktop(): boolean;
  };
  /** Must know at once, without waiting: Steam does not wait for us. Null: this app is none of ours. */
  findApp(appId: number): GatedApp | null;
  /** False: nobody is signed in, so that nothing could be checked, or the player wants no check. */
  canCheck(): boolean;
  /** How far checks are; the answered function stops listening. */
  onProgress(listener: (progress: LaunchProgress) => void): () => void;
  dialogs: LaunchDialogs;
  tell: LaunchTell;
  clock: Clock;
  /** What the check may take: the player's setting. */
  budgetMs(): number;
  newLaunchId(): string;
}

/** What the gate shows. Where Steam has no dialogs, the first shows nothing and the second answers `play-anyway`. */
export interface LaunchDialogs {
  /** Answers how to close it. */
  showWaiting(p: {
    name: string;
    onPlayNow(): void;
    onCancel(): void;
    /** How far the check is: told at once, and whenever it goes on. */
    follow(listener: (progress: LaunchProgress) => void): () => void;
  }): () => void;
  /** `checked-again`: a side was chosen, or the sides moved meanwhile. */
  askConflict(conflict: Conflict): Promise<"checked-again" | "play-anyway" | "cancel">;
}

interface LaunchTell {
  verdict(app: GatedApp, verdict: LaunchVerdict, progress: LaunchProgress | null): void;
  /** The game starts although the check broke. */
  failed(app: GatedApp, error: unknown): void;
  /** A launch of an app of ours goes through: a hint that it will run. */
  launched(app: GatedApp): void;
}

const waitingAfterMs = 700;
const actionEndMs = 1_000;
const roundsMax = 3;
/** "Play now" is kept even if the backend, which should answer at once, does not. */
const playNowMs = 2_000;

/** Starts the gate; the answered function stops it. */
export function startLaunchGate(deps: LaunchGateDeps): () => void {
  const { steam, clock } = deps;
  const passes = createPasses(clock);
  const underWay = new Set<number>();
  const ends = watchActionEnds(steam.onGameActionEnd, clock);

  const stopStarts = steam.onGameActionStart(({ actionId, appId, action }) => {
    if (action !== "LaunchApp") return;
    const app = deps.findApp(appId);
    if (app === null) return;
    const isFree = passes.use(appId) || steam.isDesktop() || !deps.canCheck() || steam.isRunning(appId);
    // The cancel comes before anything that waits: Steam goes on as soon as this listener returns.
    if (isFree || !steam.cancelGameAction(actionId)) return deps.tell.launched(app);
    if (underWay.has(appId)) return;
    underWay.add(appId);
    const hasEnded = ends.waitFor(actionId);
    mayStart(deps, app)
      .then(async (isAllowed) => {
        if (!isAllowed) return;
        await hasEnded;
        passes.grant(appId);
        steam.runGame(appId);
      })
      .catch((error: unknown) => deps.tell.failed(app, error))
      .finally(() => underWay.delete(appId));
  });
  return () => {
    stopStarts();
    ends.stop();
  };
}

/** True: start the game. A choice leads to another check, since only a check opens the backend's launch lease. */
async function mayStart(deps: LaunchGateDeps, app: GatedApp): Promise<boolean> {
  try {
    for (let round = 0; round < roundsMax; round += 1) {
      const check = await checkOnce(deps, app);
      if (check.player === "cancelled") return false;
      if (check.verdict.kind !== "ask" || check.player === "plays-now") {
        deps.tell.verdict(app, check.verdict, check.progress);
        return true;
      }
      const answer = await deps.dialogs.askConflict(check.verdict.conflict);
      if (answer !== "checked-again") return answer === "play-anyway";
    }
  } catch (error) {
    deps.tell.failed(app, error);
  }
  return true;
}

interface Check {
  verdict: LaunchVerdict;
  /** The last that was heard of the check; null: nothing. */
  progress: LaunchProgress | null;
  player: "waited" | "plays-now" | "cancelled";
}

async function checkOnce(deps: LaunchGateDeps, app: GatedApp): Promise<Check> {
  const { backend, clock, dialogs } = deps;
  const launchId = deps.newLaunchId();
  const budgetMs = deps.budgetMs();
  const progress = followLaunch(deps, launchId);
  const check = backend.beforeLaunch({ launchId, appId: app.appId, budgetMs });
  const stops: (() => void)[] = [progress.stop];
  let stopTimer = () => {};
  const answered = new Promise<Check>((resolve, reject) => {
    let player: Check["player"] = "waited";
    const settle = (verdict: LaunchVerdict) => resolve({ verdict, player, progress: progress.last() });
    const letThrough = (as: Check["player"]) => {
      player = as;
      backend
        .letLaunchThrough({ launchId, ...(as === "cancelled" && { isCancelled: true }) })
        .catch(() => {});
      stopTimer = clock.after(playNowMs, () => settle(letThroughVerdict));
    };
    check.then(settle, reject);
    const onSilent = (error: unknown) => {
      letThrough(player);
      reject(error);
    };
    const silence = watchSilence(clock, { budgetMs, onSilent });
    stops.push(silence.stop, progress.follow(silence.heard));
    stopTimer = clock.after(waitingAfterMs, () => {
      const closeWaiting = dialogs.showWaiting({
        name: app.name,
        onPlayNow: () => letThrough("plays-now"),
        onCancel: () => letThrough("cancelled"),
        follow: progress.follow,
      });
      stops.push(closeWaiting);
    });
  });
  return answered.finally(() => {
    stopTimer();
    for (const stop of stops) stop();
  });
}

const letThroughVerdict: LaunchVerdict = { kind: "go-unchecked", reason: "let-through", detail: null };

/** What is heard of one launch's check. A dialog that opens late is told where the check is. */
function followLaunch({ onProgress }: LaunchGateDeps, launchId: string) {
  const listeners = new Set<(progress: LaunchProgress) => void>();
  let last: LaunchProgress | null = null;
  const stop = onProgress((of) => {
    if (of.launchId !== launchId) return;
    last = of;
    for (const listener of listeners) listener(of);
  });
  return {
    stop,
    last: () => last,
    follow: (listener: (progress: LaunchProgress) => void) => {
      listeners.add(listener);
      if (last !== null) listener(last);
      return () => listeners.delete(listener);
    },
  };
}

/** A new launch while Steam still winds down the cancelled one would be refused. */
function watchActionEnds(onGameActionEnd: LaunchGateDeps["steam"]["onGameActionEnd"], clock: Clock) {
  const waiting = new Map<number, () => void>();
  const stop = onGameActionEnd((actionId) => waiting.get(actionId)?.());
  return {
    stop,
    waitFor: (actionId: number): Promise<void> =>
      new Promise((resolve) => {
        const done = () => {
          stopTimer();
          waiting.delete(actionId);
          resolve();
        };
        const stopTimer = clock.after(actionEndMs, done);
        waiting.set(actionId, done);
      }),
  };
}
