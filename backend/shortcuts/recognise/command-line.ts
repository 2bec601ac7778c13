import type { LaunchCommand } from "../../core/vocabulary.ts";
import { readWords, type Word } from "./words.ts";

/** Linux passes no longer argument on (MAX_ARG_STRLEN); a longer field is no command. */
const longestField = 131_072;

/** A command that names its program again and again is no command either, and would grow without end. */
const mostRepeats = 4;

/** The words that Steam runs: the options behind the program, or around it where they say `%command%`. */
export function commandWords({ exe, options }: LaunchCommand): Word[] | null {
  if (exe.length + options.length > longestField) return null;
  const program = readWords(exe);
  if (!options.includes("%command%")) return [...program, ...readWords(options)];
  if (options.split("%command%").length - 1 > mostRepeats) return null;
  return readWords(options).flatMap((word) => putIn(word, exe, program));
}

function putIn(word: Word, exe: string, program: Word[]): Word[] {
  if (word.text === "%command%") return program;
  return word.text.includes("%command%")
    ? [{ ...word, text: word.text.replaceAll("%command%", exe) }]
    : [word];
}
