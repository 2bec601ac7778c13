import { expect, test } from "vitest";
import type { LaunchVerdict } from "../../../backend/contract/saves/launch.ts";
import { go, id, setupGate } from "./setup-gate.ts";

const offline: LaunchVerdict = { kind: "go-unchecked", reason: "offline", detail: null };

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
  world.canCheck = false;
  press();
  world.canCheck = true;
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
