import type { RomLaunch } from "../../../core/launch-target.ts";
import { joinPath } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { flatpakRoots, nativeRoots, type Roots, retrodeckApp } from "../deck/roots.ts";
import { steamGameFolders } from "../deck/steam-libraries.ts";
import type { RetroarchHome } from "./settings.ts";

const flatpakApp = "org.libretro.RetroArch";

/** The installations that the command may start: one, but for Steam's, which may lie in any of its libraries. */
export async function homesOf(
  files: DeckFiles,
  deckHome: string,
  launch: RomLaunch,
): Promise<RetroarchHome[]> {
  const roots = await rootsOf(files, deckHome, launch);
  const homes = roots.map((each) => toHome(each, launch.files.appended));
  const { settings } = launch.files;
  return settings === null ? homes : homes.map((home) => ({ ...home, configPath: settings }));
}

/** Every RetroArch that may be on this Deck and needs no command to be found. */
export async function homesOnDeck(files: DeckFiles, deckHome: string): Promise<RetroarchHome[]> {
  const roots = [
    flatpakRoots(deckHome, flatpakApp),
    flatpakRoots(deckHome, retrodeckApp),
    await nativeRoots(files, deckHome, null),
    ...(await steamRoots(files, deckHome)),
  ];
  return roots.map((each) => toHome(each, []));
}

async function rootsOf(files: DeckFiles, deckHome: string, launch: RomLaunch): Promise<Roots[]> {
  switch (launch.install) {
    case "retrodeck":
      return [flatpakRoots(deckHome, retrodeckApp)];
    case "emudeck": // Its script starts the Flatpak (EmuDeck tools/launchers/retroarch.sh).
      return [{ ...flatpakRoots(deckHome, flatpakApp), install: "emudeck" }];
    case "flatpak":
      return [flatpakRoots(deckHome, launch.flatpak ?? flatpakApp)];
    case "steam":
      return await steamRoots(files, deckHome, launch.program);
    default:
      return [await nativeRoots(files, deckHome, launch.program)];
  }
}

/** All that it keeps lies beside the program. */
async function steamRoots(
  files: DeckFiles,
  deckHome: string,
  program: string | null = null,
): Promise<Roots[]> {
  const own = program === null ? null : /^(.*\/steamapps\/common)\//.exec(program)?.[1];
  const folders = own ? [own] : await steamGameFolders(files, deckHome);
  const found: Roots[] = [];
  for (const folder of folders) {
    const programFolder = joinPath(folder, "RetroArch");
    if ((await files.kind(programFolder)) !== "folder") continue;
    const [config, data] = [programFolder, programFolder];
    found.push({ install: "steam", home: deckHome, config, data, sandbox: null, programFolder });
  }
  return found;
}

function toHome(roots: Roots, appended: string[]): RetroarchHome {
  const folder = roots.install === "steam" ? roots.config : joinPath(roots.config, "retroarch");
  return { roots, configPath: joinPath(folder, "retroarch.cfg"), appended };
}
