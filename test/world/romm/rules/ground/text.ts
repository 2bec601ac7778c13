import type { Traits } from "./traits.ts";

/** How the database compares text: MariaDB's default collation ignores case, accents and trailing spaces. */
export function sameText(traits: Traits, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return traits.foldsText ? fold(a) === fold(b) : a === b;
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ +$/, "");
}

export interface NameParts {
  stem: string;
  /** With its dot; empty if there is none. */
  extension: string;
}

/** Python's splitext: the last dot; a name that only starts with dots has no extension. */
export function splitName(name: string): NameParts {
  const dot = name.lastIndexOf(".");
  if (dot <= 0 || /^\.*$/.test(name.slice(0, dot))) return { stem: name, extension: "" };
  return { stem: name.slice(0, dot), extension: name.slice(dot) };
}

/** The name without extension and without its `(…)` and `[…]` tags. */
export function withoutTags(name: string): string {
  return splitName(name)
    .stem.replace(/\s*[([][^)\]]*[)\]]/g, "")
    .trim();
}

/** What RomM makes of an uploaded file's name; empty: nothing was left. */
export function sanitiseFileName(name: string): string {
  const base = name.slice(name.lastIndexOf("/") + 1);
  return base
    .replaceAll("\0", "")
    .replace(/[\\/:|]/g, "-")
    .replace(/[*?"<>+]/g, "")
    .trim();
}
