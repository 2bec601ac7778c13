import type { RomIdentity } from "../state.ts";
import type { LibraryRom } from "./library.ts";

export interface Followed {
  rom: LibraryRom;
  by: "content" | "name";
}

/**
 * The one rom that a registered one is after its library was scanned anew: of the same content, or else in the same
 * place by name and size. Null: there is none, or several could be meant.
 */
export function findAgain(was: RomIdentity, roms: LibraryRom[]): Followed | null {
  const same = was.md5 === undefined ? [] : roms.filter(({ hashes }) => hashes.md5 === was.md5);
  const [rom, another] = same;
  if (rom && !another) return { rom, by: "content" };
  const named = (same.length > 0 ? same : roms).filter((one) => isNamedSo(was, one));
  const [only, further] = named;
  return only && !further ? { rom: only, by: same.length > 0 ? "content" : "name" } : null;
}

function isNamedSo({ platformSlug, fsName, sizeBytes }: RomIdentity, rom: LibraryRom): boolean {
  const isSameSize = sizeBytes === undefined || sizeBytes === rom.sizeBytes;
  return rom.platformSlug === platformSlug && rom.fsName === fsName && isSameSize;
}
