/**
 * Words of a command line, read as leniently as Steam's users write them.
 *
 * Law: a word is what a shell makes of it, or it says that it is not certain.
 *
 * No library for shell words serves here (`shell-quote` and its like were tried): Steam ROM Manager escapes nothing,
 * so a real path holds `$5`, `&`, `#` and quotes that a shell, and each library, takes for its own.
 */
export interface Word {
  text: string;
  /** Nothing of it was quoted or escaped. */
  isBare: boolean;
  /** False where a quote opens or closes in the midst of a name: a path that nobody escaped, most likely. */
  isCertain: boolean;
  /** Where it was read, so that what a shell took apart can be put together again. */
  source: string;
  start: number;
  end: number;
}

/** No command has more words; of a longer text the rest is not read. */
export const mostWords = 512;

export function readWords(source: string): Word[] {
  const words: Word[] = [];
  let at = skipSpace(source, 0);
  while (at < source.length && words.length <= mostWords) {
    const word = readDoubled(source, at) ?? readWord(source, at);
    words.push(word);
    at = skipSpace(source, word.end);
  }
  return words;
}

/** `""/path with spaces""`: quoted twice by a script and a form. */
function readDoubled(source: string, start: number): Word | null {
  if (!source.startsWith('""', start) || isEnd(source, start + 2) || source[start + 2] === '"') return null;
  const close = source.indexOf('""', start + 2);
  if (close < 0 || !isEnd(source, close + 2)) return null;
  const text = source.slice(start + 2, close);
  return { text, isBare: false, isCertain: true, source, start, end: close + 2 };
}

interface Reading {
  source: string;
  at: number;
  text: string;
  isBare: boolean;
  isCertain: boolean;
  isAfterQuote: boolean;
  /** `C:\Games\x.exe`: its backslashes stand for themselves. */
  isWindows: boolean;
}

function readWord(source: string, start: number): Word {
  const isWindows = /^[A-Za-z]:\\/.test(source.slice(start, start + 3));
  const reading = {
    source,
    at: start,
    text: "",
    isBare: true,
    isCertain: true,
    isAfterQuote: false,
    isWindows,
  };
  while (!isEnd(source, reading.at) && !endsCommand(reading)) readPiece(reading);
  const { text, isBare, isCertain, at } = reading;
  return { text, isBare, isCertain, source, start, end: at };
}

/** `"/roms/game.gba"; sleep 1`: the semicolon is a word of its own. */
function endsCommand({ source, at, isAfterQuote }: Reading): boolean {
  return isAfterQuote && source[at] === ";" && isEnd(source, at + 1);
}

function readPiece(reading: Reading): void {
  const letter = reading.source[reading.at];
  if (letter === '"') readDoubleQuoted(reading);
  else if (letter === "'" && opensQuote(reading)) readSingleQuoted(reading);
  else if (letter === "\\" && !reading.isWindows) readEscaped(reading);
  else readBare(reading);
}

/** A quote opens a word, or stands behind another quoted piece or what may come before a value. */
function opensQuote({ text, isAfterQuote, source, at }: Reading): boolean {
  return text === "" || isAfterQuote || "=:,({ ".includes(source.charAt(at - 1)) || isHome(text);
}

/** The one thing that people quote apart from the rest of a path: `"$HOME"/roms`, `~/"my roms"`. */
function isHome(text: string): boolean {
  return text.length <= 8 && /^(?:\$HOME|\$\{HOME\}|~)\/?$/.test(text);
}

function readDoubleQuoted(reading: Reading): void {
  const { source } = reading;
  if (!opensQuote(reading)) reading.isCertain = false;
  let at = reading.at + 1;
  let piece = "";
  while (at < source.length && source[at] !== '"') {
    if (source[at] === "\\" && /["\\$`]/.test(source[at + 1] ?? "")) at += 1;
    piece += source[at] ?? "";
    at += 1;
  }
  if (at >= source.length) reading.isCertain = false;
  finishQuoted(reading, piece, at + 1);
}

function readSingleQuoted(reading: Reading): void {
  const close = reading.source.indexOf("'", reading.at + 1);
  if (close < 0) {
    reading.isCertain = false;
    readBare(reading);
  } else {
    finishQuoted(reading, reading.source.slice(reading.at + 1, close), close + 1);
  }
}

function finishQuoted(reading: Reading, piece: string, end: number): void {
  reading.text += piece;
  reading.at = Math.min(end, reading.source.length);
  reading.isBare = false;
  reading.isAfterQuote = true;
}

function readEscaped(reading: Reading): void {
  reading.text += reading.source[reading.at + 1] ?? "\\";
  reading.at = Math.min(reading.at + 2, reading.source.length);
  reading.isBare = false;
}

/** An apostrophe within a name is one: `/roms/It's me.nds`. Behind a quote no name goes on. */
function readBare(reading: Reading): void {
  const letter = reading.source[reading.at] ?? "";
  if (reading.isAfterQuote && !isHome(reading.text)) reading.isCertain = false;
  reading.text += letter;
  reading.at += 1;
  reading.isAfterQuote = false;
}

const spaces = " \t\n\r";

export function isEnd(source: string, at: number): boolean {
  return at >= source.length || spaces.includes(source.charAt(at));
}

function skipSpace(source: string, from: number): number {
  let at = from;
  while (at < source.length && isEnd(source, at)) at += 1;
  return at;
}
