import { joinPath, nameOf, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "./deck-files.ts";

/** The system's own: what settings may name, and what no save of a player's is kept in. */
const systemFolders =
  /^\/(?:proc|sys|dev|etc|usr|bin|sbin|boot|lib|lib32|lib64|opt|lost\+found|efi|esp)(?:\/|$)/;

/** Below these lie homes and cards. */
const mounts = /^\/(?:run\/media|var\/(?:home|mnt|media)|var\/lib\/deck)\/./;

/**
 * Whether a save may be kept in this folder, by its path alone: anywhere in the player's home, and never in the system's
 * own folders, in the root of a disk, or above all homes. `/tmp` is nobody's, and no harm.
 */
function isPlaceForSaves(path: string, home: string): boolean {
  if (!path.startsWith("/") || path.includes("\0")) return false;
  const parts = path.split("/").slice(1);
  if (parts.length < 2 || parts.some((part) => part === "" || part === "." || part === "..")) return false;
  if (parts.some((part) => part.length > 255)) return false;
  if (home !== "" && (path === home || path.startsWith(`${home}/`))) return true;
  if (systemFolders.test(path)) return false;
  if (/^\/(?:run|var)\//.test(path)) return mounts.test(path);
  return true;
}

/** The same once its links are followed, as far as it exists. */
export async function isAllowed(files: DeckFiles, folder: string): Promise<boolean> {
  if (!isPlaceForSaves(folder, files.home)) return false;
  return isPlaceForSaves(await realOf(files, folder), await realOf(files, files.home));
}

/** What is not there yet will be made where what is above it leads. */
async function realOf(files: DeckFiles, path: string): Promise<string> {
  const real = await files.realPath(path);
  if (real !== null || path === "/" || !path.startsWith("/")) return real ?? path;
  return joinPath(await realOf(files, parentOf(path)), nameOf(path));
}
