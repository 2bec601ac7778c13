import { stemOf } from "./fold-name.ts";

/** What a file's name tells about the game, by the habits of No-Intro, Redump, TOSEC, GoodTools and scene groups. */
export interface GameName {
  /** Without what stands in brackets; as it is written. */
  title: string;
  /** ISO-like words; empty: not told. */
  regions: ReadonlySet<string>;
  /** `1`, `a`, `1.1`; empty: the first, or not told. */
  revision: string;
  /** 1 for `Disc 1` and `Disk A`; null: not told. */
  disc: number | null;
  variant: Variant;
  /** Other words in brackets, folded: alternate dumps, publishers, years. */
  remarks: string[];
}

/** `plain` is the game as it was sold. The others are games of their own, however alike their titles. */
export type Variant = "plain" | "translation" | "hack" | "trial";

/** `isFolder`: the name has no extension that could be taken off. */
export function readGameName(name: string, isFolder = false): GameName {
  const stem = withoutPrefix(isFolder ? name : stemOf(name));
  const { title, tags } = splitTags(stem);
  const found: GameName = {
    ...readBareDisc(title),
    regions: new Set(tags.flatMap(regionsIn)),
    revision: tags.map(revisionIn).find((revision) => revision !== "") ?? "",
    variant: variantOf(tags),
    remarks: tags.filter(isRemark).map((tag) => tag.toLowerCase()),
  };
  return { ...found, disc: tags.map(discIn).find((disc) => disc !== null) ?? found.disc };
}

/** `0434 - ` of release lists, `SLUS_209.64.` of PS2 loaders, `BLUS30443-[Title]`. */
function withoutPrefix(stem: string): string {
  const bare = stem
    .replace(/^\d{4} ?- ?(?=\S)/, "")
    .replace(/^[A-Z]{4}[_-]\d{3}\.\d{2}[. _-]+(?=\S)/, "")
    .replace(/^[A-Z]{4}-?\d{5}[ _-]+(?=\S)/, "");
  const bracketed = /^\[([^\]]+)\]$/.exec(bare);
  return bracketed?.[1] ?? bare;
}

/** Brackets may stand in each other; text behind the first of them is no title any more. */
function splitTags(stem: string): { title: string; tags: string[] } {
  const tags: string[] = [];
  let text = stem.replaceAll("_", " ");
  for (let before = ""; before !== text; ) {
    before = text;
    text = text.replace(/[([]([^()[\]]*)[)\]]/, (_all, tag: string) => {
      tags.push(...tag.split(/,|\s\+\s/).map((part) => part.trim()));
      return "\u0000";
    });
  }
  const [title = ""] = text.split("\u0000");
  const whole = title.trim() === "" ? text.replaceAll("\u0000", " ") : title;
  return { title: whole.replace(/[\s-]+$/, "").trim(), tags: tags.filter((tag) => tag !== "") };
}

/** `Final Fantasy VII - Disc 1`, `ff7_cd2`. */
function readBareDisc(title: string): { title: string; disc: number | null } {
  const found = /[\s._-]*\b(?:disc|disk|cd)[\s._-]*([1-9]|[a-d])(?: of \d+)?$/i.exec(title);
  if (!found || found.index === 0) return { title, disc: null };
  return { title: title.slice(0, found.index), disc: numberOf(found[1] ?? "") };
}

function discIn(tag: string): number | null {
  const found = /^(?:disc|disk|cd|side|tape|cartridge)\s*([0-9]{1,2}|[a-h])\b(?:\s*of\s*\d+)?/i.exec(tag);
  return found ? numberOf(found[1] ?? "") : null;
}

function numberOf(text: string): number {
  return /^\d/.test(text) ? Number(text) : text.toLowerCase().charCodeAt(0) - 96;
}

function revisionIn(tag: string): string {
  const found = /^(?:rev(?:ision)?[ .]*|v(?:er(?:sion)?)?[ .]*(?=\d))([0-9][0-9.]*|[a-z])$/i.exec(tag);
  const revision = (found?.[1] ?? "").toLowerCase();
  return /^(?:0|1\.0|v0|00)$/.test(revision) ? "" : revision;
}

const regionWords: Record<string, string[]> = {
  world: ["us", "eu", "jp"],
  usa: ["us"],
  us: ["us"],
  u: ["us"],
  america: ["us"],
  ntsc: ["us"],
  "ntsc-u": ["us"],
  canada: ["us", "ca"],
  europe: ["eu"],
  eur: ["eu"],
  eu: ["eu"],
  e: ["eu"],
  pal: ["eu"],
  japan: ["jp"],
  jpn: ["jp"],
  jp: ["jp"],
  j: ["jp"],
  "ntsc-j": ["jp"],
  w: ["us", "eu", "jp"],
  ue: ["us", "eu"],
  ju: ["jp", "us"],
  je: ["jp", "eu"],
  jue: ["jp", "us", "eu"],
  asia: ["as"],
  a: ["au"],
  australia: ["au"],
  brazil: ["br"],
  b: ["br"],
  korea: ["kr"],
  k: ["kr"],
  china: ["cn"],
  c: ["cn"],
  taiwan: ["tw"],
  germany: ["de"],
  g: ["de"],
  france: ["fr"],
  f: ["fr"],
  spain: ["es"],
  s: ["es"],
  italy: ["it"],
  i: ["it"],
  netherlands: ["nl"],
  sweden: ["se"],
  scandinavia: ["se", "no", "dk", "fi"],
  russia: ["ru"],
  uk: ["uk"],
  "united kingdom": ["uk"],
  poland: ["pl"],
  portugal: ["pt"],
};

/** GoodTools' single letters are capitals; `[a]` and `[b]` are dumps, `De` is a language. */
function regionsIn(tag: string): string[] {
  if (tag.length <= 2 && tag !== tag.toUpperCase()) return [];
  return regionWords[tag.toLowerCase()] ?? [];
}

const hack =
  /\b(?:rom ?)?hacks?\b|\bhacked\b|\brandomi[sz]e[rd]\b|\bkaizo\b|\bmod\b|\bredux\b|\bimprovement\b|^h\d|^h[a-z]?\d?[a-z]?$/i;
const translation =
  /^t[-+][a-z]|\btranslat(?:ed|ion)\b|^(?:en|eng|english|fr|french|de|german|es|spanish|pt|pt-br|it|italian)(?: patched)? by\b|\b(?:english|fan)[ -]?(?:patch(?:ed)?|translation)\b/i;
const trial =
  /^(?:beta|proto(?:type)?|demo|sample|preview|alpha|trial|kiosk|taikenban|pre-?release|debug)\b|\b(?:demo|beta|prototype)$/i;

function variantOf(tags: string[]): Variant {
  if (tags.some((tag) => hack.test(tag))) return "hack";
  if (tags.some((tag) => translation.test(tag))) return "translation";
  return tags.some((tag) => trial.test(tag)) ? "trial" : "plain";
}

function isRemark(tag: string): boolean {
  return regionsIn(tag).length === 0 && revisionIn(tag) === "" && discIn(tag) === null;
}
