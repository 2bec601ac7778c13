import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import type { LaunchProgress, LaunchVerdict } from "../../../backend/contract/saves/launch.ts";
import { type LaunchDialogs, startLaunchGate } from "../../../src/launch/launch-gate.ts";
import { createFakeClock, settle } from "../fake-clock.ts";
import { appId } from "../overviews.ts";

/** The one app that the gate knows. */
export const id = 0x80000002;

/** What a check that found nothing amiss answers. */
export const go: LaunchVerdict = {
  kind: "go",
  report: { startedAtMs: 0, finishedAtMs: 0, isDryRun: false, isCancelled: false, lines: [] },
};

/** Steam, backend and dialogs around a gate; `log` is what happened, in order. */
export function setupGate() {
  const clock = createFakeClock();
  const log: string[] = [];
  const world = {
    isDesktop: false,
    isRunning: false,
    canCheck: true,
    canCancel: true,
    canShow: true,
    budgetMs: 3_000,
    ignoresRun: false,
    answer: (): "checked-again" | "play-anyway" | "cancel" => "play-anyway",
  };
  const checks: { launchId: string; answer(verdict: LaunchVerdict): Promise<void>; fail(): Promise<void> }[] =
    [];
  const waiting: Parameters<LaunchDialogs["showWaiting"]>[0][] = [];
  const asked: Conflict[] = [];
  const hears = new Set<(progress: LaunchProgress) => void>();
  let launches = 0;
  let lastAction = 0;
  let tellStart = (_: { actionId: number; appId: number; action: string }) => {};
  let tellEnd = (_: number) => {};

  const stop = startLaunchGate({
    clock,
    budgetMs: () => world.budgetMs,
    newLaunchId: () => {
      launches += 1;
      return `launch-${launches}`;
    },
    backend: {
      beforeLaunch: ({ launchId }) =>
        new Promise((resolve, reject) => {
          log.push(`check ${launchId}`);
          checks.push({
            launchId,
            answer: (verdict) => {
              resolve(verdict);
              return settle();
            },
            fail: () => {
              reject(new Error("silent"));
              return settle();
            },
          });
        }),
      letLaunchThrough: async ({ launchId }) => void log.push(`let through ${launchId}`),
    },
    steam: {
      onGameActionStart: (listener) => {
        tellStart = listener;
        return () => log.push("no more starts");
      },
      onGameActionEnd: (listener) => {
        tellEnd = listener;
        return () => log.push("no more ends");
      },
      cancelGameAction: (actionId) => {
        if (world.canCancel) log.push(`cancel ${actionId}`);
        return world.canCancel;
      },
      runGame: (appId) => {
        log.push(`run ${appId === id ? "game" : appId}`);
        if (!world.ignoresRun) press();
      },
      isRunning: () => world.isRunning,
      isDesktop: () => world.isDesktop,
    },
    onProgress: (listener) => {
      hears.add(listener);
      return () => hears.delete(listener);
    },
    findApp: (known) => (known === id ? { appId: appId(id), name: "Tobu" } : null),
    canCheck: () => world.canCheck,
    dialogs: {
      showWaiting: (shown) => {
        log.push("waiting shown");
        waiting.push(shown);
        return () => log.push("waiting closed");
      },
      askConflict: async (shown) => {
        if (!world.canShow) throw new Error("nowhere to show");
        asked.push(shown);
        return world.answer();
      },
    },
    tell: {
      verdict: (_, verdict) =>
        log.push(`told ${verdict.kind}${verdict.kind === "go-unchecked" ? ` ${verdict.reason}` : ""}`),
      failed: () => log.push("told failed"),
      launched: () => log.push("launched"),
    },
  });
  const press = (appId = id, action = "LaunchApp") => {
    lastAction += 1;
    tellStart({ actionId: lastAction, appId, action });
    return lastAction;
  };
  const end = async (actionId: number) => {
    tellEnd(actionId);
    await settle();
  };
  const progress = (launchId: string) => {
    const told = { launchId, phase: "fetching", doneBytes: 1, totalBytes: 8, deviceName: "B" } as const;
    for (const listener of hears) listener(told);
  };
  return { clock, log, world, checks, waiting, asked, hears, press, end, progress, stop };
}
