import type { Mutant } from "./mutant.ts";

const rebuild = (name: string) => ({ file: "test/shortcuts/rebuild.test.ts", name });
const restore = (name: string) => ({ file: "test/shortcuts/restore-snapshot.test.ts", name });
const steam = (name: string) => ({ file: "test/shortcuts/steam-shortcuts.test.ts", name });

/** The registry brought back wrongly, or under running work. */
export const rebuildMutants: Mutant[] = [
  {
    name: "a damaged list of shortcuts is taken for an empty one",
    file: "backend/files/steam-shortcuts.ts",
    text: "unreadable.push({ path, detail: error.message });",
    replacement: "",
    test: steam(
      "a damaged file of one user, and a folder in its place, are told and hide no other user's shortcuts",
    ),
  },
  {
    name: "Steam's ids are taken as signed",
    file: "backend/files/steam-shortcuts.ts",
    text: "(id >>> 0)",
    replacement: "(id)",
    test: steam("a shortcut comes with its unsigned id, its name and its launch command"),
  },
  {
    name: "one of several roms is guessed",
    file: "backend/shortcuts/scan/propose.ts",
    text: 'const certain = certainty === "certain" ? candidates : [];',
    replacement: "const certain = candidates;",
    test: rebuild(
      "a shortcut that may start one of two roms gets the save of neither, though the first has one",
    ),
  },
  {
    name: "a snapshot is restored under a running game",
    file: "backend/assembly/snapshot-calls.ts",
    text: "if (played !== null)",
    replacement: 'if (played?.name === "")',
    test: restore("a snapshot is not restored while one of the games runs or is being started"),
  },
  {
    name: "a snapshot is restored while a save is worked on",
    file: "backend/work/stop.ts",
    text: ".then(() => Promise.all(underWay))",
    replacement: "",
    test: restore(
      "a restore waits for the work on a save to end, and work that comes meanwhile waits for the restore",
    ),
  },
  {
    name: "old questions outlive a restore",
    file: "backend/assembly/snapshot-calls.ts",
    text: "    resume();\n",
    replacement: "",
    test: restore("what was known about the saves before a restore is forgotten, questions included"),
  },
];
