import { foldCase, joinPath, nameOf, parentOf } from "../core/paths.ts";
import type { Claim } from "../core/shapes/shape.ts";
import { claimsOf } from "../core/shapes/shapes.ts";
import type { SaveLocation } from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";
import { walkFolder } from "./walk-folder.ts";

/** Every file that a save has now, and where there can be only one of a name, also that which is not there (yet). */
export async function listUnitFiles(disk: Pick<Disk, "entries">, location: SaveLocation): Promise<string[]> {
  const lists = await Promise.all(claimsOf(location).map((claim) => listClaim(disk, claim)));
  return lists.flat();
}

async function listClaim(disk: Pick<Disk, "entries">, { path, is }: Claim): Promise<string[]> {
  if (is === "file") return [path];
  if (is === "folder") return await listFolder(disk, path);
  const folder = parentOf(path);
  const entries = (await disk.entries(folder)) ?? [];
  const ofGame = entries.filter(({ name }) => foldCase(name).startsWith(foldCase(nameOf(path))));
  const lists = ofGame.map(async ({ name, kind }) => {
    const own = joinPath(folder, name);
    return kind === "folder" ? await listFolder(disk, own) : [own];
  });
  return (await Promise.all(lists)).flat();
}

async function listFolder(disk: Pick<Disk, "entries">, folder: string): Promise<string[]> {
  const walk = await walkFolder(disk, folder);
  return (walk?.files ?? []).map((file) => joinPath(folder, file));
}
