import { expect, test } from "vitest";
import { answersOf, countAnswers } from "../../../src/screens/needs-you/answers.ts";
import { conflict } from "../overviews.ts";

const both = { ...conflict("both", 1, "Both", 0), later: "local" as const };
const untold = { ...conflict("untold", 2, "Untold", 0), later: null };
const onlyRomM = { ...conflict("romm", 3, "Only RomM", 0), local: null, later: "remote" as const };
const onlyHere = { ...conflict("here", 4, "Only here", 0), remote: null, later: "remote" as const };
const all = [both, untold, onlyRomM, onlyHere];

test.each([
  ["later", { both: "keep-local", romm: "take-remote" }],
  ["local", { both: "keep-local", untold: "keep-local", here: "keep-local" }],
  ["remote", { both: "take-remote", untold: "take-remote", romm: "take-remote" }],
] as const)(
  "One way for many (%s) answers what it can tell, and never with a side that has no save",
  (way, expected) => {
    const answers = answersOf(all, way);
    expect(Object.fromEntries(answers.map(({ conflictId, choice }) => [conflictId, choice]))).toEqual(
      expected,
    );
  },
);

test("It is told how many go which way before the answer is given", () => {
  expect(countAnswers(answersOf(all, "later"))).toEqual({ here: 1, there: 1 });
});
