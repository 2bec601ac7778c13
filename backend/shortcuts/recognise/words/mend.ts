import { extensionOf } from "../../../core/paths.ts";
import { maybeRomExtension } from "../../../emulators/families.ts";
import { isEnd, readWords, type Word } from "./words.ts";

/**
 * Puts together what a shell takes apart and Steam ROM Manager, which escapes nothing, wrote as one path.
 *
 * Law: only where one reading ends in a rom's extension and no other does; else the words stay as they are, and
 * whoever reads them finds one file too many or a word that is not certain.
 */
export function mendWords(words: Word[]): Word[] {
  const odd = words.findIndex((word) => !word.isCertain);
  if (odd >= 0) return mendQuoted(words, odd) ?? words;
  let mended = words;
  for (let at = 0; at < mended.length; at += 1) {
    if (isPathInPieces(mended[at], mended[at + 1])) mended = mendBare(mended, at) ?? mended;
  }
  return mended;
}

/** `"/roms/He said "Go".sfc"`: the path goes from the first quote to the one behind its extension. */
function mendQuoted(words: Word[], odd: number): Word[] | null {
  const first = words[odd];
  if (first?.source[first.start] !== '"') return null;
  const { source, start } = first;
  const ends = closingQuotes(source, start + 1);
  const [end] = ends;
  if (end === undefined || ends.length > 1) return null;
  const rest = readWords(source.slice(end + 1));
  if (rest.some((word) => !word.isCertain)) return null;
  const path = { ...first, text: source.slice(start + 1, end), isCertain: true, end: end + 1 };
  const others = words.slice(odd).filter((word) => word.source !== source);
  return [...words.slice(0, odd), path, ...rest, ...others];
}

function closingQuotes(source: string, from: number): number[] {
  const found: number[] = [];
  for (let at = source.indexOf('"', from); at >= 0 && found.length < 2; at = source.indexOf('"', at + 1)) {
    if (isEnd(source, at + 1) && endsAsRom(source.slice(Math.max(from, at - 16), at))) found.push(at);
  }
  return found;
}

function isPathInPieces(word: Word | undefined, next: Word | undefined): boolean {
  if (!word?.isBare || !next?.isBare || next.source !== word.source || isOption(next)) return false;
  return /^(?:\/|~\/|file:|[A-Za-z]:[\\/])/.test(word.text) && !next.text.startsWith("/");
}

/** `/roms/gba/Mother 3 (J).gba --fullscreen`: nobody quoted it. */
function mendBare(words: Word[], from: number): Word[] | null {
  const ends: number[] = [];
  for (let at = from; at < words.length && ends.length < 2; at += 1) {
    const word = words[at];
    if (!word?.isBare || word.source !== words[from]?.source) break;
    if (at > from && (isOption(word) || word.text.startsWith("/"))) break;
    if (endsAsRom(word.text.slice(-16))) ends.push(at);
  }
  const [end] = ends;
  const first = words[from];
  const last = words[end ?? -1];
  if (!first || !last || end === undefined || end === from || ends.length > 1) return null;
  const path = { ...first, text: first.source.slice(first.start, last.end), end: last.end };
  const isEscaped = path.text.includes("\\") && path.text[1] !== ":";
  return isEscaped ? null : [...words.slice(0, from), path, ...words.slice(end + 1)];
}

function isOption({ text }: Word): boolean {
  return /^--?[A-Za-z]/.test(text);
}

function endsAsRom(text: string): boolean {
  return maybeRomExtension(extensionOf(`a${text}`));
}
