import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Null: there is no such file. */
export async function readIfPresent(path: string): Promise<Uint8Array | null> {
  return orIfAbsent(readFile(path), null);
}

/** Every kept copy of a Deck: whole saves, `*.save` anywhere below `history/` in the plugin's runtime folder. */
export async function readKeptCopies(runtimeFolder: string): Promise<Uint8Array[]> {
  const history = join(runtimeFolder, "history");
  const names = await orIfAbsent(readdir(history, { recursive: true }), []);
  const copies = names.filter((name) => name.endsWith(".save"));
  return Promise.all(copies.map((name) => readFile(join(history, name))));
}

async function orIfAbsent<T>(work: Promise<T>, absent: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return absent;
    throw error;
  }
}
