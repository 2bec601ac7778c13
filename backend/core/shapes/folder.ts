import { joinPath, parentOf } from "../paths.ts";
import type { SaveLocation } from "../vocabulary.ts";
import type { Shape } from "./shape.ts";

/** All that stands below one folder, by relative paths; it travels as an archive with one folder on top. */
export const folder: Shape<Extract<SaveLocation, { kind: "folder" }>> = {
  whyWrong: () => notYet,
  paths: ({ path, beside }) => [path, ...(beside === undefined ? [] : [joinPath(parentOf(path), beside)])],
  name: ({ path }) => path,
  folder: ({ path }) => parentOf(path),
  at: (location, realPath) => ({ ...location, path: realPath }),
  pack: ({ path }, keys, top) => ({
    isArchive: true,
    members: keys.map((key) => ({ key, path: joinPath(path, key), name: `${top}/${key}` })),
  }),
  arrival: (_, { isZip }) => ({ kind: isZip ? "archive" : "foreign" }),
  keysIn: (_, names) => keysBelow(names),
  isForeign: () => false, // Its unpacking has told.
  extension: () => ".zip",
  isEmpty: (members) => members.length === 0,
};

/** Several folders whose names begin alike, such as one per slot of a game; they travel side by side. */
export const folders: Shape<Extract<SaveLocation, { kind: "folders" }>> = {
  whyWrong: () => notYet,
  paths: ({ parent }) => [parent],
  name: ({ parent, prefix }) => joinPath(parent, `${prefix}*`),
  folder: ({ parent }) => parent,
  at: (location, realPath) => ({ ...location, parent: parentOf(realPath) }),
  pack: ({ parent }, keys) => ({
    isArchive: true,
    members: keys.map((key) => ({ key, path: joinPath(parent, key), name: key })),
  }),
  arrival: (_, { isZip }) => ({ kind: isZip ? "archive" : "foreign" }),
  keysIn: ({ prefix }, names) =>
    names.every((name) => name.startsWith(prefix)) ? new Map(names.map((name) => [name, name])) : null,
  isForeign: () => false, // Its unpacking has told.
  extension: () => ".zip",
  isEmpty: (members) => members.length === 0,
};

const notYet = "Saves that are folders are not synced yet.";

/** By their paths below the one folder on top, whatever it is called elsewhere; null: there is another beside it. */
function keysBelow(names: readonly string[]): Map<string, string> | null {
  const [top, another] = new Set(names.map((name) => name.slice(0, name.indexOf("/") + 1)));
  if (!top || another !== undefined) return null;
  return new Map(names.map((name) => [name, name.slice(top.length)]));
}
