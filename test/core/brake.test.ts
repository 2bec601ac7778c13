import { describe, expect, test } from "vitest";
import { isBraking } from "../../backend/core/decide/brake.ts";

describe("the brake", () => {
  test.each([
    // alarming, looked, brakes
    [0, 0, false],
    [0, 40, false],
    [1, 1, false],
    [2, 2, false],
    [2, 3, false],
    [3, 3, true],
    [3, 5, true],
    [3, 6, false],
    [4, 7, true],
    [12, 20, true],
    [10, 20, false],
    [20, 40, false],
    [21, 40, true],
  ])("%i of %i that look lost: held is %s", (alarming, looked, brakes) => {
    expect(isBraking({ alarming, looked })).toBe(brakes);
  });
});
