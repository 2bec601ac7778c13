import { joinPath } from "../../../core/paths.ts";
import { isAllowed } from "../deck/allowed.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import type { Content } from "./content.ts";
import type { RetroarchSettings } from "./settings.ts";

export interface SaveFolder {
  path: string;
  /** The settings say so; otherwise RetroArch's own usual folder counts, which was not the same at all times. */
  isNamed: boolean;
  /** Neither the rom's folder nor the core is in its path: roms of one name on two systems share a file there. */
  isFlat: boolean;
}

/**
 * Where RetroArch and its cores put the saves of a rom (RetroArch `runloop_path_set_redirect`): beside the rom, or in
 * its folder, sorted by the rom's folder first and the core second. Null: in no folder that a save may be kept in.
 */
export async function saveFolderOf(
  files: DeckFiles,
  settings: RetroarchSettings,
  { content, library }: { content: Content; library: string | null },
): Promise<SaveFolder | null> {
  const beside = { path: content.folder, isFlat: false };
  const isBeside = settings.flag("savefiles_in_content_dir", false);
  const root = isBeside ? null : settings.path("savefile_directory");
  const kind = root === null ? "absent" : await files.kind(root);
  if (kind === "unknown") return null;
  if (root === null || kind !== "folder") {
    // A folder that does not exist is ignored; one on a card that is out may be back before the game starts.
    const isNamed = isBeside || (root !== null && !isOnCard(root));
    return (await isAllowed(files, content.folder)) ? { ...beside, isNamed } : null;
  }
  const byContent = settings.flag("sort_savefiles_by_content_enable", false);
  const byCore = settings.flag("sort_savefiles_enable", true);
  if (byCore && library === null) return null;
  const steps = [...(byContent ? [content.folderName] : []), ...(byCore && library ? [library] : [])];
  const sorted = await sortedFolder(files, root, steps);
  return (await isAllowed(files, sorted))
    ? { path: sorted, isNamed: true, isFlat: !byContent && !byCore }
    : null;
}

const isOnCard = (path: string) => /^\/(?:run\/media|media|mnt)\//.test(path);

/** Where the sorted folder cannot be made, RetroArch goes on in the unsorted one without a word. */
async function sortedFolder(files: DeckFiles, root: string, steps: string[]): Promise<string> {
  let folder = root;
  for (const step of steps) {
    folder = joinPath(folder, step);
    const kind = await files.kind(folder);
    if (kind === "file" || kind === "other") return root;
  }
  return folder;
}
