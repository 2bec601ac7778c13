import { joinPath } from "../core/paths.ts";
import type { AppId, SteamShortcut } from "../core/vocabulary.ts";
import { type Disk, FileError } from "../machine/disk.ts";
import { DamagedVdf, decodeBinaryVdf, type VdfMap } from "./binary-vdf.ts";

/** What Steam's own files say; a file that cannot be read is never "no shortcuts", and hides no other. */
export type FoundShortcuts =
  | { kind: "found"; shortcuts: SteamShortcut[]; unreadable: UnreadableList[] }
  | { kind: "no-steam"; paths: string[] };

/** A list of one Steam user, or the folder in which all lie. */
export interface UnreadableList {
  path: string;
  detail: string;
}

/** Below the home folder: the usual one, the link that Steam makes to it, and Steam as a Flatpak. */
const steamFolders = [
  ".local/share/Steam",
  ".steam/steam",
  ".var/app/com.valvesoftware.Steam/.local/share/Steam",
];

/** The shortcuts of every Steam user on this machine, read-only: Steam rewrites the file from memory. */
export async function readSteamShortcuts(disk: Disk, homeFolder: string): Promise<FoundShortcuts> {
  const paths = steamFolders.map((folder) => joinPath(homeFolder, `${folder}/userdata`));
  const shortcuts: SteamShortcut[] = [];
  const unreadable: UnreadableList[] = [];
  async function orUnreadable<T>(path: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DamagedVdf || error instanceof FileError)) throw error;
      unreadable.push({ path, detail: error.message });
      return null;
    }
  }
  const folders = new Set<string>();
  for (const path of paths) {
    const real = await orUnreadable(path, () => disk.realPath(path));
    if (real !== null) folders.add(real); // The second path is usually a link to the first.
  }
  for (const folder of folders) {
    const users = (await orUnreadable(folder, () => disk.list(folder))) ?? [];
    for (const steamUser of users.filter((name) => /^\d+$/.test(name))) {
      const path = joinPath(folder, `${steamUser}/config/shortcuts.vdf`);
      const found = await orUnreadable(path, async () => decodeList(await disk.read(path)));
      for (const shortcut of found ?? []) shortcuts.push({ ...shortcut, steamUser });
    }
  }
  if (folders.size === 0 && unreadable.length === 0) return { kind: "no-steam", paths };
  return { kind: "found", shortcuts: withoutTwins(shortcuts), unreadable };
}

/** Null: this user has no shortcut. */
function decodeList(bytes: Uint8Array | null): SteamShortcut[] {
  return bytes === null ? [] : decodeShortcuts(bytes);
}

/** Two users of one machine often have the same shortcut, with the same id: one is enough. */
function withoutTwins(shortcuts: SteamShortcut[]): SteamShortcut[] {
  const byMeaning = new Map<string, SteamShortcut>();
  for (const shortcut of shortcuts) {
    const meaning = JSON.stringify([shortcut.appId, shortcut.launch]);
    if (!byMeaning.has(meaning)) byMeaning.set(meaning, shortcut);
  }
  return [...byMeaning.values()];
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
