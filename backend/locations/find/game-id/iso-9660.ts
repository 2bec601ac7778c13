import { textOf, uint32 } from "./bytes.ts";
import type { Disc } from "./image.ts";

const sector = 2048;
/** A directory of a game's disc is far smaller, and so is what is looked for. */
const longestFolder = 512 * 1024;
const longestFile = 256 * 1024;

/** A file of a disc by its path, `PSP_GAME/PARAM.SFO`; null: it is not there, or this is no ISO 9660. */
export async function readDiscFile(disc: Disc, path: string): Promise<Uint8Array | null> {
  const volume = await disc(16 * sector, sector);
  if (volume?.byteLength !== sector || textOf(volume, 1, 5) !== "CD001") return null;
  let extent: Extent | null = { at: uint32(volume, 156 + 2), length: uint32(volume, 156 + 10) };
  for (const name of path.split("/")) {
    if (extent === null) return null;
    const folder = await disc(extent.at * sector, Math.min(extent.length, longestFolder));
    extent = folder === null ? null : entryOf(folder, name);
  }
  return extent === null ? null : await disc(extent.at * sector, Math.min(extent.length, longestFile));
}

interface Extent {
  at: number;
  length: number;
}

/** Records begin anew in each sector; a record of length zero ends one. */
function entryOf(folder: Uint8Array, name: string): Extent | null {
  const wanted = name.toUpperCase();
  for (let at = 0; at + 33 < folder.byteLength; ) {
    const length = folder[at] ?? 0;
    if (length === 0) {
      at = (Math.floor(at / sector) + 1) * sector;
      continue;
    }
    const own = textOf(folder, at + 33, folder[at + 32] ?? 0).replace(/;\d+$/, "");
    if (own.toUpperCase() === wanted) return { at: uint32(folder, at + 2), length: uint32(folder, at + 10) };
    at += length;
  }
  return null;
}
