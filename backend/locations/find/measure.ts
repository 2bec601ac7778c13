import { joinPath } from "../../core/paths.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import type { DeckFiles } from "./deck/deck-files.ts";
import { rootsOfSave } from "./presence.ts";

export interface Measured {
  fileCount: number;
  sizeBytes: number;
  /** The newest of its files; null: none is there. */
  modifiedAtMs: number | null;
  /** There is more than was counted. */
  isCut: boolean;
}

/** Beyond that many, a folder is hardly a save, and its exact size of no use. */
const mostFiles = 20_000;
const deepest = 24;

/** What stands at a place now, without reading any content. */
export async function measure(files: DeckFiles, location: SaveLocation): Promise<Measured> {
  const sum: Measured = { fileCount: 0, sizeBytes: 0, modifiedAtMs: null, isCut: false };
  for (const path of await rootsOfSave(files, location)) await add(files, sum, { path, depth: 0 });
  return sum;
}

async function add(files: DeckFiles, sum: Measured, { path, depth }: { path: string; depth: number }) {
  if (sum.fileCount >= mostFiles || depth > deepest) {
    sum.isCut = true;
    return;
  }
  const stat = await files.stat(path);
  if (stat?.kind === "file") {
    sum.fileCount += 1;
    sum.sizeBytes += stat.sizeBytes;
    sum.modifiedAtMs = Math.max(sum.modifiedAtMs ?? 0, stat.modifiedAtMs);
  }
  if (stat?.kind !== "folder") return;
  for (const name of await files.names(path))
    await add(files, sum, { path: joinPath(path, name), depth: depth + 1 });
}
