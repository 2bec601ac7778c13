import { joinPath, parentOf } from "../paths.ts";
import { isClockFile } from "../save-formats/clocks.ts";
import type { SaveLocation } from "../vocabulary.ts";
import { isFolderName } from "./folder-names.ts";
import type { Shape } from "./shape.ts";

type Files = Extract<SaveLocation, { kind: "files" }>;
export type SetLocation = Files & { match: StemMatch };

/** One stem with some extensions, such as a battery save and its clock: as one archive, or as the only file that is there. */
export const set: Shape<SetLocation> = {
  whyWrong: ({ match }) => whyNoSet(match),
  claims: (location) =>
    location.match.extensions.map((extension) => ({ path: memberPath(location, extension), is: "file" })),
  owns: () => true,
  name: ({ folder, match }) => joinPath(folder, nameOfSet(match)),
  folder: ({ folder }) => folder,
  at: (location, realPath) => ({ ...location, folder: parentOf(realPath) }),
  pack: (location, keys, top) => ({
    isArchive: onlyFileOf(keys) === null,
    isTree: false,
    members: keys.map((key) => ({ key, path: memberPath(location, key), name: `${top}${key}` })),
  }),
  tops: (location, keys) => keys.map((key) => ({ path: memberPath(location, key), isFolder: false })),
  lasting: (keys) => [...keys],
  stays: (_, path) => isClockFile(path),
  arrival(location, { fileName, isZip }) {
    // The name tells: a plain file may end in bytes that read as an archive.
    const key = extensionIn(location.match.extensions, fileName);
    if (key !== null) return { kind: "member", key };
    return isZip ? { kind: "archive" } : { kind: "foreign" };
  },
  keysIn: ({ match }, names) =>
    keysIn(
      match.extensions,
      names.filter((name) => !isFolderName(name)),
    ),
  isForeign: () => false, // Its unpacking has told.
  extension: (_, keys) => onlyFileOf(keys) ?? ".zip",
  isEmpty: isEmptySet,
};

/**
 * A set of which one file is there travels as that file; null: it travels as an archive. So does a file whose extension
 * has more than one dot, since RomM writes its tag before the last one.
 */
export function onlyFileOf(extensions: readonly string[]): string | null {
  const [only, another] = extensions;
  return only !== undefined && another === undefined && only.lastIndexOf(".") === 0 ? only : null;
}

/** The keys of all members that there can be. */
export function keysOf(location: SetLocation): string[] {
  return location.match.extensions.toSorted();
}

function memberPath({ folder, match }: SetLocation, extension: string): string {
  return joinPath(folder, `${match.stem}${extension}`);
}

interface StemMatch {
  stem: string;
  extensions: string[];
}

/** `Game{.rtc,.srm}` */
function nameOfSet({ stem, extensions }: StemMatch): string {
  return `${stem}{${extensions.toSorted().join(",")}}`;
}

function whyNoSet({ stem, extensions }: StemMatch): string | null {
  if (stem === "" || stem.includes("/")) return "The stem must be a file's name without its extension.";
  if (extensions.length === 0) return "A set of files needs at least one extension, like .srm.";
  if (extensions.some((extension) => !/^(\.[^./]+)+$/.test(extension)))
    return "Each extension must begin with a dot, like .srm.";
  if (extensions.some((extension) => extension.toLowerCase().endsWith(".zip")))
    return "A set travels as a .zip itself; it cannot have one among its files.";
  const folded = new Set(extensions.map((extension) => extension.toLowerCase()));
  return folded.size < extensions.length ? "Each extension may be named once only." : null;
}

/** Other clients name them by their own stem, and may put a folder on top. */
function keysIn(extensions: string[], names: readonly string[]): Map<string, string> | null {
  const keys = new Map<string, string>();
  for (const name of names) {
    const extension = extensionIn(extensions, name);
    if (extension === null || [...keys.values()].includes(extension)) return null;
    keys.set(name, extension);
  }
  const stems = new Set([...keys].map(([name, extension]) => name.slice(0, -extension.length)));
  return stems.size === 1 ? keys : null;
}

/** Emulators do not agree on upper and lower case. */
function extensionIn(extensions: string[], fileName: string): string | null {
  const fitting = extensions.filter((one) => fileName.toLowerCase().endsWith(one.toLowerCase()));
  return fitting.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

/** A core that finds no save writes a blank one beside a clock that runs. */
function isEmptySet(members: readonly { name: string; isBlank: boolean }[]): boolean {
  const saves = members.filter(({ name }) => !isClockFile(name));
  return (saves.length > 0 ? saves : members).every(({ isBlank }) => isBlank);
}
