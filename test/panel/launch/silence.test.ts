import { expect, test } from "vitest";
import { go, setupGate } from "./setup-gate.ts";

/* The backend ends knowing, and lets the game start where a save stops coming; this is for a backend that hangs. */

const isOver = (log: string[]) => log.includes("told failed");

test("A backend of which nothing is heard for two seconds beyond the budget lets the game start", async () => {
  const { press, end, log, clock } = setupGate();
  await end(press());
  await clock.advance(4_999);
  expect(isOver(log)).toBe(false);
  await clock.advance(1);
  expect(log).toContain("let through launch-1");
  expect(log.slice(-3)).toEqual(["told failed", "run game", "launched"]);
});

test("A save that comes is waited for as long as it moves, whatever the budget", async () => {
  const { press, end, progress, checks, log, clock } = setupGate();
  await end(press());
  for (let second = 0; second < 120; second += 1) {
    await clock.advance(1_000);
    progress("launch-1");
  }
  expect(isOver(log)).toBe(false);
  await checks[0]?.answer(go);
  expect(log).toContain("told go");
});

test("After five seconds without a word of it, the game starts", async () => {
  const { press, end, progress, log, clock } = setupGate();
  await end(press());
  await clock.advance(4_500);
  progress("launch-1");
  await clock.advance(4_999);
  expect(isOver(log)).toBe(false);
  await clock.advance(1);
  expect(isOver(log)).toBe(true);
});

test("What is heard early counts no less than the budget, and what is heard of another launch not at all", async () => {
  const { press, end, progress, log, clock } = setupGate();
  await end(press());
  progress("launch-1");
  await clock.advance(4_000);
  progress("launch-0");
  await clock.advance(999);
  expect(isOver(log)).toBe(false);
  await clock.advance(1);
  expect(isOver(log)).toBe(true);
});

test("A long budget is waited for, though a first word was heard long ago", async () => {
  const { press, end, progress, log, clock, world } = setupGate();
  world.budgetMs = 20_000;
  await end(press());
  progress("launch-1");
  await clock.advance(21_999);
  expect(isOver(log)).toBe(false);
  await clock.advance(1);
  expect(isOver(log)).toBe(true);
});

test("A check that has ended is not listened to any more", async () => {
  const { press, end, checks, hears } = setupGate();
  await end(press());
  expect(hears.size).toBe(1);
  await checks[0]?.answer(go);
  expect(hears.size).toBe(0);
});
