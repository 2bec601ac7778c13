import type { Found } from "./found.ts";
import type { LibraryRom, LocalFile } from "./library.ts";
import type { Near } from "./library-index.ts";

export function byChecksum(file: LocalFile, near: Near): Found {
  const roms = file.sizeBytes === null ? [] : near.bySize(file.sizeBytes);
  const byCrc = file.crc === null ? [] : near.byCrc(file.crc);
  return { roms: [...roms, ...byCrc].filter((rom) => isSame(rom, file)), evidence: "same-checksum" };
}

/** RomM's checksums are of the content, also where it has an archive, whose own size then says nothing. */
function isSame(rom: LibraryRom, { md5, crc }: LocalFile): boolean {
  if (md5 !== null) return md5sOf(rom).includes(md5);
  return crc !== null && rom.hashes.crc === crc;
}

function md5sOf({ hashes, files }: LibraryRom): string[] {
  return [hashes.md5, ...(files ?? []).map((file) => file.md5)].filter((md5) => md5 !== null);
}
