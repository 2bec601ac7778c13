import { extensionOf } from "../paths.ts";
import type { RomIdentity } from "../state.ts";
import type { SaveLocation } from "../vocabulary.ts";
import { file } from "./file.ts";
import { filesShapeOf } from "./files.ts";
import { folder } from "./folder.ts";
import { folders } from "./folders.ts";
import type { Claim, Packed, Shape, Top } from "./shape.ts";

type Kind = SaveLocation["kind"];
type Of<K extends Kind> = Extract<SaveLocation, { kind: K }>;

/** Total: a kind of location without its shape does not compile, and nothing else asks for the kind. */
const shapes: { [K in Kind]: (location: Of<K>) => Shape<Of<K>> } = {
  file: () => file,
  files: filesShapeOf,
  folder: () => folder,
  folders: () => folders,
};

export function shapeOf(location: SaveLocation): Shape<SaveLocation> {
  const shape = shapes[location.kind] as (location: SaveLocation) => Shape<SaveLocation>;
  return shape(location);
}

/** Everything that the emulator may write for the unit, whether something stands there or not. */
export function claimsOf(location: SaveLocation): Claim[] {
  return shapeOf(location).claims(location);
}

/** What names those. */
export function pathsOf(location: SaveLocation): string[] {
  return claimsOf(location).map(({ path }) => path);
}

/** Whether a file or folder of this name, which lies where the save's do, is one of them. */
export function ownsName(location: SaveLocation, name: string): boolean {
  return shapeOf(location).owns(location, name);
}

/** What of these members is worth remembering: what is missing of it later reads as lost. */
export function lastingOf(location: SaveLocation, keys: readonly string[]): string[] {
  return shapeOf(location).lasting(keys);
}

/** The files and folders that these members stand in: each is exchanged as one. */
export function topsOf(location: SaveLocation, keys: readonly string[]): Top[] {
  return shapeOf(location).tops(location, keys);
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
  const { location } = unit;
  return { ...shapeOf(location).pack(location, keys, topOf(unit)), tops: topsOf(location, keys) };
}

/** What the archive and the row are called: as the location says, or by RomM's own name of the rom without its extension. */
export function topOf({ rom, location }: { rom: RomIdentity; location: SaveLocation }): string {
  return (
    location.travelsAs ?? rom.stem ?? rom.fsName.slice(0, rom.fsName.length - extensionOf(rom.fsName).length)
  );
}
