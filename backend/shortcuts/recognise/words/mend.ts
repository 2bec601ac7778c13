import { extensionOf } from "../../../core/paths.ts";
import { maybeRomExtension } from "../../../emulators/families.ts";
import { isEnd, readWords, type Word } from "./words.ts";

/**
 * Puts together what a shell takes apart and Steam ROM Manager, which escapes nothing, wrote as one path.
 *
 * Law: only up to the first end that is a rom's extension, and only where all that follows is certain. Where the path
 * goes on behind it, whoever reads the words finds one file too many, and takes none.
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
  const end = closingQuote(source, start + 1);
  if (end === null) return null;
  const rest = readWords(source.slice(end + 1));
  if (rest.some((word) => !word.isCertain)) return null;
  const path = { ...first, text: source.slice(start + 1, end), isCertain: true, end: end + 1 };
  const others = words.slice(odd).filter((word) => word.source !== source);
  return [...words.slice(0, odd), path, ...rest, ...others];
}

function closingQuote(source: string, from: number): number | null {
  for (let at = source.indexOf('"', from); at >= 0; at = source.indexOf('"', at + 1)) {
    if (isEnd(source, at + 1) && endsAsRom(source.slice(Math.max(from, at - 16), at))) return at;
  }
  return null;
}

function isPathInPieces(word: Word | undefined, next: Word | undefined): boolean {
  if (!word?.isBare || !next?.isBare || next.source !== word.source || isOption(next)) return false;
  return /^(?:\/|~\/|file:|[A-Za-z]:[\\/])/.test(word.text) && !next.text.startsWith("/");
}

/** `/roms/gba/Mother 3 (J).gba --fullscreen`: nobody quoted it. */
function mendBare(words: Word[], from: number): Word[] | null {
  const [first, ...rest] = words.slice(from);
  const run = rest.findIndex((word) => !isPiece(word, first?.source));
  const pieces = run < 0 ? rest : rest.slice(0, run);
  const end = pieces.findIndex(({ text }) => endsAsRom(text.slice(-16)));
  const last = pieces[end];
  if (!first || !last || endsAsRom(first.text.slice(-16))) return null;
  const path = { ...first, text: first.source.slice(first.start, last.end), end: last.end };
  return [...words.slice(0, from), path, ...words.slice(from + end + 2)];
}

function isPiece(word: Word, source: string | undefined): boolean {
  return word.isBare && word.source === source && !isOption(word) && !word.text.startsWith("/");
}

function isOption({ text }: Word): boolean {
  return /^--?[A-Za-z]/.test(text);
}

function endsAsRom(text: string): boolean {
  return maybeRomExtension(extensionOf(`a${text}`));
}
