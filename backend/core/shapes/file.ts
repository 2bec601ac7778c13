import { extensionOf, nameOf, parentOf } from "../paths.ts";
import type { SaveLocation } from "../vocabulary.ts";
import type { Shape } from "./shape.ts";

/** One file, which travels as it is. */
export const file: Shape<Extract<SaveLocation, { kind: "file" }>> = {
  whyWrong: () => null,
  claims: ({ path }) => [{ path, is: "file" }],
  owns: () => true,
  name: ({ path }) => path,
  folder: ({ path }) => parentOf(path),
  at: (location, realPath) => ({ ...location, path: realPath }),
  pack: ({ path }) => ({
    isArchive: false,
    isTree: false,
    members: [{ key: "", path, name: nameOf(path) }],
  }),
  tops: ({ path }) => [{ path, isFolder: false }],
  lasting: (keys) => [...keys],
  stays: () => false,
  arrival: () => ({ kind: "member", key: "" }),
  keysIn: () => null,
  // A zip where the emulator keeps a raw file (or the reverse) was written by another kind of client.
  isForeign: ({ path }, came, here) => came.isZip !== (here ? here.isZip : extensionOf(path) === ".zip"),
  extension: ({ path }) => extensionOf(path),
  isEmpty: (members) => members.every(({ isBlank }) => isBlank),
};
