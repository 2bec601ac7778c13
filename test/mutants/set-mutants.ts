import type { Mutant } from "./mutant.ts";

const crash = (name: string) => ({ file: "test/sync/sets/sets.crash.test.ts", name });
const sets = (name: string) => ({ file: "test/sync/sets/sets.test.ts", name });

const shapes = (name: string) => ({ file: "test/core/shapes.test.ts", name });

const swap = "backend/core/marks/swap.ts";
const unpack = "backend/files/zip/unpack-set.ts";

/** A save of several files, put in place, judged and unpacked wrongly. */
export const setMutants: Mutant[] = [
  {
    name: "no swap mark",
    file: "backend/sync/move/replace.ts",
    text: "const whole = { ...intent, ...(isOneStep(swap) ? {} : { swap }) };",
    replacement: "const whole = intent;",
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
    text: 'isForeign(one) || isOldLost(one)) ? "played" : "roll-back"',
    replacement: 'isForeign(one) || isOldLost(one)) ? "roll-back" : "roll-back"',
    test: crash("a session on top of a mix opens a question"),
  },
  {
    name: "an exchange is undone under a running game",
    file: "backend/sync/move/swap.ts",
    text: "if (now && (await deps.fence.isRunning(now.unit, now.account))) throw",
    replacement: "if (now === null) throw",
    test: crash("while the game runs on the mix"),
  },
  {
    name: "a half refused exchange waits for the next look",
    file: "backend/sync/move/exchange.ts",
    text: "await settleSwap(ownerOf(work), createGate()).catch(",
    replacement: "await Promise.resolve().catch(",
    test: crash("an exchange that the disk refuses half-way"),
  },
  {
    name: "a set that lost a file goes up",
    file: "backend/core/decide/loss.ts",
    text: "if (before.members?.some(isGone)) return true;",
    replacement: "if (before.members?.some(isGone)) return content.isBlank;",
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
  {
    name: "what was undone is later taken for arrived",
    file: "backend/sync/move/swap.ts",
    text: 'if (verdict === "roll-back" || intent.source.kind === "forgotten")',
    replacement: 'if (intent.source.kind === "forgotten")',
    test: crash("played after an exchange that was undone"),
  },
  {
    name: "a start leaves a half replaced set",
    file: "backend/assembly/assemble.ts",
    text: "Promise.all([engine.settle(), ",
    replacement: "Promise.all([engine.cancel(), ",
    test: crash("makes the set whole by itself at its start"),
  },
  {
    name: "a new binding leaves a half replaced set",
    file: "backend/sync/engine.ts",
    text: "      await settleAllSwaps(deps);\n      return await task();",
    replacement: "      return await task();",
    test: crash("makes the set whole before its shortcut is bound anew"),
  },
  {
    name: "a lost answer forgets the files of the set",
    file: "backend/core/marks/push.ts",
    text: "...(sent.members && { members: sent.members }),",
    replacement: "",
    test: crash("killed around an upload, a set still knows its files"),
  },
  {
    name: "a name that only a listing shows is all there is",
    file: "backend/sync/look/observe-set.ts",
    text: "if (isListed || (await disk.stat(member.path)) !== null) present.push(member);",
    replacement: "if (isListed) present.push(member);",
    test: sets("in another spelling than the one looked for"),
  },
  {
    name: "the first extension that fits names the file",
    file: "backend/core/shapes/set.ts",
    text: "(a, b) => b.length - a.length",
    replacement: "(a, b) => a.length - b.length",
    test: sets("of which one ends like another"),
  },
  {
    name: "temporary names grow with the save's",
    file: "backend/core/staged-name.ts",
    text: "length <= longestNameBytes;",
    replacement: "length <= 100_000;",
    test: sets("as long as a file system takes them"),
  },
  {
    name: "a clock that runs makes a blank save a save",
    file: "backend/core/shapes/set.ts",
    text: "(saves.length > 0 ? saves : members)",
    replacement: "members",
    test: shapes("a blank file beside a clock that runs"),
  },
  {
    name: "an archive of another game is a set",
    file: "backend/core/shapes/set.ts",
    text: "return stems.size === 1 ? keys : null;",
    replacement: "return keys;",
    test: shapes("a set of two games is not this save"),
  },
  {
    name: "folders of another game are a save's",
    file: "backend/core/shapes/folders.ts",
    text: "leaves.every((name) => isOwn(name, prefix)",
    replacement: "leaves.some((name) => isOwn(name, prefix)",
    test: shapes("folders of another game is not this save"),
  },
  {
    name: "a folder takes in what lies beside it",
    file: "backend/core/shapes/folder.ts",
    text: "if (!top || another !== undefined) return null;",
    replacement: "if (!top) return null;",
    test: shapes("a folder beside another is not this save"),
  },
  {
    name: "an older label's set has no owner",
    file: "backend/history/label-location.ts",
    text: "  olderSet,\n",
    replacement: "",
    test: {
      file: "test/history/labels.test.ts",
      name: "the first labels of sets",
    },
  },
];
