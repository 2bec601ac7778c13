import { nameOf } from "../../../core/paths.ts";
import { isAside } from "../../../emulators/programs.ts";
import { readWords, type Word } from "./words.ts";

const operators = new Set([";", "&&", "||", "|", "&", ">", ">>", "2>", "&>", "<", "2>&1", "\\"]);

/** What belongs to the first of several commands; it is clear if the others are only asides (`sleep 1`). */
export function beforeOperator(words: Word[]): { own: Word[]; isClear: boolean } {
  const end = words.findIndex(endsCommand);
  if (end < 0) return { own: words, isClear: true };
  const last = words[end];
  // `exec "$emu" game; exit` has its semicolon at the end of a word.
  const own = words.slice(0, end);
  if (last && !isOperator(last) && last.text.endsWith(";"))
    own.push({ ...last, text: last.text.slice(0, -1) });
  return { own, isClear: areAsides(words.slice(end)) };
}

/** What stands behind the next operator; empty: nothing. */
export function afterOperator(words: Word[]): Word[] {
  const end = words.findIndex(endsCommand);
  return end < 0 ? [] : words.slice(end + 1);
}

function endsCommand(word: Word): boolean {
  return isOperator(word) || (word.isBare && (word.text.startsWith("#") || /.;$/.test(word.text)));
}

function isOperator({ isBare, text }: Word): boolean {
  return isBare && operators.has(text);
}

function areAsides(words: Word[]): boolean {
  let isProgram = false;
  for (const [index, word] of words.entries()) {
    // What is quoted behind a number sign is no comment, but a name that nobody escaped: `"/roms/a" #1".nes"`.
    if (word.isBare && word.text.startsWith("#")) return words.slice(index).every(({ isBare }) => isBare);
    if (isProgram && !isAside(nameOf(word.text).replace(/;$/, ""))) return false;
    // Behind `2>` stands a file, and behind every other operator a program.
    isProgram = endsCommand(word) && !/[<>]/.test(word.text);
  }
  return true;
}

/** The words of a script that a shell is given, with its own words where it says `"$@"`. */
export function scriptWords(script: string, own: Word[]): Word[] {
  return readWords(script).flatMap((word) => (/^\$(?:@|\*|\{@.*\})$/.test(word.text) ? own : [word]));
}
