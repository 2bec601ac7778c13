import type { ShortcutBinding } from "../../../backend/contract/saves/shortcut.ts";

type SaveLocation = ShortcutBinding["save"];

/** How much of a path tells places apart: its last three names. */
const namesMax = 3;

/** The end of a path, as a player knows it. */
export function tailOf(location: SaveLocation): string {
  const names = pathOf(location)
    .split("/")
    .filter((name) => name !== "");
  return names.length > namesMax ? `…/${names.slice(-namesMax).join("/")}` : `/${names.join("/")}`;
}

/** The folder in which the player looks for it. */
export function folderOf(location: SaveLocation): string {
  if (location.kind === "files") return location.folder;
  if (location.kind === "folders") return location.parent;
  return location.path.slice(0, location.path.lastIndexOf("/")) || "/";
}

/** All of it, for the page where paths stand. */
export function pathOf(location: SaveLocation): string {
  switch (location.kind) {
    case "file":
    case "folder":
      return location.path;
    case "files":
      return "stem" in location.match ? `${location.folder}/${location.match.stem}` : location.folder;
    case "folders":
      return `${location.parent}/${location.prefix}`;
  }
}
