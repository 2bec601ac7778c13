import { joinPath, nameOf, parentOf } from "../core/paths.ts";
import type { Claim } from "../core/shapes/shape.ts";
import { claimsOf, shapeOf } from "../core/shapes/shapes.ts";
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
  for (const claim of claimsOf(location)) {
    const wrong = whyNoPath(claim) ?? (await whyOccupied(disk, claim));
    if (wrong !== null) return wrong;
  }
  return null;
}

/** `/home/deck` and what lies as high is nobody's save, and everybody's. */
const fewestNames = 3;

function whyNoPath({ path, is }: Claim): string | null {
  if (!path.startsWith("/") || path.includes("\0")) return "The path must be absolute, like /home/deck/….";
  if (path.split("/").some((part) => part === "." || part === ".."))
    return "The path must not contain . or .. parts.";
  if (is === "file") return nameOf(path) === "" ? "The path must name a file, not a folder." : null;
  const folder = is === "folder" ? path : parentOf(path);
  return folder.split("/").filter((name) => name !== "").length < fewestNames
    ? "This folder is the system's or the user's own, not one game's."
    : null;
}

/** Nothing there is fine: it may have yet to be made. */
async function whyOccupied(disk: Disk, { path, is }: Claim): Promise<string | null> {
  const stat = await disk.stat(is === "prefix" ? parentOf(path) : path);
  if (is === "file")
    return stat !== null && stat.kind !== "file"
      ? "There is a folder or a device at this path, not a file."
      : null;
  return stat !== null && stat.kind !== "folder" ? "There is a file at this path, not a folder." : null;
}
