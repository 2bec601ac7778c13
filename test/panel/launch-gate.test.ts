import { expect, test } from "vitest";
import type { Conflict } from "../../backend/contract/saves/conflict.ts";
import type { LaunchVerdict } from "../../backend/contract/saves/launch.ts";
import { type LaunchDialogs, startLaunchGate } from "../../src/launch/launch-gate.ts";
import { createFakeClock, settle } from "./fake-clock.ts";
import { conflict, shortcut } from "./overviews.ts";

const id = 0x80000002;
const go: LaunchVerdict = {
  kind: "go",
  report: { startedAtMs: 0, finishedAtMs: 0, isDryRun: false, isCancelled: false, lines: [] },
};
const ask: LaunchVerdict = { kind: "ask", conflict: conflict("c1", id, "Tobu", 0) };
const offline: LaunchVerdict = { kind: "go-unchecked", reason: "offline", detail: null };

/** Steam, backend and dialogs around a gate; `log` is what happened, in order. */
function setupGate() {
  const clock = createFakeClock();
  const log: string[] = [];
  const world = {
    isDesktop: false,
    isRunning: false,
    isGated: true,
    canCancel: true,
    canShow: true,
    ignoresRun: false,
    answer: (): "checked-again" | "play-anyway" | "cancel" => "play-anyway",
  };
  const checks: { launchId: string; answer(verdict: LaunchVerdict): Promise<void>; fail(): Promise<void> }[] =
    [];
  const waiting: Parameters<LaunchDialogs["showWaiting"]>[0][] = [];
  const asked: Conflict[] = [];
  let launches = 0;
  let lastAction = 0;
  let tellStart = (_: { actionId: number; appId: number; action: string }) => {};
  let tellEnd = (_: number) => {};

  const stop = startLaunchGate({
    clock,
    budgetMs: () => 3_000,
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
    findShortcut: (appId) => (appId === id ? shortcut(id, "Tobu", { kind: "synced" }) : null),
    isGated: () => world.isGated,
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
  return { clock, log, world, checks, waiting, asked, press, end, stop };
}

test("A press is cancelled before anything is awaited, checked, and run once Steam has wound down", async () => {
  const { press, end, checks, log } = setupGate();
  const action = press();
  expect(log).toEqual(["cancel 1", "check launch-1"]);
  await checks[0]?.answer(go);
  expect(log.at(-1)).toBe("told go");
  await end(action);
  expect(log).toEqual(["cancel 1", "check launch-1", "told go", "run game", "launched"]);
});

test("Steam's own launch after the check is not gated again, and only that one", async () => {
  const { press, end, checks, log } = setupGate();
  const action = press();
  await checks[0]?.answer(go);
  await end(action);
  expect(log.filter((line) => line.startsWith("cancel"))).toEqual(["cancel 1"]);
  press();
  expect(log.at(-2)).toBe("cancel 3");
});

test("A cancelled action whose end is never told holds the game back for one second at most", async () => {
  const { press, checks, log, clock } = setupGate();
  press();
  await checks[0]?.answer(go);
  await clock.advance(999);
  expect(log).not.toContain("run game");
  await clock.advance(1);
  expect(log).toContain("run game");
});

test("A pass that Steam did not use within ten seconds is worth nothing", async () => {
  const { press, end, checks, log, clock, world } = setupGate();
  world.ignoresRun = true;
  await end(press());
  await checks[0]?.answer(go);
  expect(log.at(-1)).toBe("run game");
  await clock.advance(10_001);
  press();
  expect(log.slice(-2)).toEqual(["cancel 2", "check launch-2"]);
});

test("A pass that Steam uses late, but within ten seconds, is good", async () => {
  const { press, end, checks, log, clock, world } = setupGate();
  world.ignoresRun = true;
  await end(press());
  await checks[0]?.answer(go);
  await clock.advance(10_000);
  press();
  expect(log.at(-1)).toBe("launched");
});

test.each([
  ["another app", (press: Press) => press(620), []],
  ["an action that is no launch", (press: Press) => press(id, "VerifyApp"), []],
])("%s is left alone", (_, start, expected) => {
  const { press, log } = setupGate();
  start(press);
  expect(log).toEqual(expected);
});

type Press = (appId?: number, action?: string) => number;

test.each(["isDesktop", "isRunning"] as const)(
  "With %s, a launch goes through at once and is only told on",
  (condition) => {
    const { press, log, world } = setupGate();
    world[condition] = true;
    press();
    expect(log).toEqual(["launched"]);
  },
);

test("Where nothing could be checked, or Steam cannot cancel, a launch goes through at once", () => {
  const { press, log, world } = setupGate();
  world.isGated = false;
  press();
  world.isGated = true;
  world.canCancel = false;
  press();
  expect(log).toEqual(["launched", "launched"]);
});

test("A broken check lets the game start", async () => {
  const { press, end, checks, log } = setupGate();
  const action = press();
  await end(action);
  await checks[0]?.fail();
  expect(log).toEqual(["cancel 1", "check launch-1", "told failed", "run game", "launched"]);
});

test("Without RomM the game starts, and the player is told why it was not checked", async () => {
  const { press, end, checks, log } = setupGate();
  await end(press());
  await checks[0]?.answer(offline);
  expect(log).toContain("told go-unchecked offline");
  expect(log).toContain("run game");
});

test("A check that takes long shows itself, and goes away with its answer", async () => {
  const { press, end, checks, log, clock } = setupGate();
  await end(press());
  await clock.advance(699);
  expect(log).not.toContain("waiting shown");
  await clock.advance(1);
  expect(log).toContain("waiting shown");
  await checks[0]?.answer(go);
  expect(log.slice(-4)).toEqual(["waiting closed", "told go", "run game", "launched"]);
});

test("A quick check shows nothing", async () => {
  const { press, end, checks, log, clock } = setupGate();
  await end(press());
  await checks[0]?.answer(go);
  await clock.advance(5_000);
  expect(log).not.toContain("waiting shown");
});

test("Play now ends the check of this very launch and starts the game, even if it just found a conflict", async () => {
  const { press, end, checks, waiting, asked, log, clock } = setupGate();
  await end(press());
  await clock.advance(700);
  waiting[0]?.onPlayNow();
  await checks[0]?.answer(ask);
  expect(log).toContain("let through launch-1");
  expect(log).toContain("run game");
  expect(asked).toEqual([]);
});

test("Play now is kept within two seconds even if the backend does not answer", async () => {
  const { press, end, waiting, log, clock } = setupGate();
  await end(press());
  await clock.advance(700);
  waiting[0]?.onPlayNow();
  await clock.advance(1_999);
  expect(log).not.toContain("run game");
  await clock.advance(1);
  await settle();
  expect(log.slice(-4)).toEqual(["waiting closed", "told go-unchecked let-through", "run game", "launched"]);
});

test("Going back from the waiting dialog ends the check and does not start the game", async () => {
  const { press, end, checks, waiting, log, clock } = setupGate();
  await end(press());
  await clock.advance(700);
  waiting[0]?.onCancel();
  await checks[0]?.answer({ kind: "go-unchecked", reason: "let-through", detail: null });
  expect(log).toContain("let through launch-1");
  expect(log).not.toContain("run game");
});

test("A conflict is put to the player; playing anyway starts the game", async () => {
  const { press, end, checks, asked, log } = setupGate();
  await end(press());
  await checks[0]?.answer(ask);
  expect(asked).toEqual([ask.conflict]);
  expect(log).toContain("run game");
});

test("Leaving the conflict's dialog does not start the game, and the next press asks again", async () => {
  const { press, end, checks, asked, log, world } = setupGate();
  world.answer = () => "cancel";
  await end(press());
  await checks[0]?.answer(ask);
  expect(log).not.toContain("run game");
  await end(press());
  await checks[1]?.answer(ask);
  expect(asked.length).toBe(2);
});

test("A choice leads to another check, since only a check protects the launch", async () => {
  const { press, end, checks, log, world } = setupGate();
  world.answer = () => "checked-again";
  await end(press());
  await checks[0]?.answer(ask);
  expect(log).not.toContain("run game");
  await checks[1]?.answer(go);
  expect(log.slice(-4)).toEqual(["check launch-2", "told go", "run game", "launched"]);
});

test("After three rounds of choices the game starts", async () => {
  const { press, end, checks, log, world } = setupGate();
  world.answer = () => "checked-again";
  await end(press());
  for (let round = 0; round < 3; round += 1) await checks[round]?.answer(ask);
  expect(checks.length).toBe(3);
  expect(log).toContain("run game");
});

test("When the dialog breaks, the game starts", async () => {
  const { press, end, checks, log, world } = setupGate();
  world.canShow = false;
  await end(press());
  await checks[0]?.answer(ask);
  expect(log).toContain("run game");
});

test("A second press during the check starts no second check, and the game runs once", async () => {
  const { press, end, checks, log } = setupGate();
  const first = press();
  press();
  expect(checks.length).toBe(1);
  await checks[0]?.answer(go);
  await end(first);
  expect(log.filter((line) => line === "run game").length).toBe(1);
});

test("A stopped gate has left Steam's listeners", () => {
  const { stop, log } = setupGate();
  stop();
  expect(log).toEqual(["no more starts", "no more ends"]);
});
