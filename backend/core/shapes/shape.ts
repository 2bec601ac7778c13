/** One file of a save, as it stands here and as it travels. */
export interface Member {
  /** What tells it from the others of its save, on every device; empty where there is only one. */
  key: string;
  path: string;
  /** Its name in an archive. */
  name: string;
}

/** How a save travels: as its one file, or as an archive of its members. */
export interface Packed {
  isArchive: boolean;
  members: Member[];
}

/** What came, by the name that it travelled under: one member as it is, an archive of them, or no save of this kind. */
export type Arrival = { kind: "member"; key: string } | { kind: "archive" } | { kind: "foreign" };

/**
 * What an emulator writes for one rom, and how that travels. Members are a rule, looked up at each observation; nothing
 * need exist yet. Pure: `sync/` reads and writes by it.
 */
export interface Shape<Location> {
  /** Null: saves can be of this shape. Otherwise what is wrong with the rule itself, for the player. */
  whyWrong(location: Location): string | null;
  /** Every path that the emulator may write, whether something stands there or not. */
  paths(location: Location): string[];
  /** The place in words that tell it from every other. */
  name(location: Location): string;
  /** The folder in which its files stand. */
  folder(location: Location): string;
  /** The same place with its links resolved, told by its resolved name. */
  at(location: Location, realPath: string): Location;
  pack(location: Location, keys: readonly string[], top: string): Packed;
  arrival(location: Location, came: { fileName: string; isZip: boolean }): Arrival;
  /** An archive's files by name, each with the key that it has here; null: they are no save of this shape. */
  keysIn(location: Location, names: readonly string[]): Map<string, string> | null;
  /** Bytes that cannot be this emulator's, by what stands here; null: nothing does. */
  isForeign(location: Location, came: { isZip: boolean }, here: { isZip: boolean } | null): boolean;
  /** Of the name that it has in RomM, for these members. */
  extension(location: Location, keys: readonly string[]): string;
  /** Nothing in it that a game would miss: what a first boot writes. */
  isEmpty(members: readonly { name: string; isBlank: boolean }[]): boolean;
}
