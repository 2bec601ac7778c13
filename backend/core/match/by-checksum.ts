import type { Found } from "./found.ts";
import type { LocalFile } from "./library.ts";
import type { Near } from "./library-index.ts";

/** RomM's checksums are of the content, also where it has an archive, whose own size then says nothing. */
export function byChecksum({ md5, crc }: LocalFile, near: Near): Found {
  const roms = [md5, crc].flatMap((sum) => (sum === null ? [] : near.byChecksum(sum)));
  return { roms, evidence: "same-checksum" };
}

/** Whether a rom is of this size, so that it may be this file: only then is it worth reading it whole. */
export function isWorthHashing(near: Near, sizeBytes: number): boolean {
  return near.bySize(sizeBytes).some(({ hashes, files }) => hashes.md5 !== null || (files ?? []).length > 0);
}
