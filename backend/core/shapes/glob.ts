import { joinPath, nameOf, parentOf } from "../paths.ts";
import type { SaveLocation } from "../vocabulary.ts";
import { inKeyOrder } from "./folder.ts";
import { leavesOf } from "./folder-names.ts";
import { isMatch } from "./pattern.ts";
import type { Shape } from "./shape.ts";

type Files = Extract<SaveLocation, { kind: "files" }>;
export type GlobLocation = Files & { match: { glob: string; not?: string } };

/** Whatever files of one folder a pattern finds, such as a game's on a memory card that is a folder; as an archive. */
export const globFiles: Shape<GlobLocation> = {
  whyWrong: ({ match: { glob, not = "" } }) => whyNoGlob(glob, not),
  claims: ({ folder, match }) => [{ path: joinPath(folder, beginningOf(match.glob)), is: "prefix" }],
  owns: isMatched,
  name: ({ folder, match }) => joinPath(folder, match.glob),
  folder: ({ folder }) => folder,
  at: (location, realPath) => ({ ...location, folder: parentOf(realPath) }),
  pack: ({ folder }, keys) => ({
    isArchive: true,
    isTree: true,
    members: keys.map((key) => ({ key, path: joinPath(folder, key), name: key })),
  }),
  tops: ({ folder }, keys) => keys.map((key) => ({ path: joinPath(folder, key), isFolder: false })),
  // One that the player deletes in the game is deleted.
  lasting: () => [],
  stays: () => false,
  arrival: (_, { isZip }) => ({ kind: isZip ? "archive" : "foreign" }),
  keysIn(location, names) {
    const leaves = leavesOf(names);
    const isOfGame = leaves.every((name) => isMatched(location, nameOf(name)) && name.split("/").length <= 2);
    return isOfGame && leaves.length > 0 ? inKeyOrder(leaves.map((name) => [name, nameOf(name)])) : null;
  },
  isForeign: () => false, // Its unpacking has told.
  extension: () => ".zip",
  isEmpty: (members) => members.every(({ isBlank }) => isBlank),
};

/** Whether the emulator's file of this name is the game's. Upper and lower case count. */
export function isMatched({ match: { glob, not } }: GlobLocation, fileName: string): boolean {
  return isMatch(glob, fileName) && !(not !== undefined && isMatch(not, fileName));
}

/** What every name begins with that it finds. */
function beginningOf(glob: string): string {
  return /^[^*?]*/.exec(glob)?.[0] ?? "";
}

function whyNoGlob(glob: string, not: string): string | null {
  if (glob === "" || `${glob}${not}`.includes("/"))
    return "The pattern must be of file names, like 01-GALE-*.gci.";
  if (!/[*?]/.test(glob)) return "The pattern must have a star, like 01-GALE-*.gci.";
  if (beginningOf(glob).length < 2)
    return "The pattern must begin with an id of the game, like 01-GALE-*.gci.";
  return null;
}
