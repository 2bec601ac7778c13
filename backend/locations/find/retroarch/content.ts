import type { RomFile } from "../../../core/launch-target.ts";
import { extensionOf, nameOf, parentOf } from "../../../core/paths.ts";

/** The rom as RetroArch takes it for the names of what belongs to it. */
export interface Content {
  /** The folder that it lies in; of a file in an archive, the archive's. */
  folder: string;
  folderName: string;
  /** What saves are called. */
  stem: string;
  /** The file's name with its extension; of one in an archive its own. */
  name: string;
  /** Of the content, lower case, with its dot. */
  extension: string;
}

/** RetroArch `runloop_path_set_basename`: a file played out of an archive gives its own name, a whole archive the archive's. */
export function contentOf({ path, archiveEntry }: RomFile): Content {
  const folder = parentOf(path);
  const name = archiveEntry === null ? nameOf(path) : nameOf(archiveEntry);
  const dot = name.lastIndexOf(".");
  const stem = dot < 0 ? name : name.slice(0, dot);
  return { folder, folderName: nameOf(folder), stem, name, extension: extensionOf(name).toLowerCase() };
}
