import { foldCase, joinPath, nameOf, parentOf } from "../../core/paths.ts";
import { claimsOf, ownsName } from "../../core/shapes/shapes.ts";
import type { SaveLocation } from "../../core/vocabulary.ts";
import type { DeckFiles } from "./deck/deck-files.ts";

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
  const lists = claimsOf(location).map(async ({ path, is }) => {
    if (is !== "prefix") return [path];
    const folder = parentOf(path);
    const names = await files.names(folder);
    const own = names.filter(
      (name) => foldCase(name).startsWith(foldCase(nameOf(path))) && ownsName(location, name),
    );
    return own.map((name) => joinPath(folder, name));
  });
  return (await Promise.all(lists)).flat();
}
