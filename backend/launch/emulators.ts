import * as v from "valibot";
import shipped from "../../defaults/emulators.json" with { type: "json" };

/**
 * How an emulator shows in the process table: words that its program's name begins with, and ids of its Flatpaks.
 * RetroDECK is none: its menu may stay open all day, and the emulators in it show as processes of their own.
 */
export interface EmulatorFamily {
  name: string;
  processes: string[];
  flatpaks: string[];
}

const words = v.array(v.pipe(v.string(), v.nonEmpty()));
const schema = v.strictObject({
  emulators: v.array(v.strictObject({ name: v.string(), processes: words, flatpaks: words })),
  romExtensions: v.array(v.pipe(v.string(), v.startsWith("."))),
});

const { emulators, romExtensions } = v.parse(schema, shipped);
const roms = new Set(romExtensions);

/** Of a save location's emulator, which may name a core as well (`retroarch-mgba`); null: not known. */
export function familyOf(emulator: string): EmulatorFamily | null {
  return emulators.find(({ name }) => beginsWithWord(emulator, name)) ?? null;
}

/** Whether a program of this name belongs to the family: `pcsx2-qt` and `PCSX2.AppImage` do to `pcsx2`. */
export function isProgramOf(family: EmulatorFamily, program: string): boolean {
  return family.processes.some((word) => beginsWithWord(program, word));
}

function beginsWithWord(text: string, word: string): boolean {
  const folded = text.toLowerCase();
  return folded.startsWith(word) && !/[a-z0-9]/.test(folded.charAt(word.length));
}

/** With its dot. Extensions that BIOS and other files share (`.bin`) tell nothing, and are none. */
export function isRomExtension(extension: string): boolean {
  return roms.has(extension.toLowerCase());
}
