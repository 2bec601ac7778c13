import { joinPath, nameOf, parentOf } from "./paths.ts";
import { checksumOf } from "./text-checksum.ts";

/** How every temporary file of a unit begins, beside its save; no other unit's do. */
export function stagedPrefix(realPath: string): string {
  return joinPath(parentOf(realPath), `.${shortName(nameOf(realPath))}.savepoint-`);
}

/** A file's name has 255 bytes, and what follows the prefix takes its share. */
const longestNameBytes = 120;

function shortName(name: string): string {
  if (new TextEncoder().encode(name).length <= longestNameBytes) return name;
  return `${[...name].slice(0, 20).join("")}-${checksumOf(name)}`;
}
