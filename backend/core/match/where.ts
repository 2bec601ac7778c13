import type { LibraryRom } from "./library.ts";

/** What RomM calls a platform. */
export type RommPlatform = Pick<LibraryRom, "platformSlug" | "platformFolder" | "platformName">;

/** Which platforms of RomM a word on the Deck stands for (`defaults/platforms.json`). */
export interface PlatformTable {
  /** By `platformWord` of a folder's name. */
  folders: ReadonlyMap<string, PlatformKin>;
  /** By extension, with its dot. */
  extensions: ReadonlyMap<string, string[]>;
  cores: ReadonlyMap<string, string[]>;
  emulators: ReadonlyMap<string, string[]>;
}

export interface PlatformKin {
  /** The same machine, the likeliest slug first. */
  slugs: string[];
  /** Kin, whose games may bear the same names. */
  related: string[];
}

/** On which platform a shortcut's game is. */
export interface Where extends PlatformKin {
  /** The platform's folder on the Deck, as a `platformWord`; null: the path has none that is known. */
  folder: string | null;
  /** What told it; `nothing`: any platform could be it. */
  by: "folder" | "command" | "extension" | "nothing";
}

/** Letters and digits: `Super Nintendo`, `super-nintendo` and `SuperNintendo` are one word. */
export function platformWord(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9+]/g, "");
}

export interface PlaceClues {
  /** Folders above the game, from the root on. */
  folders: string[];
  /** The file's extension with its dot, in lower case; empty: none. */
  extension: string;
  core: string | null;
  emulator: string | null;
  /** As the command names it. */
  system: string | null;
  /** `platformWord`s of all that RomM's platforms are called. */
  isPlatformOfRomm: (word: string) => boolean;
}

export function findWhere(clues: PlaceClues, table: PlatformTable): Where {
  const byExtension = table.extensions.get(clues.extension) ?? [];
  const folder = findFolder(clues, table);
  if (folder !== null) {
    const kin = table.folders.get(folder) ?? { slugs: [], related: [] };
    // A Game Boy Color game in the folder `gb` is still one.
    const added = byExtension.some((slug) => kin.slugs.includes(slug)) ? [] : byExtension;
    return { folder, by: "folder", slugs: [...kin.slugs, ...added], related: kin.related };
  }
  const commanded =
    (clues.system === null ? undefined : table.folders.get(platformWord(clues.system))?.slugs) ??
    (clues.core === null ? undefined : table.cores.get(clues.core)) ??
    (clues.emulator === null ? undefined : table.emulators.get(clues.emulator));
  const none = { folder: null, related: [] };
  if (byExtension.length > 0) return { ...none, by: "extension", slugs: byExtension };
  if (commanded && commanded.length > 0) return { ...none, by: "command", slugs: commanded };
  return { ...none, by: "nothing", slugs: [] };
}

/** The outermost one that is known, below a folder of roms if there is one: a game may be called `Doom` too. */
function findFolder({ folders, system, isPlatformOfRomm }: PlaceClues, table: PlatformTable): string | null {
  const isKnown = (word: string) => word !== "" && (table.folders.has(word) || isPlatformOfRomm(word));
  if (system !== null && isKnown(platformWord(system))) return platformWord(system);
  const words = folders.map(platformWord);
  const root = words.findIndex((word) => /^(?:roms?|games?)$/.test(word));
  const below = words.slice(root < 0 ? homeDepth(folders) : root + 1);
  return below.find(isKnown) ?? null;
}

/** `/home/deck`, `/run/media/deck/CARD` and `/var/home/deck` name people and cards. */
function homeDepth(folders: string[]): number {
  if (folders[0] === "run" && folders[1] === "media")
    return /^mmcblk|^sd[a-z]\d/.test(folders[2] ?? "") ? 3 : 4;
  if (folders[0] === "home") return 2;
  return folders[0] === "var" && folders[1] === "home" ? 3 : 0;
}

/** 0 is the very folder; then the same machine; 100 and above are kin; null: another platform. */
export function distance(where: Where, rom: RommPlatform): number | null {
  if (where.by === "nothing") return 50;
  if (where.folder !== null && wordsOf(rom).includes(where.folder)) return 0;
  const same = where.slugs.indexOf(rom.platformSlug);
  const byFolder = rom.platformFolder === null ? -1 : where.slugs.indexOf(rom.platformFolder);
  const at = same >= 0 ? same : byFolder;
  // A core or an extension tells several machines apart no further.
  if (at >= 0) return where.by === "folder" ? 1 + at : 1;
  const kin = where.related.indexOf(rom.platformSlug);
  return kin >= 0 ? 100 + kin : null;
}

export function wordsOf(rom: RommPlatform): string[] {
  return [rom.platformFolder ?? "", rom.platformSlug, rom.platformName].map(platformWord);
}
