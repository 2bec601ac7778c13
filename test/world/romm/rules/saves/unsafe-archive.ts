import { readEntryNames } from "../../content-hash.ts";

const mostEntries = 65_536;

/** Since 5.4: why RomM does not take an upload that reads as a zip; null: it does. Only names are looked at. */
export function whyUnsafe(bytes: Uint8Array): string | null {
  const names = readEntryNames(bytes);
  if (names === null) return null;
  if (names === "unreadable") return "the archive can't be read";
  if (names.length > mostEntries) return `the archive has more than ${mostEntries} entries`;
  const leaving = names.find(leaves);
  return leaving === undefined ? null : `the archive entry ${leaving} leaves its folder`;
}

function leaves(name: string): boolean {
  return /^\/|\\|\0|^[A-Za-z]:/.test(name) || name.split("/").includes("..");
}
