import { expect, test } from "vitest";
import { drawnMax, firstDrawn, nextLetter } from "../../../src/ui/drawn-rows.ts";

test.each([5, 40, 41, 60, 500])(
  "Of %i rows the one with the focus is drawn, with ten more on each side where there are any",
  (count) => {
    for (let focused = 0; focused < count; focused += 1) {
      const first = firstDrawn(focused, count);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThanOrEqual(Math.max(0, focused - 10));
      expect(first + drawnMax).toBeGreaterThan(Math.min(focused + 10, count - 1));
    }
  },
);

test("The drawn part changes once in ten rows, not with each press", () => {
  const firsts = new Set(Array.from({ length: 500 }, (_, focused) => firstDrawn(focused, 500)));
  expect(firsts.size).toBeLessThanOrEqual(50);
});

test("L1 and R1 go to the first of the next letter, and stay where there is none", () => {
  const letters = [null, "A", "A", "B", null, "C", "C"];
  expect(nextLetter(letters, 0, 1)).toBe(1);
  expect(nextLetter(letters, 1, 1)).toBe(3);
  expect(nextLetter(letters, 3, 1)).toBe(5);
  expect(nextLetter(letters, 6, 1)).toBe(6);
  expect(nextLetter(letters, 6, -1)).toBe(5);
  expect(nextLetter(letters, 5, -1)).toBe(3);
  expect(nextLetter(letters, 2, -1)).toBe(1);
  expect(nextLetter(letters, 1, -1)).toBe(1);
});
