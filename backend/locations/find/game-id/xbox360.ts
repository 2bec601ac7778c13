import type { DeckFiles } from "../deck/deck-files.ts";
import { hexOf, textOf, uint32, uint32BE } from "./bytes.ts";

/**
 * Eight hex digits of an Xbox 360's game: of an installed one its folder's, of a package its header's (STFS), of a program
 * or a disc its execution info's (XEX2, XGD; free60.org).
 */
export async function titleIdOfXbox360(files: DeckFiles, path: string): Promise<string | null> {
  // What was installed lies in a folder of its title, and that in one of its kind.
  const installed = /\/([0-9a-f]{8})\/000[0-9a-f]{5}\/[^/]+$/i.exec(path)?.[1];
  if (installed !== undefined) return installed;
  const magic = textOf((await files.bytes(path, 0, 4)) ?? new Uint8Array(), 0, 4);
  if (["CON ", "LIVE", "PIRS"].includes(magic)) return await idAt(files, path, 0x360);
  if (magic === "XEX2") return await idOfProgram(files, path, 0);
  for (const start of partitions) {
    const at = await programOnDisc(files, path, start);
    if (at !== null) return await idOfProgram(files, path, at);
  }
  return null;
}

/** Where the game's part of a disc begins: alone, and behind the video of its three kinds. */
const partitions = [0, 0x0fd90000, 0x02080000, 0x18300000];
const sector = 2048;
/** A directory of a disc is far smaller. */
const longestFolder = 512 * 1024;
const none = 0xffff;

/** The first byte of `default.xex`; null: no such disc, or none in it. */
async function programOnDisc(files: DeckFiles, path: string, start: number): Promise<number | null> {
  const volume = await files.bytes(path, start + 32 * sector, 28);
  if (volume === null || textOf(volume, 0, 20) !== "MICROSOFT*XBOX*MEDIA") return null;
  const length = Math.min(uint32(volume, 24), longestFolder);
  const folder = await files.bytes(path, start + uint32(volume, 20) * sector, length);
  const entry = folder && entryOf(folder, "default.xex");
  return entry === null ? null : start + entry * sector;
}

/** A tree of entries, of which each names two more; its sector. */
function entryOf(folder: Uint8Array, wanted: string): number | null {
  const left = [0];
  const seen = new Set<number>();
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (at === none || seen.has(at) || at * 4 + 14 > folder.byteLength) continue;
    seen.add(at);
    const entry = folder.subarray(at * 4);
    if (textOf(entry, 14, entry[13] ?? 0).toLowerCase() === wanted) return uint32(entry, 4);
    left.push(uint32(entry, 0) & none, uint32(entry, 0) >>> 16);
  }
  return null;
}

const mostHeaders = 200;
/** Of the execution info, in which the title's id is the fourth number. */
const executionInfo = 0x00040006;

async function idOfProgram(files: DeckFiles, path: string, at: number): Promise<string | null> {
  const head = await files.bytes(path, at, 0x18 + mostHeaders * 8);
  if (head === null || textOf(head, 0, 4) !== "XEX2") return null;
  const count = Math.min(uint32BE(head, 0x14), mostHeaders);
  for (let index = 0; index < count; index += 1) {
    const entry = 0x18 + index * 8;
    if (uint32BE(head, entry) === executionInfo)
      return await idAt(files, path, at + uint32BE(head, entry + 4) + 12);
  }
  return null;
}

async function idAt(files: DeckFiles, path: string, at: number): Promise<string | null> {
  const bytes = await files.bytes(path, at, 4);
  if (bytes?.byteLength !== 4) return null;
  const id = hexOf(bytes, 0, 4);
  return /^0{8}$/.test(id) ? null : id;
}
