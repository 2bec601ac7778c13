import { joinPath } from "../../core/paths.ts";
import { pathsOf } from "../../core/shapes/shapes.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import type { DeckFiles } from "./deck/deck-files.ts";
import { isMatch } from "./pattern.ts";

/** Whether anything of the save stands at its place. */
export async function isThere(files: DeckFiles, location: SaveLocation): Promise<boolean> {
  return (await rootsOfSave(files, location)).length > 0;
}

/** The files or folders of the save that stand there: what is to be measured. */
export async function rootsOfSave(files: DeckFiles, location: SaveLocation): Promise<string[]> {
  const paths = await mayBe(files, location);
  const kinds = await Promise.all(paths.map((path) => files.kind(path)));
  return paths.filter((_, at) => kinds[at] === "file" || kinds[at] === "folder");
}

async function mayBe(files: DeckFiles, location: SaveLocation): Promise<string[]> {
  if (location.kind === "folders") {
    const names = await files.names(location.parent);
    const own = names.filter((name) => name.startsWith(location.prefix));
    return own.map((name) => joinPath(location.parent, name));
  }
  if (location.kind === "files" && "glob" in location.match) {
    const { glob, not } = location.match;
    const names = await files.names(location.folder);
    const own = names.filter((name) => isMatch(glob, name) && !(not !== undefined && isMatch(not, name)));
    return own.map((name) => joinPath(location.folder, name));
  }
  return pathsOf(location);
}
