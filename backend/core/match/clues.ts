import type { LaunchTarget } from "../launch-target.ts";
import { nameOf } from "../paths.ts";
import { formatOf, saysNothing } from "./fold-name.ts";
import { type GameName, readGameName } from "./game-name.ts";
import { readTitle, type Title } from "./title.ts";
import { findWhere, type PlatformTable, platformWord, type Where } from "./where.ts";

/** Everything that a shortcut tells about its game. */
export interface Clues {
  /** Names of the game's file or folder that say something, best first. */
  names: string[];
  /** Inside the archive that is played. */
  entry: string | null;
  /** Names of folders between the platform's and the file, the nearest first. */
  folders: string[];
  /** The file's own name, even if it says nothing; null: the command has an id instead. */
  fileName: string | null;
  ids: string[];
  where: Where;
  name: GameName;
  /** Best first. */
  titles: Title[];
}

/** `name` is Steam's for the shortcut. Null: the command tells no rom. */
export function readClues(
  { target, name }: { target: LaunchTarget; name: string },
  table: PlatformTable,
  isPlatformOfRomm: (word: string) => boolean,
): Clues | null {
  const { rom, core, emulator, system } = target;
  if (rom === null) return null;
  const common = { core, emulator, system, isPlatformOfRomm };
  if (rom.kind === "id") {
    const where = findWhere({ ...common, folders: [], extension: "" }, table);
    const ids = [rom.id, rom.id.slice(rom.id.lastIndexOf(":") + 1)];
    return {
      ...blank,
      ids: [...new Set(ids)],
      where,
      name: readGameName(name, true),
      titles: titlesOf([name]),
    };
  }
  const fileName = nameOf(rom.path);
  const folders = rom.path.split("/").slice(0, -1).filter(Boolean);
  const extension = formatOf(rom.archiveEntry ?? fileName);
  const where = findWhere({ ...common, folders, extension }, table);
  const between = foldersBelow(folders, where);
  const entry = rom.archiveEntry === null ? null : nameOf(rom.archiveEntry);
  const names = [...new Set([...rom.names, fileName])]
    .filter((one) => one !== entry)
    // A file that lies in no folder of its own game has no other name.
    .filter((one) => between.length === 0 || !saysNothing(one));
  const best = entry ?? names[0] ?? between[0] ?? fileName;
  const isFolder = formatOf(best) === "" || (best !== fileName && best !== entry);
  return {
    ...{ names, entry, folders: between, fileName, where },
    ids: rom.titleId === null ? [] : [rom.titleId],
    name: readGameName(best, isFolder),
    titles: titlesOf([
      readGameName(best, isFolder).title,
      ...names.map((one) => readGameName(one).title),
      ...between.map((one) => readGameName(one, true).title),
      readGameName(name, true).title,
    ]),
  };
}

const blank = { names: [], entry: null, folders: [], fileName: null };

/** Folders that every game of a system has inside, and those in which players sort their games. */
const sorting =
  /^(?:roms?|games?|usrdir|ps3 ?game|psp ?game|code|content|meta|xbla|shortcuts|rom ?hacks?|hacks?|translations?|homebrew|favou?rites|multi ?disc|rpgs?|usa|europe|japan|world|[a-z0-9#]|[a-z] ?- ?[a-z])$/;

function foldersBelow(folders: string[], { folder }: Where): string[] {
  const at = folder === null ? -1 : folders.findIndex((name) => platformWord(name) === folder);
  const below = at < 0 ? folders.slice(-1) : folders.slice(at + 1);
  return below.reverse().filter((name) => !saysNothing(name) && !sorting.test(name.toLowerCase().trim()));
}

function titlesOf(texts: string[]): Title[] {
  const titles = new Map<string, Title>();
  for (const text of texts) {
    const title = readTitle(text);
    if (title.key !== "" && !titles.has(title.key)) titles.set(title.key, title);
  }
  return [...titles.values()];
}
