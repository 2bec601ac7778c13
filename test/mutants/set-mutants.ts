import type { Mutant } from "./mutant.ts";

const crash = (name: string) => ({ file: "test/sync/sets.crash.test.ts", name });
const sets = (name: string) => ({ file: "test/sync/sets.test.ts", name });

const swap = "backend/core/decide/swap.ts";
const unpack = "backend/files/zip/unpack-set.ts";

/** A save of several files, put in place, judged and unpacked wrongly. */
export const setMutants: Mutant[] = [
  {
    name: "no swap mark",
    file: "backend/sync/unit/pull/download.ts",
    text: "const intents = { incoming: mark, ...(isOneStep(swap) ? {} : { swap }) };",
    replacement: "const intents = { incoming: mark };",
    test: crash("a launch offline finds the old set or the new one"),
  },
  {
    name: "a blank file beside an aside is taken as the save",
    file: swap,
    text: "live !== null && !live.isBlank && live.sha256",
    replacement: "live !== null && live.sha256",
    test: crash("a blank file that a game made in the gap"),
  },
  {
    name: "a mix that was played on is rolled back",
    file: swap,
    text: 'return sights.some(isForeign) ? "played" : "roll-back";',
    replacement: 'return sights.some(isForeign) ? "roll-back" : "roll-back";',
    test: crash("a session on top of a mix opens a question"),
  },
  {
    name: "an exchange is undone under a running game",
    file: "backend/sync/unit/pull/swap.ts",
    text: "if (await deps.fence.isRunning(now.unit, now.account)) {",
    replacement: "if (swap.parts.length < 0) {",
    test: crash("while the game runs on the mix"),
  },
  {
    name: "a half refused exchange waits for the next look",
    file: "backend/sync/unit/pull/download.ts",
    text: "await settleSwap(work, createGate()).catch(",
    replacement: "await Promise.resolve().catch(",
    test: crash("an exchange that the disk refuses half-way"),
  },
  {
    name: "a set that lost a file goes up",
    file: "backend/core/decide/decide.ts",
    text: "local.isBlank || hasLostMember ||",
    replacement: "local.isBlank || (hasLostMember && local.isBlank) ||",
    test: sets("that lost a file is asked about"),
  },
  {
    name: "archives may leave their folder",
    file: unpack,
    text: "if (leaves) throw",
    replacement: "if (leaves && name === '') throw",
    test: sets("with a path out of the folder"),
  },
  {
    name: "archives may hold links",
    file: unpack,
    text: "if ((unixMode & typeBits) === linkMode) throw",
    replacement: "if ((unixMode & typeBits) === -1) throw",
    test: sets("with a link is a question"),
  },
];
