import { joinPath, nameOf, parentOf } from "../core/paths.ts";
import { pathsOf } from "../core/places.ts";
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
  const wrongSet = location.kind === "files" ? whyNoSet(location) : null;
  if (wrongSet !== null) return wrongSet;
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

function whyNoSet({ stem, extensions }: SaveLocation & { kind: "files" }): string | null {
  if (stem === "" || stem.includes("/")) return "The stem must be a file's name without its extension.";
  if (extensions.length === 0) return "A set of files needs at least one extension, like .srm.";
  if (extensions.some((extension) => !/^(\.[^./]+)+$/.test(extension)))
    return "Each extension must begin with a dot, like .srm.";
  if (extensions.some((extension) => extension.toLowerCase().endsWith(".zip")))
    return "A set travels as a .zip itself; it cannot have one among its files.";
  const folded = new Set(extensions.map((extension) => extension.toLowerCase()));
  return folded.size < extensions.length ? "Each extension may be named once only." : null;
}
