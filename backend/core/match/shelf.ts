import { nameOf } from "../paths.ts";
import { foldName, isBeside, stemOf, withoutDisc } from "./fold-name.ts";
import { type GameName, readGameName } from "./game-name.ts";
import type { LibraryRom } from "./library.ts";
import { createLists } from "./lists.ts";
import { readTitle, type Title } from "./title.ts";

/** A rom with what its name tells. */
export interface KnownRom {
  rom: LibraryRom;
  name: GameName;
  /** Of its file, of RomM and of other languages. */
  titles: Title[];
}

/** The roms of one platform, found by everything that a shortcut may tell of them. */
export interface Shelf {
  roms: LibraryRom[];
  byName(name: string): LibraryRom[];
  /** Files and folders whose name without its extension is this. */
  byStem(stem: string): LibraryRom[];
  /** Roms of several files, and archives, that hold a file of this name. */
  byFile(name: string): LibraryRom[];
  byFileStem(stem: string): LibraryRom[];
  /** Roms that are one disc of what has this stem. */
  byWholeStem(stem: string): LibraryRom[];
  /** Roms in whose names this serial or title id stands. */
  byId(id: string): LibraryRom[];
  bySize(sizeBytes: number): LibraryRom[];
  /** By the CRC or the MD5 of the content, in lower-case hex. */
  byChecksum(checksum: string): LibraryRom[];
  /** Roms with this very title in any of its forms. */
  byTitle(title: Title): KnownRom[];
  /** Roms with a word of the title in theirs. */
  byWords(title: Title): KnownRom[];
}

export function createShelf(roms: LibraryRom[]): Shelf {
  const names = lazily(() => listNames(roms));
  const files = lazily(() => listFiles(roms));
  const sizes = lazily(() => listSizes(roms));
  const sums = lazily(() => listChecksums(roms));
  const ids = lazily(() => listIds(roms));
  const titles = lazily(() => listTitles(roms));
  return {
    roms,
    byName: (name) => names().full.get(foldName(name)),
    byStem: (stem) => names().stems.get(foldName(stem)),
    byWholeStem: (stem) => names().wholes.get(foldName(stem)),
    byFile: (name) => files().full.get(foldName(name)),
    byFileStem: (stem) => files().stems.get(foldName(stem)),
    byId: (id) => ids().get(id.toUpperCase().replace("-", "")),
    bySize: (sizeBytes) => sizes().get(sizeBytes),
    byChecksum: (checksum) => sums().get(checksum),
    byTitle: (title) => [...new Set(keysOf(title).flatMap((key) => titles().byKey.get(key)))],
    byWords: (title) => [...new Set(title.words.flatMap((word) => titles().byWord.get(word)))],
  };
}

function listNames(roms: LibraryRom[]) {
  const lists = {
    full: createLists<LibraryRom>(),
    stems: createLists<LibraryRom>(),
    wholes: createLists<LibraryRom>(),
  };
  for (const rom of roms) {
    lists.full.add(foldName(rom.fsName), rom);
    const stem = stemOf(rom.fsName);
    if (!isBeside(rom.fsName)) lists.stems.add(foldName(rom.isFolder ? rom.fsName : stem), rom);
    // A folder may bear the name of the file that starts it: `Game.gdi/Game.gdi`.
    if (rom.isFolder && stem !== rom.fsName) lists.stems.add(foldName(stem), rom);
    const whole = withoutDisc(stem);
    if (whole !== null) lists.wholes.add(foldName(whole), rom);
  }
  return lists;
}

function listFiles(roms: LibraryRom[]) {
  const lists = { full: createLists<LibraryRom>(), stems: createLists<LibraryRom>() };
  for (const rom of roms) {
    for (const name of namesInside(rom)) {
      lists.full.add(foldName(name), rom);
      lists.stems.add(foldName(stemOf(name)), rom);
    }
  }
  return lists;
}

function namesInside({ files, isFolder }: LibraryRom): Set<string> {
  const inside = (files ?? []).filter(({ name, isPacked }) => (isFolder || isPacked) && !isBeside(name));
  return new Set(inside.map(({ name }) => nameOf(name)));
}

function listSizes(roms: LibraryRom[]) {
  const sizes = createLists<LibraryRom, number>();
  for (const rom of roms) {
    const own = new Set([rom.sizeBytes, ...(rom.files ?? []).map((file) => file.sizeBytes)]);
    for (const size of own) sizes.add(size, rom);
  }
  return sizes;
}

function listChecksums(roms: LibraryRom[]) {
  const sums = createLists<LibraryRom>();
  for (const rom of roms) {
    const { crc, md5 } = rom.hashes;
    const own = [crc, md5, ...(rom.files ?? []).map((file) => file.md5)].filter((sum) => sum !== null);
    for (const sum of new Set(own)) sums.add(sum, rom);
  }
  return sums;
}

/** Serials of Sony's and title ids of Nintendo's machines. */
const idWords = /(?<![A-Z0-9])(?:[A-Z]{4}[-_]?\d{3}\.?\d{2}|[0-9A-F]{16})(?![A-Z0-9])/g;

function listIds(roms: LibraryRom[]) {
  const ids = createLists<LibraryRom>();
  for (const rom of roms) {
    const texts = [rom.fsName, ...(rom.files ?? []).map((file) => file.name)];
    const found = texts.flatMap((text) => text.toUpperCase().match(idWords) ?? []);
    for (const id of new Set(found.map((word) => word.replace(/[-_.]/g, "")))) ids.add(id, rom);
  }
  return ids;
}

function listTitles(roms: LibraryRom[]) {
  const byKey = createLists<KnownRom>();
  const byWord = createLists<KnownRom>();
  for (const known of roms.map(know)) {
    for (const key of new Set(known.titles.flatMap(keysOf))) byKey.add(key, known);
    for (const word of new Set(known.titles.flatMap(({ words }) => words))) byWord.add(word, known);
  }
  return { byKey, byWord };
}

function keysOf({ key, looseKey, words, subtitleKey }: Title): string[] {
  return [key, looseKey, words.join(""), subtitleKey].filter((one) => one !== "");
}

function know(rom: LibraryRom): KnownRom {
  const name = readGameName(rom.fsName, rom.isFolder);
  const texts = [name.title, ...(rom.name === null ? [] : [rom.name]), ...rom.otherNames];
  const titles = new Map<string, Title>();
  for (const text of new Set(texts)) {
    const title = readTitle(text);
    if (title.key !== "" && !titles.has(title.key)) titles.set(title.key, title);
  }
  return { rom, name, titles: [...titles.values()] };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
