import type { DeckFiles } from "./deck-files.ts";

/** Steam's folder, as itself, through its link, and as a Flatpak. */
const steamFolders = (home: string) => [
  `${home}/.local/share/Steam`,
  `${home}/.steam/steam`,
  `${home}/.var/app/com.valvesoftware.Steam/.local/share/Steam`,
];

/** Where Steam may have installed a game: the folders `steamapps/common` of all its libraries, one spelling each. */
export async function steamGameFolders(files: DeckFiles, home: string): Promise<string[]> {
  const folders: string[] = [];
  for (const steam of steamFolders(home)) {
    const list = await files.text(`${steam}/steamapps/libraryfolders.vdf`);
    const others = list.kind === "text" ? libraryPaths(list.text) : [];
    for (const library of [steam, ...others]) {
      const real = await files.realPath(`${library}/steamapps/common`);
      if (real !== null && !folders.includes(real)) folders.push(real);
    }
  }
  return folders;
}

/** The values of all keys `path`: a library has no other. */
function libraryPaths(vdf: string): string[] {
  const pairs = vdf.matchAll(/"path"[ \t]+"((?:[^"\\\n]|\\.){1,4096})"/g);
  return [...pairs].map(([, path = ""]) => path.replace(/\\(.)/g, "$1")).slice(0, 100);
}
