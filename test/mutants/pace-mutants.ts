import type { Mutant } from "./mutant.ts";

const written = (name: string) => ({ file: "test/sync/sets/written-meanwhile.test.ts", name });
const neverWaits = (name: string) => ({ file: "test/launch/play-never-waits.test.ts", name });
const progress = (name: string) => ({ file: "test/launch/check-progress.test.ts", name });
const quiet = (name: string) => ({ file: "test/launch/quiet.test.ts", name });
const running = (name: string) => ({ file: "test/launch/running.test.ts", name });
const byListing = (name: string) => ({ file: "test/sync/sent-by-listing.test.ts", name });
const knownListing = (name: string) => ({ file: "test/sync/known-listing.test.ts", name });

/** Where something is asked once instead of twice, or waited for no longer. */
export const paceMutants: Mutant[] = [
  {
    name: "what was seen of a set is not looked at again before the exchange",
    file: "backend/sync/move/replace.ts",
    text: "  await refuseIfChanged(work, p, signal);\n",
    replacement: "",
    test: written("A set that changes after it was kept, when only the exchange is left"),
  },
  {
    name: "a game that came since the last look is not seen before the rename",
    file: "backend/sync/look/fence.ts",
    text: "const busy = await whyBusy(work, observed);",
    replacement: "const busy = await whyWasBusy(work, observed);",
    test: running("A game that came after the look of a run's begin keeps its save"),
  },
  {
    name: "a look of long ago tells that no game runs",
    file: "backend/launch/running.ts",
    text: "deps.clock.monotonic() - last.atMs < sharedForMs",
    replacement: "deps.clock.monotonic() - last.atMs < Number.POSITIVE_INFINITY",
    test: running("A work's begin believes what was seen within the last second"),
  },
  {
    name: "a save that stops coming is waited for",
    file: "backend/launch/check-progress.ts",
    text: "return Math.max(movedAtMs + stallMs, bytes.doneBytes === 0 ? budgetEndsAtMs : 0);",
    replacement: "return Number.MAX_SAFE_INTEGER;",
    test: progress("One that stops coming lets the game start"),
  },
  {
    name: "a save that comes is given up with the budget",
    file: "backend/launch/check-progress.ts",
    text: 'if (phase !== "fetching") return budgetEndsAtMs;',
    replacement: "if (phase !== null) return budgetEndsAtMs;",
    test: progress("A save that comes is waited for as long as it moves"),
  },
  {
    name: "a save that was put in place is told as thrown away",
    file: "backend/launch/before-launch.ts",
    text: "    return isPlacing;",
    replacement: "    return isPlacing && gate.isInside();",
    test: neverWaits("let through while it is put in place"),
  },
  {
    name: "a download that broke off is not tried again",
    file: "backend/sync/move/stage.ts",
    text: "if (!hasBegun || !isBrokenOff(error)",
    replacement: "if (hasBegun || !isBrokenOff(error)",
    test: neverWaits("once is made anew at once"),
  },
  {
    name: "nobody looks again after an exit that did not wait",
    file: "backend/launch/exits.ts",
    text: "for (const ms of quiet.hasWaited ? [] : [quietMs, secondLookMs]) {",
    replacement: "for (const ms of quiet.hasWaited ? [quietMs] : []) {",
    test: quiet("whoever writes within the second is found"),
  },
  {
    name: "a new change time under an old date counts as old",
    file: "backend/launch/quiet.ts",
    text: "return [modifiedAtMs, changedAtMs].every(",
    replacement: "return [modifiedAtMs].every(",
    test: quiet("got an old date within the last second"),
  },
  {
    name: "FAT's two seconds count as old",
    file: "backend/launch/quiet.ts",
    text: "const isCoarse = modifiedAtMs % coarseGrainMs === 0;",
    replacement: "const isCoarse = modifiedAtMs < 0;",
    test: quiet("may be two seconds younger, on FAT"),
  },
  {
    name: "a listing is sent by after a sleep",
    file: "backend/sync/runs/library.ts",
    text: " && !sleep.hasSlept();",
    replacement: " && sleep !== null;",
    test: byListing("A listing is sent by for a minute, and not after a sleep"),
  },
  {
    name: "a listing is sent by for ever",
    file: "backend/sync/runs/library.ts",
    text: "return () => clock.monotonic() - sinceMs < freshMs &&",
    replacement: "return () => clock.monotonic() - sinceMs < 1e9 &&",
    test: byListing("a minute later each save is asked about by itself again"),
  },
  {
    name: "an id that went is no change",
    file: "backend/sync/runs/known-library.ts",
    text: "return told.length === ids.size && told.every(",
    replacement: "return told.length <= ids.size && told.every(",
    test: knownListing("An id that went is told"),
  },
  {
    name: "what ids cannot tell is never looked at",
    file: "backend/sync/runs/known-library.ts",
    text: "return ageMs < trustedForMs ? known.listing : null;",
    replacement: "return ageMs < 1e12 ? known.listing : null;",
    test: knownListing("is seen by a run within an hour"),
  },
  {
    name: "another user's listing is taken for ours",
    file: "backend/sync/runs/known-library.ts",
    text: "if (known === null || known.accountId !== accountId) return null;",
    replacement: "if (known === null) return null;",
    test: knownListing("Another user's listing is none of ours"),
  },
];
