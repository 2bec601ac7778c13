import { readGameName } from "./game-name.ts";
import type { LibraryRom } from "./library.ts";
import { likeness, readTitle, type Title } from "./title.ts";

/** Roms that have every word of the text, the most alike first; those that lack one follow. */
export function orderBySearch(text: string, roms: LibraryRom[]): LibraryRom[] {
  const wanted = readTitle(text);
  const scored = roms.map((rom) => ({ rom, score: scoreOf(wanted, rom) }));
  return scored
    .sort((a, b) => b.score - a.score || a.rom.fsName.localeCompare(b.rom.fsName))
    .map(({ rom }) => rom);
}

function scoreOf(wanted: Title, rom: LibraryRom): number {
  const texts = [readGameName(rom.fsName, rom.isFolder).title, rom.name ?? "", ...rom.otherNames];
  return Math.max(...texts.map((text) => likenessOf(wanted, readTitle(text))));
}

function likenessOf(wanted: Title, title: Title): number {
  const shared = wanted.words.filter((word) => title.key.includes(word)).length;
  const starts = title.key.startsWith(wanted.key) ? 0.2 : 0;
  return likeness(wanted, title) + shared / Math.max(1, wanted.words.length) + starts;
}
