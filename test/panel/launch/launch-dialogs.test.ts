import { expect, test } from "vitest";
import type { LaunchVerdict } from "../../../backend/contract/saves/launch.ts";
import { settle } from "../fake-clock.ts";
import { conflict } from "../overviews.ts";
import { go, id, setupGate } from "./setup-gate.ts";

const ask: LaunchVerdict = { kind: "ask", conflict: conflict("c1", id, "Tobu", 0) };

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
