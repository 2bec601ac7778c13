import type { LaunchCommand } from "../../../core/vocabulary.ts";
import { mostWords, readWords, type Word } from "./words.ts";

/** The longest path that Linux opens (4,096 bytes) fits in any spelling; more would only take time. */
const mostLetters = 65_536;

/** A command that names its program again and again is no command either, and would grow without end. */
const mostRepeats = 4;

/**
 * The words that Steam runs: the options behind the program, or around it where they say `%command%`. Null: more than
 * any command has.
 */
export function commandWords(command: LaunchCommand): Word[] | null {
  const words = allWords(command);
  return words === null || words.length > mostWords ? null : words;
}

function allWords({ exe, options }: LaunchCommand): Word[] | null {
  if (exe.length + options.length > mostLetters) return null;
  const program = readWords(exe);
  if (!options.includes("%command%")) return [...program, ...readWords(options)];
  if (options.split("%command%").length - 1 > mostRepeats) return null;
  return readWords(options).flatMap((word) => putIn(word, exe, program));
}

function putIn(word: Word, exe: string, program: Word[]): Word[] {
  if (word.text === "%command%") return program;
  if (!word.text.includes("%command%")) return [word];
  const text = word.text.replaceAll("%command%", exe);
  // `%command%; sleep 1` goes on; within quotes it stays the one word of a script.
  return word.isBare ? readWords(text) : [{ ...word, text }];
}
