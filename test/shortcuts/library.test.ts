import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectationOf, type LibraryCase, readCases } from "./library-cases.ts";

const path = process.env.LIBRARY ?? new URL("../data/library.json", import.meta.url).pathname;
const cases = readCases(JSON.parse(readFileSync(path, "utf8")));
const outcomes = cases.map((one) => ({ one, got: expectationOf(one) }));
const isRight = ({ one, got }: (typeof outcomes)[number]) => got.romId === one.expect.romId;

test("no rom is certain that is not the right one", () => {
  expect(outcomes.filter((o) => o.got.certainty === "certain" && !isRight(o)).map(told)).toEqual([]);
});

test("what starts no game is never proposed", () => {
  expect(outcomes.filter(({ one, got }) => one.kind === "nogame" && got.romId !== null).map(told)).toEqual(
    [],
  );
});

test("the first proposal is right in at least 98 of 100, or there rightly is none", () => {
  const wrong = outcomes.filter((outcome) => !isRight(outcome));
  console.log(`${path}: ${outcomes.length - wrong.length} of ${outcomes.length} right.`, ...wrong.map(told));
  expect(wrong.length / outcomes.length).toBeLessThanOrEqual(0.02);
});

test("at least four of five shortcuts are certain, so that they need no look", () => {
  const certain = outcomes.filter(({ got }) => got.certainty === "certain").length;
  const expected = outcomes.filter(({ one }) => one.expect.certainty === "certain").length;
  console.log(`${path}: ${certain} certain, ${expected} expected.`);
  expect(certain / Math.min(expected, outcomes.length * 0.8)).toBeGreaterThanOrEqual(1);
});

test.runIf(process.env.LIBRARY === undefined)("of our own cases each comes out as it was written", () => {
  const off = outcomes.filter((o) => !isRight(o) || o.got.certainty !== o.one.expect.certainty);
  expect(off.map(told)).toEqual([]);
});

function told({ one, got }: { one: LibraryCase; got: ReturnType<typeof expectationOf> }): string {
  const { exe, options } = one.launch;
  return `\n${one.kind}: ${exe} ${options}\n  expected ${JSON.stringify(one.expect)}, got ${JSON.stringify(got)}`;
}
