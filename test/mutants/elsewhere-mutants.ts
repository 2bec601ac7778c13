import type { Mutant } from "./mutant.ts";

const elsewhere = (name: string) => ({ file: "test/sync/server/newer-elsewhere.test.ts", name });
const newer = "backend/core/elsewhere/newer-elsewhere.ts";
const memory = "backend/core/elsewhere/memory.ts";

/** Newer saves in other slots, not said, said falsely, or taken. */
export const elsewhereMutants: Mutant[] = [
  {
    name: "a newer save elsewhere is told at every look",
    file: newer,
    text: "  if (isNews) told.push(slotKey(newest.slot));\n",
    replacement: "",
    test: elsewhere("is said once, with its slot"),
  },
  {
    name: "what was told of a newer save is forgotten by a start",
    file: "backend/sync/unit/elsewhere.ts",
    text: "return memory === undefined ? unit : { ...unit, elsewhere: memory };",
    replacement: "return memory === undefined ? unit : { ...unit, elsewhere: { ...memory, told: [] } };",
    test: elsewhere("is said once, with its slot"),
  },
  {
    name: "a date alone makes a save elsewhere newer",
    file: memory,
    text: "return known && isSameContent(known, row) ? known.atMs : row.updatedAtMs;",
    replacement: "return known && row.id < 0 ? known.atMs : row.updatedAtMs;",
    test: elsewhere("an older one that is only dated anew is none"),
  },
  {
    name: "what this device made elsewhere is told to its own player",
    file: newer,
    text: "if (row.originDeviceId === facts.ownDeviceId && !wasWrittenOver(memory, row)) return false;",
    replacement: "if (row.isTwin && !wasWrittenOver(memory, row)) return false;",
    test: elsewhere("one of this device in a slot that it never left is none"),
  },
  {
    name: "the branch of a question is told as a newer save",
    file: newer,
    text: "  if (slot !== null && isBranchSlot(slot)) return false;\n",
    replacement: "  void isBranchSlot;\n",
    test: elsewhere("is none where this device made it, kept both, or left it"),
  },
  {
    name: "an upload makes an old save newer than what was played elsewhere",
    file: newer,
    text: "(isOwn(id) ? Math.min(atMs, local.modifiedAtMs) : atMs)",
    replacement: "(isOwn(id) ? Math.max(atMs, 0) : atMs)",
    test: elsewhere("is said where the save here is older, though it goes up later"),
  },
  {
    name: "a save that is being written over is adopted as it was listed",
    file: "backend/history/versions.ts",
    text: 'play(appId, { content: { kind: "row", saveId }, isAnew: true }),',
    replacement: 'play(appId, { content: { kind: "row", saveId } }),',
    test: elsewhere("one that is written over between the look and the word is adopted as it is now"),
  },
];
