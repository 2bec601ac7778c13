import type { Traits } from "./traits.ts";

/** How the database compares text: MariaDB's default collation ignores case, accents and trailing spaces. */
export function sameText(traits: Traits, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return a === b;
  return traits.foldsText ? fold(a) === fold(b) : a === b;
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/ +$/, "");
}

/** How slots are compared: since 5.4 letter by letter, on every database. */
export function sameSlot(traits: Traits, a: string | null, b: string | null): boolean {
  return traits.comparesSlotsExactly ? a === b : sameText(traits, a, b);
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

/** RomM's own way with the names that it tells (models/base.py): all that may be extensions, also behind a folder's last dot. */
const extensions = /\.((?:[a-z]+\.)*[\p{L}\p{N}_]+)$/u;

/** `fs_name_no_ext` and its kind: `Golden Sun.gba.zip` is `Golden Sun`, `Dr. Mario (USA)` keeps its dot. */
export function nameWithoutExtension(name: string): string {
  return name.replace(extensions, "").trim();
}

/** Without its dot. */
export function extensionsOf(name: string): string {
  return extensions.exec(name)?.[1] ?? "";
}

/** Also without the groups of `(…)` and `[…]` at its end. */
export function withoutTags(name: string): string {
  return nameWithoutExtension(name)
    .replace(/(?:\s*(?:\([^)]*\)|\[[^\]]*\]))+\s*$/, "")
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
