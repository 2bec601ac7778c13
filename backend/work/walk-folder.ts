import { joinPath } from "../core/paths.ts";
import type { Disk } from "../machine/disk.ts";

/** What stands below a folder, by paths from it. */
export interface Walk {
  files: string[];
  /** With a slash behind. */
  emptyFolders: string[];
  /** Why it is not to be had whole, for the player; null: it is. What stands behind a link is never looked at. */
  trouble: string | null;
}

/** What an archive without 64-bit numbers can count, and more than any game writes. */
const mostFiles = 65_535;
const deepest = 64;

/** Null: there is no such folder. */
export async function walkFolder(disk: Pick<Disk, "entries">, folder: string): Promise<Walk | null> {
  const found: Walk = { files: [], emptyFolders: [], trouble: null };
  return (await walkInto(disk, folder, { below: "", depth: 0, found })) ? found : null;
}

interface At {
  below: string;
  depth: number;
  found: Walk;
}

/** False: it is not there (any more). */
async function walkInto(disk: Pick<Disk, "entries">, path: string, at: At): Promise<boolean> {
  const { found, below, depth } = at;
  const entries = await disk.entries(path);
  if (entries === null) return false;
  if (entries.length === 0) found.emptyFolders.push(below);
  for (const { name, kind } of entries) {
    const relative = `${below}${name}`;
    if (found.trouble !== null) return true;
    if (kind === "file") found.files.push(relative);
    else if (kind === "folder" && depth < deepest)
      await walkInto(disk, joinPath(path, name), { found, below: `${relative}/`, depth: depth + 1 });
    else found.trouble = whyNot[kind](joinPath(path, name));
    if (found.files.length + found.emptyFolders.length > mostFiles)
      found.trouble = `There are more than ${mostFiles} files in it: ${path}`;
  }
  return true;
}

const whyNot = {
  link: (path: string) => `There is a link inside, which could lead anywhere: ${path}`,
  other: (path: string) => `There is something inside that is no file and no folder: ${path}`,
  folder: (path: string) => `Its folders lie too deep in each other: ${path}`,
  file: (path: string) => path,
};
