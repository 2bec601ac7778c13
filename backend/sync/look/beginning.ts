import { joinPath, nameOf, parentOf } from "../../core/paths.ts";
import type { Unit } from "../../core/state.ts";
import type { Disk } from "../../machine/disk.ts";

/**
 * The resolved path of a folder that is there, or that an emulator has yet to make. A save that was agreed on had its
 * folder: if that is missing now, a card is out. Before, nothing need exist yet. Null: it is out of reach.
 */
export async function findFolder(
  disk: Pick<Disk, "realPath" | "stat">,
  { baseline }: Pick<Unit, "baseline">,
  folder: string,
): Promise<string | null> {
  const real = await disk.realPath(folder);
  if (real !== null) return (await disk.stat(real))?.kind === "folder" ? real : null;
  if (baseline !== null) return null;
  const above = await nearestAbove(disk, folder);
  return above !== null && (await isBeginning(disk, above.real))
    ? above.missing.reduceRight((path, name) => joinPath(path, name), above.real)
    : null;
}

/** Null: a link leads nowhere. */
async function nearestAbove(disk: Pick<Disk, "realPath" | "stat">, folder: string) {
  const missing: string[] = [];
  for (let path = folder; path !== "/"; path = parentOf(path)) {
    const real = await disk.realPath(path);
    if (real !== null) return { real, missing };
    missing.push(nameOf(path));
  }
  return null;
}

/** Where cards and other disks are put in: what is missing there may stand on one that is out. */
const removableRoots = ["/run/media", "/media", "/mnt"];

/** `/home/deck`, and all that lies as high, is nobody's save folder. */
const fewestNames = 3;

async function isBeginning(disk: Pick<Disk, "stat">, folder: string): Promise<boolean> {
  if (folder.split("/").length <= fewestNames) return false;
  const root = removableRoots.find((one) => folder === one || folder.startsWith(`${one}/`));
  if (root === undefined) return true;
  const [own, above] = await Promise.all([disk.stat(folder), disk.stat(root)]);
  return own !== null && own.kind === "folder" && own.device !== above?.device;
}
