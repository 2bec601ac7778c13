import { joinPath, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import type { Content } from "./content.ts";

const mostFolders = 400;

/**
 * Whether a rom of another system has the same name: in a flat folder, both would share one save. The systems are the
 * folders beside the rom's own.
 */
export async function hasNamesake(files: DeckFiles, { folder, stem }: Content): Promise<boolean> {
  const library = parentOf(folder);
  if (library === "/" || stem === "") return false;
  const systems = (await files.names(library)).slice(0, mostFolders);
  for (const system of systems) {
    const other = joinPath(library, system);
    if (other === folder || (await files.kind(other)) !== "folder") continue;
    const names = await files.names(other);
    if (names.some((name) => name.startsWith(`${stem}.`) && name.lastIndexOf(".") === stem.length))
      return true;
  }
  return false;
}
