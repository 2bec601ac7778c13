import { joinPath, parentOf } from "../paths.ts";
import type { SaveLocation } from "../vocabulary.ts";
import { withDeviceParts, withoutDeviceParts } from "./device-parts.ts";
import { inOrder, isFolderName, leavesOf } from "./folder-names.ts";
import type { Member, Shape } from "./shape.ts";

type FolderLocation = Extract<SaveLocation, { kind: "folder" }>;

/**
 * All that stands below one folder, by relative paths; it travels as an archive with one folder on top. A file beside
 * the folder that belongs to it has the key `/<its name>`, and lies beside the folder in the archive too.
 */
export const folder: Shape<FolderLocation> = {
  whyWrong: ({ beside }) =>
    beside?.includes("/") ? "The file beside the folder must be a name, not a path." : null,
  claims: ({ path, beside }) => [
    { path, is: "folder" },
    ...(beside === undefined ? [] : [{ path: pathBeside({ path, beside }), is: "file" as const }]),
  ],
  owns: () => true,
  name: ({ path }) => path,
  folder: ({ path }) => parentOf(path),
  at: (location, realPath) => ({ ...location, path: realPath }),
  pack: (location, keys, top) => ({
    isArchive: true,
    isTree: true,
    members: keys.map((key) => toMember(location, key, top)),
  }),
  tops(location, keys) {
    const isBelow = keys.some((key) => key === rootKey || !key.startsWith("/"));
    const beside = keys.filter(isBeside).map((key) => joinPath(parentOf(location.path), key.slice(1)));
    return [
      ...(isBelow ? [{ path: location.path, isFolder: true }] : []),
      ...beside.map((path) => ({ path, isFolder: false })),
    ];
  },
  // A game does away with a file of its save whenever it likes.
  lasting: () => [],
  // Other clients send the folder alone; without its file beside it, an emulator takes it for no save.
  stays: ({ path, beside }, one) => beside !== undefined && one === pathBeside({ path, beside }),
  arrival: (_, { isZip }) => ({ kind: isZip ? "archive" : "foreign" }),
  keysIn,
  isForeign: () => false, // Its unpacking has told.
  extension: () => ".zip",
  isEmpty: (members) => members.every(({ name }) => isFolderName(name) || !name.includes("/")),
};

/** Of a folder with nothing in it. */
export const rootKey = "/";

export function keyBeside(name: string): string {
  return `/${name}`;
}

function isBeside(key: string): boolean {
  return key !== rootKey && key.startsWith("/");
}

function pathBeside({ path, beside }: { path: string; beside: string }): string {
  return joinPath(parentOf(path), beside);
}

function toMember({ path, deviceParts }: FolderLocation, key: string, top: string): Member {
  if (key === rootKey) return { key, path, name: `${top}/` };
  if (isBeside(key)) return { key, path: joinPath(parentOf(path), key.slice(1)), name: key.slice(1) };
  return { key, path: joinPath(path, withDeviceParts(key, deviceParts)), name: `${top}/${key}` };
}

/** By their paths below the one folder on top, whatever it is called elsewhere; null: there is another beside it. */
function keysIn(
  { beside, deviceParts }: FolderLocation,
  names: readonly string[],
): Map<string, string> | null {
  // A name that is empty would read as beside the folder, or as the folder itself.
  if (names.some((name) => name.includes("//"))) return null;
  const above = names.filter((name) => !name.includes("/"));
  const below = names.filter((name) => name.includes("/"));
  if (above.some((name) => name !== beside)) return null;
  const [top, another] = new Set(below.map((name) => name.slice(0, name.indexOf("/") + 1)));
  if (!top || another !== undefined) return null;
  const keys = leavesOf(below).map((name) => {
    const key = withoutDeviceParts(name.slice(top.length), deviceParts);
    return [name, key === "" ? rootKey : key] as const;
  });
  return inKeyOrder([...keys, ...above.map((name) => [name, keyBeside(name)] as const)]);
}

/** Null: two names have one key. */
export function inKeyOrder(
  pairs: readonly (readonly [name: string, key: string])[],
): Map<string, string> | null {
  const byKey = new Map(pairs.map(([name, key]) => [key, name]));
  if (byKey.size < pairs.length) return null;
  return new Map(inOrder([...byKey.keys()]).map((key) => [byKey.get(key) ?? "", key]));
}
