import type { Mutant } from "./mutant.ts";

const folders = (name: string) => ({ file: "test/sync/folders/folders.test.ts", name });
const crash = (name: string) => ({ file: "test/sync/folders/folders.crash.test.ts", name });

/** Saves that are folders, and places that move, taken wrongly. */
export const folderMutants: Mutant[] = [
  {
    name: "a folder takes another's place in one step",
    file: "backend/sync/move/exchange.ts",
    text: "return only.before === null || only.isFolder !== true;",
    replacement: "return true;",
    test: crash("a launch offline finds the old set or the new one"),
  },
  {
    name: "what came is removed where it stands, to make room for the old folder",
    file: "backend/sync/move/swap.ts",
    text: "if (staged !== null && (await disk.stat(staged)) === null) await disk.rename(path, staged);",
    replacement: "if (staged === path) await disk.rename(path, staged);",
    test: crash("killed once more at any step"),
  },
  {
    name: "a link inside a save is passed over",
    file: "backend/work/walk-folder.ts",
    text: "else found.trouble = whyNot[kind](joinPath(path, name));",
    replacement: "",
    test: folders("a link inside"),
  },
  {
    name: "empty folders do not travel",
    file: "backend/work/walk-folder.ts",
    text: "if (entries.length === 0) found.emptyFolders.push(below);",
    replacement: "",
    test: folders("an empty folder that comes or goes travels too"),
  },
  {
    name: "a card that is out is taken for its empty folder",
    file: "backend/locations/moved/cards.ts",
    text: "return isThere ? null :",
    replacement: "return isThere || list.length > 0 ? null :",
    test: { file: "test/locations/moved/cards.test.ts", name: "pauses its games" },
  },
  {
    name: "a save is fetched to a place that its settings have left",
    file: "backend/assembly/place-care.ts",
    text: "if (away !== null || !isAbsent || unit.baseline === null) return away;",
    replacement: "if (away !== null || isAbsent || unit.baseline === null) return away;",
    test: { file: "test/locations/moved/settings.test.ts", name: "A folder that was moved whole" },
  },
  {
    name: "a game that is left open is asked about",
    file: "backend/sync/unit/act.ts",
    text: 'if (p.purpose === "open" && verdict.decision !== "upload")',
    replacement: 'if (p.purpose === "open" && verdict.decision === "skip")',
    test: { file: "test/launch/open-games.test.ts", name: "Nothing is fetched under a game" },
  },
];
