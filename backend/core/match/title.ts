/** A title in the forms in which titles are compared. */
export interface Title {
  /** Letters and digits only, without articles; roman numbers as digits. */
  key: string;
  /** `key` with the numbers I, V and X too, which are letters as often. */
  looseKey: string;
  /** Words that tell games apart. */
  words: string[];
  /** Words that are numbers: two games that differ in one are two games. */
  numbers: string;
  /** The key of what follows the first dash or colon; empty: too short to tell anything. */
  subtitleKey: string;
  /** The key of what stands before it, if it has a number; empty: it tells no game from its sequels. */
  mainKey: string;
}

export function readTitle(text: string): Title {
  const plain = plainWords(text);
  const all = wordsOf(plain);
  const [first = "", ...rest] = plain.split(/ - |: ?/);
  const subtitle = wordsOf(rest.join(" "));
  const main = wordsOf(first);
  const words = all.filter((word) => !fillers.has(word));
  return {
    key: all.join(""),
    looseKey: all.map((word) => looseNumbers[word] ?? word).join(""),
    words: words.length > 0 ? words : all,
    numbers: all.filter(isNumber).sort().join(" "),
    subtitleKey: subtitle.filter((word) => !fillers.has(word)).length >= 2 ? subtitle.join("") : "",
    mainKey: main.some(isNumber) && main.length >= 2 ? main.join("") : "",
  };
}

/** How alike two titles are, 0 to 1; different numbers make them two games. */
export function likeness(a: Title, b: Title): number {
  if (a.key === "" || b.key === "") return 0;
  if (a.key === b.key) return 1;
  if (a.looseKey === b.looseKey) return 0.95;
  if (a.numbers !== b.numbers) return 0;
  if (joined(a) === joined(b)) return 0.95;
  if (a.subtitleKey === b.key || b.subtitleKey === a.key) return 0.85;
  if (a.mainKey !== "" && a.mainKey === b.key) return 0.85;
  if (b.mainKey !== "" && b.mainKey === a.key) return 0.85;
  return isShortened(a.words, b.words) ? 0.8 : 0;
}

/**
 * `Sonic 2` is `Sonic The Hedgehog 2`: words inside a title are left out. `Mega Man` is no `Mega Man Soccer` and `Star
 * Force` no `Super Star Force`: what is added at an end makes another game of it.
 */
function isShortened(a: string[], b: string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const isInside = short.every((word) => long.includes(word));
  return isInside && short.length >= 2 && short[0] === long[0] && short.at(-1) === long.at(-1);
}

const joined = ({ words }: Title) => words.join("");

/** Small letters without accents, articles put away: `Legend of Zelda, The - A Link` and `The Legend of Zelda: A Link`. */
function plainWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\u00df/g, "ss")
    .replace(/\u00e6/g, "ae")
    .replace(/\u0153/g, "oe")
    .replace(/\u00f8/g, "o")
    .replace(/&/g, " and ")
    .replace(/['\u2018\u2019`\u00b4.]/g, "")
    .replace(/_/g, " ")
    .replace(/, (?:the|an?|le|la|les|der|die|das|el|los|il)(?= - |: |$)/g, "")
    .replace(/(^| - |: )(?:the|an?) /g, "$1")
    .replace(/\b(?:the)\b/g, " ")
    .replace(/\s+/g, " ");
}

function wordsOf(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}\p{N}\u30fc]+/gu) ?? [];
  return words.map((word) => romanNumbers[word] ?? word);
}

const romanNumbers: Record<string, string> = {
  ...{ ii: "2", iii: "3", iv: "4", vi: "6", vii: "7", viii: "8", ix: "9", xi: "11", xii: "12", xiii: "13" },
  ...{ xiv: "14", xv: "15", xvi: "16" },
};
const looseNumbers: Record<string, string> = { i: "1", v: "5", x: "10" };

const isNumber = (word: string) => /^\p{N}+$/u.test(word);

const fillers = new Set(["version", "edition", "of", "and", "a", "an", "legend"]);
