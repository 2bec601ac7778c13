import * as v from "valibot";
import shipped from "../../defaults/emulators.json" with { type: "json" };

const words = v.array(v.pipe(v.string(), v.nonEmpty()));

/**
 * One emulator, whatever it is packed in: how its commands read and how it shows in the process table.
 * RetroDECK is none: its menu may stay open all day, and the emulators in it show as processes of their own.
 */
const familySchema = v.strictObject({
  name: v.string(),
  /** Words that its program's name begins with, lower case: `pcsx2` for `pcsx2-v2.6.3-x64-Qt.AppImage`. */
  programs: words,
  /** Ids of its Flatpaks. */
  flatpaks: words,
  /** Those of its Flatpaks that hold a menu of games: being open, they play nothing yet. */
  frontends: v.optional(words, []),
  /** More words that a running one shows with, where its command does not. */
  processes: v.optional(words, []),
  /** Words that other programs go by as well: `dolphin` is KDE's file manager too. */
  sharedNames: v.optional(words, []),
  /** What ES-DE and RetroDECK call it: `%EMULATOR_PCSX2%`. */
  esde: v.optional(words, []),
  steamApps: v.optional(v.array(v.number()), []),
  /**
   * What stands in its commands where no option is before it: one file (the default), a `set` (a name without a
   * path), an `id`, either, or files of which the first is the game.
   */
  takes: v.optional(v.picklist(["file", "set", "id", "file-or-set", "first"]), "file"),
  /** Options whose value is the game. A star stands for more letters: `-cart*` for `-cartridge1`. */
  romOptions: v.optional(words, []),
  /** The same, if nothing else names a game: DOSBox' configs. */
  fallbackRomOptions: v.optional(words, []),
  /** Options whose value is an id of an installed game. */
  idOptions: v.optional(words, []),
  /** Options whose value is the file inside the archive. */
  entryOptions: v.optional(words, []),
  coreOptions: v.optional(words, []),
  /** Options whose value is the folder that sets lie in; several have semicolons between. */
  folderOptions: v.optional(words, []),
  /** Options whose value is the user whose saves are played. */
  userOptions: v.optional(words, []),
  /** Options whose value is the settings file that is read instead of the usual one. */
  settingsOptions: v.optional(words, []),
  /** Options whose value is a settings file that is read over the usual one. */
  appendOptions: v.optional(words, []),
  /** Options whose value is the save, or the folder for it. */
  saveOptions: v.optional(words, []),
  /** Options behind which several files stand, the game first. */
  firstOptions: v.optional(words, []),
  /** Plays one file of an archive as `archive.zip#entry`. */
  hasEntries: v.optional(v.boolean(), false),
  systemOptions: v.optional(words, []),
  dataFolderOptions: v.optional(words, []),
  /** Options whose value is none of these. */
  valueOptions: v.optional(words, []),
  /** Where these facts were read. */
  source: v.string(),
});

export type EmulatorFamily = v.InferOutput<typeof familySchema>;

const extensions = v.array(v.pipe(v.string(), v.startsWith(".")));
const schema = v.strictObject({
  emulators: v.array(familySchema),
  romExtensions: extensions,
  otherExtensions: extensions,
  noRomExtensions: extensions,
});

const { emulators, romExtensions, otherExtensions, noRomExtensions } = v.parse(schema, shipped);
const roms = new Set(romExtensions);
const others = new Set(otherExtensions);
const noRoms = new Set(noRomExtensions);

const byName = new Map(emulators.map((family) => [family.name, family]));
const byWord = new Map(
  emulators.flatMap((family) => [...family.sharedNames, ...family.programs].map((word) => [word, family])),
);

/** Of a save location's emulator, which may name a core as well (`retroarch-mgba`); null: not known. */
export function familyOf(emulator: string): EmulatorFamily | null {
  return longestBeginning(byName, emulator);
}

/** Whether a program of this name belongs to the family: `pcsx2-qt` and `PCSX2.AppImage` do to `pcsx2`. */
export function isProgramOf(family: EmulatorFamily, program: string): boolean {
  return [...family.programs, ...family.processes].some((word) => beginsWithWord(program, word));
}

/** The family that a command's program belongs to; of `dosbox` and `dosbox-staging` the one that says more. */
export function familyOfProgram(program: string): EmulatorFamily | null {
  return longestBeginning(byWord, program);
}

export function familyOfFlatpak(id: string): EmulatorFamily | null {
  return emulators.find(({ flatpaks }) => flatpaks.includes(id)) ?? null;
}

/** Of `%EMULATOR_PCSX2%` the middle. */
export function familyOfEsde(name: string): EmulatorFamily | null {
  return emulators.find(({ esde }) => esde.includes(name)) ?? null;
}

export function familyOfSteamApp(appId: number): EmulatorFamily | null {
  return emulators.find(({ steamApps }) => steamApps.includes(appId)) ?? null;
}

/** No name of a program is longer. */
const longestWord = 40;

function longestBeginning(families: Map<string, EmulatorFamily>, text: string): EmulatorFamily | null {
  const folded = text.slice(0, longestWord + 1).toLowerCase();
  for (let end = Math.min(folded.length, longestWord); end > 0; end -= 1) {
    const family = isWordEnd(folded, end) ? families.get(folded.slice(0, end)) : undefined;
    if (family) return family;
  }
  return null;
}

function isWordEnd(text: string, end: number): boolean {
  return !/[a-z0-9]/.test(text.charAt(end));
}

function beginsWithWord(text: string, word: string): boolean {
  const beginning = text.slice(0, word.length + 1).toLowerCase();
  return beginning.startsWith(word) && isWordEnd(beginning, word.length);
}

/** With its dot. Extensions that BIOS and other files share (`.bin`) tell nothing, and are none. */
export function isRomExtension(extension: string): boolean {
  return roms.has(extension.toLowerCase());
}

/** An extension of a rom, or one that is a rom's where an emulator is told to open it (`.bin`, `.conf`). */
export function maybeRomExtension(extension: string): boolean {
  return isRomExtension(extension) || others.has(extension.toLowerCase());
}

/** An extension of configs, saves and patches, which commands name too. */
export function isNoRomExtension(extension: string): boolean {
  return noRoms.has(extension.toLowerCase());
}
