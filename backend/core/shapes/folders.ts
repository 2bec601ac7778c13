import { foldCase, joinPath, parentOf } from "../paths.ts";
import type { SaveLocation } from "../vocabulary.ts";
import { withDeviceParts, withoutDeviceParts } from "./device-parts.ts";
import { inKeyOrder } from "./folder.ts";
import { leavesOf, topOfPath } from "./folder-names.ts";
import type { Shape } from "./shape.ts";

/** Several folders whose names begin alike, such as one per slot of a game; they travel side by side. */
export const folders: Shape<Extract<SaveLocation, { kind: "folders" }>> = {
  whyWrong: ({ prefix }) =>
    prefix === "" || prefix.includes("/") || /^\.+$/.test(prefix)
      ? "The folders' names must begin with an id of the game, like ULUS10041."
      : null,
  claims: ({ parent, prefix }) => [{ path: joinPath(parent, prefix), is: "prefix" }],
  owns: ({ prefix }, name) => isOwn(name, prefix),
  name: ({ parent, prefix }) => joinPath(parent, `${prefix}*`),
  folder: ({ parent }) => parent,
  at: (location, realPath) => ({ ...location, parent: parentOf(realPath) }),
  pack: ({ parent, deviceParts }, keys) => ({
    isArchive: true,
    isTree: true,
    members: keys.map((key) => ({
      key,
      path: joinPath(parent, withDeviceParts(key, deviceParts)),
      name: key,
    })),
  }),
  tops: ({ parent }, keys) =>
    [...new Set(keys.map(topOfPath))].map((name) => ({ path: joinPath(parent, name), isFolder: true })),
  // A slot that the player deletes in the game is deleted.
  lasting: () => [],
  stays: () => false,
  arrival: (_, { isZip }) => ({ kind: isZip ? "archive" : "foreign" }),
  keysIn({ prefix, deviceParts }, names) {
    const leaves = leavesOf(names);
    const isOfGame = leaves.every((name) => isOwn(name, prefix) && name.includes("/"));
    return isOfGame && leaves.length > 0
      ? inKeyOrder(leaves.map((name) => [name, withoutDeviceParts(name, deviceParts)]))
      : null;
  },
  isForeign: () => false, // Its unpacking has told.
  extension: () => ".zip",
  isEmpty: (members) => members.every(({ name }) => name.endsWith("/")),
};

/** A card may give a name back in another case than it was made in; no console tells two ids apart by that. */
function isOwn(name: string, prefix: string): boolean {
  return foldCase(name).startsWith(foldCase(prefix));
}
