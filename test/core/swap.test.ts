import { expect, test } from "vitest";
import { judgeSwap, type ObservedPart } from "../../backend/core/marks/swap.ts";
import type { Sha256 } from "../../backend/core/vocabulary.ts";

const sha = (name: string) => name.padEnd(64, "0") as Sha256;

/** A file of a first exchange: nothing stood there before. */
function first(live: string | null, hasStaged: boolean): ObservedPart {
  const part = { path: "/a", aside: "/a.old", staged: "/a.new", before: null, after: sha("a1") };
  return {
    part,
    live: live === null ? null : { sha256: sha(live), isBlank: false },
    hasAside: false,
    hasStaged,
  };
}

/** A file that replaces an older one. */
function next(live: string | null, stands: { hasAside: boolean; hasStaged: boolean }): ObservedPart {
  const one = first(live, stands.hasStaged);
  return { ...one, part: { ...one.part, before: sha("a0") }, hasAside: stands.hasAside };
}

test("all new files in their places end the exchange, played on or not", () => {
  expect(judgeSwap([first("a1", false), first("b2", false)])).toBe("finished");
  expect(judgeSwap([next("b2", { hasAside: true, hasStaged: false })])).toBe("finished");
});

test("staged files that are gone prove nothing where no file tells of them: a card may have lost them", () => {
  expect(judgeSwap([first("b2", false), first("b2", false)])).toBe("played");
});

test("an old file that is neither here nor aside cannot be brought back: the player is asked", () => {
  expect(judgeSwap([next("a1", { hasAside: false, hasStaged: true })])).toBe("played");
});

test("a mix that nobody played on is undone, also over a blank file", () => {
  const half = next("a1", { hasAside: true, hasStaged: false });
  const waiting = next("a0", { hasAside: false, hasStaged: true });
  const blank = { ...waiting, live: { sha256: sha("ff"), isBlank: true }, hasAside: true };
  expect(judgeSwap([half, waiting])).toBe("roll-back");
  expect(judgeSwap([half, blank])).toBe("roll-back");
});
