/** One file of a save (or an empty folder of it), as it stands here and as it travels. */
export interface Member {
  /**
   * What tells it from the others of its save, on every device; empty where there is only one. Of a folder's members a
   * path, which ends in a slash where it is an empty folder.
   */
  key: string;
  path: string;
  /** Its name in an archive. */
  name: string;
}

/** How a save travels: as its one file, or as an archive of its members. */
export interface Packed {
  isArchive: boolean;
  /** It may have any number of members: its hash is made of theirs, so that one that stays is not read again. */
  isTree: boolean;
  members: Member[];
  tops: Top[];
}

/** A file, or a folder with all that is below it, which is exchanged as one. */
export interface Top {
  path: string;
  isFolder: boolean;
}

/** What the emulator may write at: a file, all of a folder, or whatever has a name that begins so. */
export interface Claim {
  path: string;
  is: "file" | "folder" | "prefix";
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
  /** Everything that the emulator may write, whether something stands there or not. */
  claims(location: Location): Claim[];
  /** Of the names that a prefix finds, those that are the save's. */
  owns(location: Location, name: string): boolean;
  /** The place in words that tell it from every other. */
  name(location: Location): string;
  /** The folder in which its files stand. */
  folder(location: Location): string;
  /** The same place with its links resolved, told by its resolved name. */
  at(location: Location, realPath: string): Location;
  pack(location: Location, keys: readonly string[], top: string): Omit<Packed, "tops">;
  /** The files and folders that these members stand in, or are. */
  tops(location: Location, keys: readonly string[]): Top[];
  /** Of these members, those that a game never does away with: one that is missing later reads as lost. */
  lasting(keys: readonly string[]): string[];
  /** Whether what stands at this path stays where nothing comes for it. */
  stays(location: Location, path: string): boolean;
  arrival(location: Location, came: { fileName: string; isZip: boolean }): Arrival;
  /**
   * An archive's files, and folders (with a slash behind), by name, each that counts with the key that it has here; null:
   * they are no save of this shape.
   */
  keysIn(location: Location, names: readonly string[]): Map<string, string> | null;
  /** Bytes that cannot be this emulator's, by what stands here; null: nothing does. */
  isForeign(location: Location, came: { isZip: boolean }, here: { isZip: boolean } | null): boolean;
  /** Of the name that it has in RomM, for these members. */
  extension(location: Location, keys: readonly string[]): string;
  /** Nothing in it that a game would miss: what a first boot writes. */
  isEmpty(members: readonly { name: string; isBlank: boolean }[]): boolean;
}
