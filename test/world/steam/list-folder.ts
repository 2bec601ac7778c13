import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ListedFile } from "./serve-decks.ts";

/** What Decky's loader answers its file picker (`filepicker_ls`): folders first, links followed, broken ones left out. */
export async function listFolder(path: string): Promise<ListedFile[]> {
  const folder = await realpath(path).catch(refuse);
  const names = await readdir(folder).catch(refuse);
  const files = await Promise.all(names.sort().map((name) => describe(folder, name)));
  const found = files.filter((file) => file !== null);
  return [...found.filter(({ isdir }) => isdir), ...found.filter(({ isdir }) => !isdir)];
}

async function describe(folder: string, name: string): Promise<ListedFile | null> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => null);
  return found && { name, isdir: found.isDirectory(), realpath: path, size: found.size };
}

/** As Python words it. */
function refuse(error: NodeJS.ErrnoException): never {
  if (error.code === "ENOENT") throw new Error("[Errno 2] No such file or directory");
  if (error.code === "EACCES") throw new Error("[Errno 13] Permission denied");
  throw error;
}
