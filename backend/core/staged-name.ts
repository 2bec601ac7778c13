import { joinPath, nameOf, parentOf } from "./paths.ts";
import { checksumOf } from "./text-checksum.ts";

/** How every temporary file of a unit begins, beside its save; no other unit's do. */
export function stagedPrefix(realPath: string): string {
  return joinPath(parentOf(realPath), `.${shortName(nameOf(realPath))}.savepoint-`);
}

/** A file's name has 255 bytes, and what follows the prefix takes its share. */
const longestNameBytes = 120;

/** Nor do FAT and exFAT take every letter. */
const refusedOnCards = /["*/:<>?\\|]/g;

function shortName(name: string): string {
  const isShort = new TextEncoder().encode(name).length <= longestNameBytes;
  const onCards = name.replace(refusedOnCards, "_");
  if (isShort && onCards === name) return name;
  return `${[...onCards].slice(0, 20).join("")}-${checksumOf(name)}`;
}
