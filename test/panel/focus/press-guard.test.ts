import fc from "fast-check";
import { expect, test } from "vitest";
import { createPressGuard, type PressGuard } from "../../../src/focus/press-guard.ts";

/** A press at `atMs` after the dialog opened, with the events that Steam makes of it. */
function press(guard: PressGuard, atMs: number, at: unknown = "a button"): boolean {
  live(guard, atMs);
  guard.note({ pressedAtMs: atMs, heardAtMs: atMs, at });
  guard.note({ pressedAtMs: atMs, heardAtMs: atMs + 1, at });
  return guard.allows(atMs + 2);
}

/** The page is alive until then. */
function live(guard: PressGuard, untilMs: number): void {
  const from = lived.get(guard) ?? 0;
  for (let atMs = from; atMs < untilMs; atMs += 100) guard.tick(atMs);
  lived.set(guard, untilMs);
}

const lived = new WeakMap<PressGuard, number>();

test("Nothing is taken before the dialog has stood for half a second", () => {
  expect([0, 100, 400, 499].map((atMs) => press(createPressGuard(0), atMs))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(press(createPressGuard(0), 500)).toBe(true);
});

test("Each press starts the quiet time anew, the refused ones too", () => {
  const guard = createPressGuard(0);
  expect([300, 699, 1_098, 1_497].map((atMs) => press(guard, atMs))).toEqual([false, false, false, false]);
  expect(press(guard, 1_897)).toBe(true);
});

test("Whoever presses faster than every 400 ms decides nothing, however long", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 399 }), { minLength: 10, maxLength: 200 }), (gaps) => {
      const guard = createPressGuard(0);
      let atMs = 0;
      return gaps.every((gap) => {
        atMs += gap;
        return !press(guard, atMs);
      });
    }),
  );
});

test("A press that waited for a busy page counts from when it was made", () => {
  const guard = createPressGuard(0);
  live(guard, 900);
  guard.note({ pressedAtMs: 300, heardAtMs: 900, at: "a button" });
  expect(guard.allows(901)).toBe(false);
});

test("What was pressed while the page stood still is refused, though its events bear a late time", () => {
  const guard = createPressGuard(0);
  guard.note({ pressedAtMs: 700, heardAtMs: 700, at: "a button" });
  expect(guard.allows(701)).toBe(false);
  expect(press(guard, 1_300)).toBe(true);
});

test("Two presses that a busy page hears of at once, on the text and on a button, are two", () => {
  const guard = createPressGuard(0);
  expect(press(guard, 1_000, "the text")).toBe(true);
  expect(press(guard, 1_001, "a button")).toBe(false);
});

test("A handler without any event of the gamepad is a press of its own", () => {
  const guard = createPressGuard(0);
  live(guard, 450);
  expect(guard.allows(450)).toBe(false);
  live(guard, 850);
  expect(guard.allows(850)).toBe(true);
});
