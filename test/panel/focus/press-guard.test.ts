import fc from "fast-check";
import { expect, test } from "vitest";
import { createPressGuard } from "../../../src/focus/press-guard.ts";

/** A press at `atMs` after the dialog opened, with the events that Steam makes of it. */
function press(guard: ReturnType<typeof createPressGuard>, atMs: number): boolean {
  guard.note(atMs, atMs);
  guard.note(atMs, atMs + 1);
  return guard.allows(atMs + 2);
}

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
      guard.note(0, 0);
      return gaps.every((gap) => {
        atMs += gap;
        return !press(guard, atMs);
      });
    }),
  );
});

test("A press that waited for a busy page counts from when it was made", () => {
  const guard = createPressGuard(0);
  guard.note(300, 900);
  expect(guard.allows(901)).toBe(false);
});

test("A handler without any event of the gamepad is a press of its own", () => {
  const guard = createPressGuard(0);
  expect(guard.allows(450)).toBe(false);
  expect(guard.allows(850)).toBe(true);
});
