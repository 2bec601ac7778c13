import { joinPath } from "../core/paths.ts";
import type { AppId, SteamShortcut } from "../core/vocabulary.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import { DamagedVdf, decodeBinaryVdf, type VdfMap } from "./binary-vdf.ts";

/** What Steam's own files say; a file that cannot be read is never "no shortcuts". */
export type FoundShortcuts =
  | { kind: "found"; shortcuts: SteamShortcut[] }
  | { kind: "no-steam"; paths: string[] }
  | { kind: "unreadable"; path: string; detail: string };

const steamFolders = [".local/share/Steam", ".steam/steam"];

/** The shortcuts of every Steam user on this machine, read-only: Steam rewrites the file from memory. */
export async function readSteamShortcuts(disk: Disk, homeFolder: string): Promise<FoundShortcuts> {
  const paths = steamFolders.map((folder) => joinPath(homeFolder, `${folder}/userdata`));
  const byAppId = new Map<AppId, SteamShortcut>();
  let current = homeFolder;
  try {
    const folders = await findFolders(disk, paths);
    if (folders.size === 0) return { kind: "no-steam", paths };
    for (const folder of folders) {
      for (const user of ((await disk.list(folder)) ?? []).filter((name) => /^\d+$/.test(name))) {
        current = joinPath(folder, `${user}/config/shortcuts.vdf`);
        const bytes = await disk.read(current);
        if (bytes === null) continue; // This user has no shortcut.
        for (const shortcut of decodeShortcuts(bytes)) byAppId.set(shortcut.appId, shortcut);
      }
    }
  } catch (error) {
    if (!(error instanceof DamagedVdf || error instanceof FileError)) throw error;
    return { kind: "unreadable", path: current, detail: error.message };
  }
  return { kind: "found", shortcuts: [...byAppId.values()] };
}

/** The second path is usually a link to the first. */
async function findFolders(disk: Disk, paths: string[]): Promise<Set<string>> {
  const real = await Promise.all(paths.map((path) => disk.realPath(path)));
  return new Set(real.filter((path) => path !== null));
}

/** Throws `DamagedVdf`. */
export function decodeShortcuts(bytes: Uint8Array): SteamShortcut[] {
  const shortcuts = decodeBinaryVdf(bytes).get("shortcuts");
  if (!(shortcuts instanceof Map)) throw new DamagedVdf("The list of shortcuts is missing.");
  return [...shortcuts.values()].map(toShortcut).filter((shortcut) => shortcut !== null);
}

/** Null: Steam has not given it an id yet, so nothing can be tied to it. */
function toShortcut(entry: unknown): SteamShortcut | null {
  if (!(entry instanceof Map)) throw new DamagedVdf("A shortcut is not a list of values.");
  const id = entry.get("appid");
  if (typeof id !== "number" || id === 0) return null;
  const launch = {
    exe: textOf(entry, "exe"),
    startDir: textOf(entry, "startdir"),
    options: textOf(entry, "launchoptions"),
  };
  // Steam writes the 32 bits as a signed number; everywhere else they are unsigned.
  return { appId: (id >>> 0) as AppId, name: textOf(entry, "appname"), launch };
}

function textOf(entry: VdfMap, key: string): string {
  const value = entry.get(key) ?? "";
  if (typeof value !== "string") throw new DamagedVdf(`A shortcut's ${key} is not a text.`);
  return value;
}
