import { extensionOf, nameOf } from "../../../core/paths.ts";
import { isRomExtension } from "../../../emulators/families.ts";
import { isAside } from "../../../emulators/programs.ts";
import { readWords, type Word } from "./words.ts";

const operators = new Set([";", "&&", "||", "|", "&", "<", "\\"]);

/** `2>&1`, `>`, `>>/tmp/log`: the file may stand in the same word. */
const redirection = /^(?:\d|&)?>{1,2}(.*)$/s;

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
  return isBare && (operators.has(text) || redirection.test(text));
}

function areAsides(words: Word[]): boolean {
  let before: Word | undefined;
  for (const [index, word] of words.entries()) {
    // What is quoted behind a number sign is no comment, but a name that nobody escaped: `"/roms/a" #1".nes"`.
    if (word.isBare && word.text.startsWith("#")) return words.slice(index).every(({ isBare }) => isBare);
    if (before && endsCommand(before) && !mayFollow(before, word)) return false;
    before = word;
  }
  return true;
}

/** Behind `2>` stands a file that is no rom, behind every other operator a program that only helps. */
function mayFollow(operator: Word, { text }: Word): boolean {
  const file = redirection.exec(operator.text)?.[1];
  if (file !== undefined) return isHarmlessFile(file || text);
  return isAside(nameOf(text).replace(/;$/, ""));
}

function isHarmlessFile(text: string): boolean {
  return /^(?:\/|~|&\d)/.test(text) && !isRomExtension(extensionOf(text));
}

/** The words of a script that a shell is given, with the shell's own words where it says `"$@"`, `"$0"` or `"$1"`. */
export function scriptWords(script: string, own: Word[]): Word[] {
  return readWords(script).flatMap((word) => {
    if (/^\$(?:@|\*|\{@.*\})$/.test(word.text)) return own.slice(1);
    const place = /^\$\{?(\d)\}?$/.exec(word.text)?.[1];
    return own[Number(place)] ?? word;
  });
}
