import { extensionOf, joinPath, parentOf } from "./paths.ts";
import type { RomIdentity } from "./state.ts";
import type { SaveLocation } from "./vocabulary.ts";

/** Every path that the emulator may write for the unit; of a set, whether the member exists or not. */
export function pathsOf(location: SaveLocation): string[] {
  if (location.kind === "file") return [location.path];
  return location.extensions.map((extension) => memberPath(location, extension));
}

/** The place in words that tell it from every other: a path, or `/saves/Game{.rtc,.srm}`. */
export function nameOfPlace(location: SaveLocation): string {
  if (location.kind === "file") return location.path;
  return joinPath(location.folder, `${location.stem}{${location.extensions.toSorted().join(",")}}`);
}

/** The folder in which the unit's files stand. */
export function folderOfPlace(location: SaveLocation): string {
  return location.kind === "file" ? parentOf(location.path) : location.folder;
}

/** The same place with its links resolved, told by its resolved name. */
export function placeAt(location: SaveLocation, realPath: string): SaveLocation {
  return location.kind === "file"
    ? { ...location, path: realPath }
    : { ...location, folder: parentOf(realPath) };
}

/** Where a member of a set stands; members are told apart by their extensions. */
export function memberPath(location: SaveLocation & { kind: "files" }, extension: string): string {
  return joinPath(location.folder, `${location.stem}${extension}`);
}

/** RomM's name of the rom without its extension: what saves are called on the server, whatever they are called here. */
export function stemOfRom({ fsName }: RomIdentity): string {
  return fsName.slice(0, fsName.length - extensionOf(fsName).length);
}

/**
 * A set of which one file is there travels as that file; null: it travels as an archive. So does a file whose extension
 * has more than one dot, since RomM writes its tag before the last one.
 */
export function onlyFileOf(extensions: string[]): string | null {
  const [only, another] = extensions;
  return only !== undefined && another === undefined && only.lastIndexOf(".") === 0 ? only : null;
}
