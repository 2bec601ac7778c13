import { extensionOf } from "../paths.ts";
import type { RomIdentity } from "../state.ts";
import type { SaveLocation } from "../vocabulary.ts";
import { file } from "./file.ts";
import { folder, folders } from "./folder.ts";
import { set } from "./set.ts";
import type { Packed, Shape } from "./shape.ts";

type Kind = SaveLocation["kind"];
type Of<K extends Kind> = Extract<SaveLocation, { kind: K }>;

/** Total: a kind of location without its shape does not compile, and nothing else asks for the kind. */
const shapes: { [K in Kind]: Shape<Of<K>> } = { file, files: set, folder, folders };

export function shapeOf(location: SaveLocation): Shape<SaveLocation> {
  return shapes[location.kind] as Shape<SaveLocation>;
}

/** Every path that the emulator may write for the unit; of a set, whether the member exists or not. */
export function pathsOf(location: SaveLocation): string[] {
  return shapeOf(location).paths(location);
}

/** The place in words that tell it from every other: a path, or `/saves/Game{.rtc,.srm}`. */
export function nameOfPlace(location: SaveLocation): string {
  return shapeOf(location).name(location);
}

/** The folder in which the unit's files stand. */
export function folderOfPlace(location: SaveLocation): string {
  return shapeOf(location).folder(location);
}

/** The same place with its links resolved, told by its resolved name. */
export function placeAt(location: SaveLocation, realPath: string): SaveLocation {
  return shapeOf(location).at(location, realPath);
}

/** How the members of these keys travel: under RomM's name of the rom, whatever they are called here. */
export function pack(unit: { rom: RomIdentity; location: SaveLocation }, keys: readonly string[]): Packed {
  return shapeOf(unit.location).pack(unit.location, keys, topOf(unit));
}

/** What the archive and the row are called: as the location says, or by RomM's name of the rom without its extension. */
export function topOf({ rom, location }: { rom: RomIdentity; location: SaveLocation }): string {
  return location.travelsAs ?? rom.fsName.slice(0, rom.fsName.length - extensionOf(rom.fsName).length);
}
