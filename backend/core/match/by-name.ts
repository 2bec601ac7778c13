import type { Clues } from "./clues.ts";
import { foldName, formatOf, saysNothing, stemOf, withoutDisc } from "./fold-name.ts";
import type { Found } from "./found.ts";
import { readGameName } from "./game-name.ts";
import type { LibraryRom } from "./library.ts";
import type { Near } from "./library-index.ts";
import { likeness, readTitle } from "./title.ts";

type Stage = (clues: Clues, near: Near) => Found | null;

/** From the strongest to the weakest. */
export const stages: Stage[] = [
  bySameFile,
  byEntry,
  byFoldedName,
  byStem,
  byFolder,
  byFileInside,
  byWholeOfDisc,
  byId,
  byOneOfItsDiscs,
];

/** Files of one platform never share a name. */
function bySameFile({ names, entry }: Clues, near: Near): Found | null {
  if (entry !== null) return null;
  const roms = names.flatMap((name) =>
    near.byName(name).filter((rom) => rom.fsName.normalize("NFC") === name.normalize("NFC")),
  );
  return found(roms, "same-file");
}

/** `Collection.7z#Shining Force (USA).md`: the entry is the game, whatever the archive is called. */
export function byEntry({ entry }: Pick<Clues, "entry">, near: Near): Found | null {
  if (entry === null || saysNothing(entry)) return null;
  const stem = stemOf(entry);
  const lists = [near.byName(entry), near.byStem(stem), near.byFile(entry), near.byFileStem(stem)];
  return found(lists.find((roms) => roms.length > 0) ?? [], "same-entry");
}

function byFoldedName({ names }: Clues, near: Near): Found | null {
  return found(
    names.flatMap((name) => near.byName(name)),
    "same-letters",
  );
}

/** The archive of one is the content of the other, or both are formats of one dump. */
function byStem({ names }: Clues, near: Near): Found | null {
  return found(
    names.flatMap((name) => [
      ...near.byStem(stemOf(name)),
      ...(formatOf(name) === "" ? [] : near.byStem(name)),
    ]),
    "same-name",
  );
}

/** A rom of several files is a folder; the shortcut starts a file in it. */
function byFolder({ folders, names, fileName }: Clues, near: Near): Found | null {
  for (const folder of folders) {
    const roms = [...near.byName(folder), ...near.byStem(folder), ...near.byStem(stemOf(folder))];
    if (roms.length === 0) continue;
    const isItsOwn = names.length === 0 || names.every((name) => isAbout(folder, name));
    return { ...found(roms, "in-its-folder"), isDoubtful: !isItsOwn && isCartridge(fileName ?? "") };
  }
  return null;
}

function byFileInside({ names, entry }: Clues, near: Near): Found | null {
  const inside = entry === null ? names : [];
  const roms = inside.flatMap((name) => near.byFile(name));
  const packed = inside.flatMap((name) => near.byFileStem(stemOf(name)));
  const chosen = roms.length > 0 ? roms : packed;
  const isSorted = chosen.some((rom) => rom.isFolder && inside.every((name) => !isAbout(rom.fsName, name)));
  return { ...found(chosen, "in-its-folder"), isDoubtful: isSorted && inside.some(isCartridge) };
}

/** `Game (Disc 2).chd` is one of the files of the folder `Game`, or of the playlist `Game.m3u`. */
function byWholeOfDisc({ names }: Clues, near: Near): Found | null {
  const wholes = names.map((name) => withoutDisc(stemOf(name))).filter((whole) => whole !== null);
  const roms = wholes.flatMap((whole) => near.byStem(whole));
  return found(
    roms.filter((rom) => rom.isFolder || formatOf(rom.fsName) === ".m3u"),
    "in-its-folder",
  );
}

/** Short names of sets stand for a file; serials stand somewhere in a name. */
function byId({ ids, names }: Clues, near: Near): Found | null {
  const sets = names.length > 0 ? [] : ids.flatMap((id) => near.byStem(id));
  return found(sets.length > 0 ? sets : ids.flatMap((id) => near.byId(id)), "same-id");
}

/** A playlist whose discs are roms of their own: the first one stands for it. */
function byOneOfItsDiscs({ names }: Clues, near: Near): Found | null {
  const roms = names.flatMap((name) => near.byWholeStem(stemOf(name)));
  const discOf = (rom: LibraryRom) => readGameName(rom.fsName).disc ?? 0;
  return {
    ...found(
      roms.sort((a, b) => discOf(a) - discOf(b)),
      "one-of-its-discs",
    ),
    isDoubtful: true,
  };
}

function found(roms: LibraryRom[], evidence: Found["evidence"]): Found {
  return { roms, evidence };
}

function isAbout(folder: string, name: string): boolean {
  const [a, b] = [readTitle(readGameName(folder, true).title), readTitle(readGameName(name).title)];
  return likeness(a, b) > 0 || foldName(name).startsWith(foldName(folder));
}

/** One such file is a whole game; a folder of them is a shelf. */
function isCartridge(name: string): boolean {
  return /^\.(?:sfc|smc|fig|nes|gba|gbc?|nds|z64|n64|v64|md|gen|smd|sms|gg|32x|pce|ws|wsc|ngp|ngc|a26|a78|lnx|col|vb|3ds|cci|zip|7z)$/.test(
    formatOf(name),
  );
}
