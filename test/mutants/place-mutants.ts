import type { Mutant } from "./mutant.ts";

const accounts = (name: string) => ({ file: "test/scenarios/accounts.test.ts", name });
const change = (name: string) => ({ file: "test/launch/emulator-change.test.ts", name });

/** Places, cards and other emulators' saves, taken wrongly. */
export const placeMutants: Mutant[] = [
  {
    name: "a launch owns its own unit alone, and not the file",
    file: "backend/launch/leased-places.ts",
    text: "if (place === null) return false;",
    replacement: "if (place !== undefined) return false;",
    test: accounts("nothing of the other's is put under it"),
  },
  {
    name: "a launch owns its file by one spelling alone",
    file: "backend/launch/leased-places.ts",
    text: "({ path: await toReal(path), is })",
    replacement: "({ path, is })",
    test: accounts("also where the other's way to the file leads through a link"),
  },
  {
    name: "another emulator's save is fetched without a word",
    file: "backend/sync/unit/act.ts",
    text: "  warnOfEmulator(parts, work, seen, head);\n",
    replacement: "  void warnOfEmulator;\n",
    test: change("is told at the launch before it replaces anything"),
  },
  {
    name: "another emulator's save is told again and again",
    file: "backend/sync/unit/knowledge.ts",
    text: "if (warned.get(unitId) === saveId) return false;",
    replacement: "",
    test: change("is told anew of the next one, also where the last did not come"),
  },
  {
    name: "another game of a whole card's emulator is no danger to it",
    file: "backend/launch/match-process.ts",
    text: "(marks.isWholeCard || !provesAnotherRom(argv, marks))",
    replacement: "!provesAnotherRom(argv, marks)",
    test: { file: "test/sync/whole-card.test.ts", name: "is left alone while another game" },
  },
  {
    name: "a shared card travels without the player's choice",
    file: "backend/core/decide/standstill.ts",
    text: "if (location.isWholeCard) return null;",
    replacement: "if (location.kind) return null;",
    test: { file: "test/sync/standstill.test.ts", name: "a memory card that games share never travels" },
  },
  {
    name: "a folder in another case is gone",
    file: "backend/core/shapes/folders.ts",
    text: "return foldCase(name).startsWith(foldCase(prefix));",
    replacement: "return name.startsWith(prefix);",
    test: {
      file: "test/sync/folders/cards-and-shares.test.ts",
      name: "in another case is no folder that is gone",
    },
  },
  {
    name: "what an archive unpacks to is not looked for",
    file: "backend/files/zip/unpack-set.ts",
    text: "if (needed <= free) return;",
    replacement: "if (needed <= free || needed > 0) return;",
    test: { file: "test/sync/folders/folders.test.ts", name: "that would not fit once it is unpacked" },
  },
  {
    name: "another game's save is offered as what changed",
    file: "backend/locations/changed.ts",
    text: "...candidates.map((one) => one.location), ...taken]",
    replacement: "...candidates.map((one) => one.location), ...taken.slice(0, 0)]",
    test: {
      file: "test/locations/changed.test.ts",
      name: "settings, pictures, states, roms and other games'",
    },
  },
];
