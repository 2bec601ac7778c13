import type { LibraryRom } from "./library.ts";
import { createLists } from "./lists.ts";
import { createShelf, type Shelf } from "./shelf.ts";
import { distance, type Where, wordsOf } from "./where.ts";

/** RomM's library, platform by platform. */
export interface LibraryIndex {
  /** Where a shortcut's game may be: the nearest platform first. */
  near(where: Where): Near;
  /** Whether a platform of RomM is called this, as a `platformWord`. */
  isPlatform(word: string): boolean;
}

export interface Near extends Omit<Shelf, "roms"> {
  /** As `distance` tells it of the rom's platform. */
  farOf(rom: LibraryRom): number;
}

export function indexLibrary(roms: Iterable<LibraryRom>): LibraryIndex {
  const byPlatform = createLists<LibraryRom>();
  const platforms = new Map<string, LibraryRom>();
  for (const rom of roms) {
    byPlatform.add(platformOf(rom), rom);
    platforms.set(platformOf(rom), rom);
  }
  const shelves = new Map([...platforms.keys()].map((key) => [key, createShelf(byPlatform.get(key))]));
  const words = new Set([...platforms.values()].flatMap(wordsOf));
  return {
    near: (where) => lookNear(where, shelves, platforms),
    isPlatform: (word) => words.has(word),
  };
}

/** One folder of RomM; where it is not told, one slug. */
function platformOf({ platformFolder, platformSlug }: LibraryRom): string {
  return `${platformSlug}/${platformFolder ?? ""}`;
}

function lookNear(where: Where, shelves: Map<string, Shelf>, platforms: Map<string, LibraryRom>): Near {
  const far = new Map<string, number>();
  for (const [key, platform] of platforms) {
    const distant = distance(where, platform);
    if (distant !== null) far.set(key, distant);
  }
  const near = [...shelves].filter(([key]) => far.has(key)).map(([, shelf]) => shelf);
  const all = <T>(look: (shelf: Shelf) => T[]): T[] => near.flatMap(look);
  return {
    farOf: (rom) => far.get(platformOf(rom)) ?? Number.POSITIVE_INFINITY,
    byName: (name) => all((shelf) => shelf.byName(name)),
    byStem: (stem) => all((shelf) => shelf.byStem(stem)),
    byFile: (name) => all((shelf) => shelf.byFile(name)),
    byFileStem: (stem) => all((shelf) => shelf.byFileStem(stem)),
    byWholeStem: (stem) => all((shelf) => shelf.byWholeStem(stem)),
    byId: (id) => all((shelf) => shelf.byId(id)),
    bySize: (sizeBytes) => all((shelf) => shelf.bySize(sizeBytes)),
    byChecksum: (checksum) => all((shelf) => shelf.byChecksum(checksum)),
    byTitle: (title) => all((shelf) => shelf.byTitle(title)),
    byWords: (title) => all((shelf) => shelf.byWords(title)),
  };
}
