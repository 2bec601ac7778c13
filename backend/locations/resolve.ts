import { joinPath, nameOf, parentOf } from "../core/paths.ts";
import { pathsOf, shapeOf } from "../core/shapes/shapes.ts";
import type { SaveLocation } from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";

/** Links resolved as far as the path exists: two spellings of one place become equal. */
export async function resolvePath(disk: Disk, path: string): Promise<string> {
  const real = await disk.realPath(path);
  if (real !== null || path === "/") return real ?? path;
  return joinPath(await resolvePath(disk, parentOf(path)), nameOf(path));
}

/** Null: saves can be there. Otherwise what is wrong with the place, for the player. */
export async function whyUnusable(disk: Disk, location: SaveLocation): Promise<string | null> {
  const wrongRule = shapeOf(location).whyWrong(location);
  if (wrongRule !== null) return wrongRule;
  for (const path of pathsOf(location)) {
    const wrong = await whyNoFile(disk, path);
    if (wrong !== null) return wrong;
  }
  return null;
}

async function whyNoFile(disk: Disk, path: string): Promise<string | null> {
  if (!path.startsWith("/") || path.includes("\0")) return "The path must be absolute, like /home/deck/….";
  if (path.split("/").some((part) => part === "." || part === ".."))
    return "The path must not contain . or .. parts.";
  if (nameOf(path) === "") return "The path must name a file, not a folder.";
  const stat = await disk.stat(path);
  return stat !== null && stat.kind !== "file"
    ? "There is a folder or a device at this path, not a file."
    : null;
}
