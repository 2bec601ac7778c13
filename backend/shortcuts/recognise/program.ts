import { nameOf, parentOf } from "../../core/paths.ts";
import { readWords, type Word } from "./words/words.ts";

/** The program that a command starts with. */
export interface Program {
  /** As it is spelled, with one kind of slash. */
  path: string;
  /** Its last part, lower case; of a RetroDECK component that of the emulator. */
  name: string;
  words: Word[];
}

/** Null: there is none. `isKnown` tells whether a name is one of a program that we know. */
export function readProgram(words: Word[], isKnown: (name: string) => boolean): Program | null {
  const [first] = words;
  if (!first) return null;
  const program = toProgram(first.text, words.slice(1));
  const inner = isKnown(program.name) ? null : commandInQuotes(first, isKnown);
  if (inner) return readProgram([...inner, ...words.slice(1)], isKnown);
  const isWhole = isKnown(program.name) || !first.isBare || !/^(?:~?\/|[A-Za-z]:)/.test(first.text);
  return isWhole ? program : (joinSpaces(words, isKnown) ?? program);
}

/** Steam as a Flatpak writes `"flatpak-spawn --host"`: a program and its option within one pair of quotes. */
function commandInQuotes({ text, isBare }: Word, isKnown: (name: string) => boolean): Word[] | null {
  const inner = isBare || !text.includes(" ") ? [] : readWords(text);
  return isKnown(nameOf(inner[0]?.text ?? "").toLowerCase()) ? inner : null;
}

/** An Exe that nobody quoted: `/home/deck/My Emulators/pcsx2.AppImage`. Four spaces are enough for any name. */
function joinSpaces(words: Word[], isKnown: (name: string) => boolean): Program | null {
  const [first] = words;
  for (let count = 2; count <= Math.min(words.length, 8); count += 1) {
    const last = words[count - 1];
    if (!first || !last?.isBare || last.source !== first.source || /^-|^\//.test(last.text)) return null;
    const program = toProgram(first.source.slice(first.start, last.end), words.slice(count));
    if (isKnown(program.name) || /\.(?:sh|appimage|exe)$/.test(program.name)) return program;
  }
  return null;
}

function toProgram(text: string, words: Word[]): Program {
  const path = text.replaceAll("\\", "/");
  return { path, name: programName(path), words };
}

/** RetroDECK keeps one script of the same name for each emulator (components/<name>/component_launcher.sh). */
export function programName(path: string): string {
  const own = nameOf(path).toLowerCase();
  return own === "component_launcher.sh" ? nameOf(parentOf(path)).toLowerCase() : own;
}
