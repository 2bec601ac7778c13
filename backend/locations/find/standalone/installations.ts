import type { RomLaunch } from "../../../core/launch-target.ts";
import type { Install } from "../../../core/vocabulary.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { flatpakRoots, nativeRoots, type Roots, retrodeckApp, toDeckPath } from "../deck/roots.ts";
import { readSettingsText } from "../settings/read-settings.ts";
import { fillPath } from "../template.ts";
import type { SavePlaces } from "./rule-table.ts";

/** One installation of an emulator, with the paths that its rules begin at. */
export interface Installation {
  install: Install;
  roots: Roots;
  /** By name: `HOME`, `CONFIG`, `DATA`, `PROGRAM`, `START`, `config`, `data`. */
  paths: Map<string, string>;
}

/** The installation that the command starts. */
export async function ownInstallation(
  files: DeckFiles,
  deckHome: string,
  { launch, table }: { launch: RomLaunch; table: SavePlaces },
): Promise<Installation> {
  const roots = await rootsOf(files, deckHome, { launch, table });
  return await toInstallation(files, { table, roots, launch });
}

/** The others that may be on this Deck and need no command to be found. */
export async function otherInstallations(
  files: DeckFiles,
  deckHome: string,
  { table, own }: { table: SavePlaces; own: Installation },
): Promise<Installation[]> {
  const known = [...table.verified, ...table.unverified];
  const all: Roots[] = [];
  if (table.flatpak !== undefined) all.push(flatpakRoots(deckHome, table.flatpak));
  if (known.includes("native") || known.includes("appimage"))
    all.push({
      ...(await nativeRoots(files, deckHome, null)),
      install: known.includes("native") ? "native" : "appimage",
    });
  if (known.includes("retrodeck")) all.push(flatpakRoots(deckHome, retrodeckApp));
  const installations = await Promise.all(
    all.map((roots) => toInstallation(files, { table, roots, launch: null })),
  );
  return installations.filter(({ paths }) => paths.get("data") !== own.paths.get("data"));
}

async function rootsOf(
  files: DeckFiles,
  deckHome: string,
  { launch, table }: { launch: RomLaunch; table: SavePlaces },
): Promise<Roots> {
  const { install, flatpak, program } = launch;
  if (install === "retrodeck") return flatpakRoots(deckHome, retrodeckApp);
  const app = install === "emudeck" ? table.flatpak : (flatpak ?? table.flatpak);
  const isFlatpak = install === "flatpak" || (install === "emudeck" && table.emudeck === "flatpak");
  if (isFlatpak && app !== undefined) return { ...flatpakRoots(deckHome, app), install };
  // EmuDeck's script lies in its own folder; the program that it starts does not.
  const own = await nativeRoots(files, deckHome, install === "emudeck" ? null : program);
  return { ...own, install };
}

async function toInstallation(
  files: DeckFiles,
  { table, roots, launch }: { table: SavePlaces; roots: Roots; launch: RomLaunch | null },
): Promise<Installation> {
  const paths = new Map([
    ["HOME", roots.home],
    ["CONFIG", roots.config],
    ["DATA", roots.data],
  ]);
  if (roots.programFolder !== null) paths.set("PROGRAM", roots.programFolder);
  if (launch?.startFolder.startsWith("/")) paths.set("START", launch.startFolder);
  if (launch?.dataFolder) paths.set("GIVEN", launch.dataFolder);
  if (roots.install === "emudeck") await addEmuDeck(files, paths, roots);
  if (roots.install === "retrodeck") await addRetrodeck(files, paths, roots);
  place(paths, { ...table.roots, ...table.rootsIn[roots.install] });
  for (const { marker, ...moved } of table.portable) {
    const path = fillPath(marker, paths, {});
    if (path === null || (await files.kind(path)) === "absent") continue;
    place(paths, moved);
    break;
  }
  if (table.movedRoots && paths.has("GIVEN")) place(paths, table.movedRoots);
  return { install: roots.install, roots, paths };
}

/** Its own folders, as its settings name them: a shell script, quoted or not (EmuDeck settings.sh). */
async function addEmuDeck(files: DeckFiles, paths: Map<string, string>, roots: Roots): Promise<void> {
  for (const file of [`${roots.home}/.config/EmuDeck/settings.sh`, `${roots.home}/emudeck/settings.sh`]) {
    const read = await files.text(file);
    const entries = read.kind === "text" ? readSettingsText(read.text, "shell") : null;
    if (entries === null) continue;
    for (const name of ["roms", "saves", "storage", "bios"]) {
      const path = toDeckPath(entries.get(`${name}Path`) ?? "", roots);
      if (path !== null) paths.set(`emudeck${name.charAt(0).toUpperCase()}${name.slice(1)}`, path);
    }
    return;
  }
}

/** Newer ones keep JSON, older ones a shell script (RetroDECK functions/all_vars.sh). */
async function addRetrodeck(files: DeckFiles, paths: Map<string, string>, roots: Roots): Promise<void> {
  const names = { saves: ["paths > saves_path", "saves_folder"], storage: ["paths > storage_path", ""] };
  for (const [file, format] of [
    ["retrodeck.json", "json"],
    ["retrodeck.cfg", "shell"],
  ] as const) {
    const read = await files.text(`${roots.config}/retrodeck/${file}`);
    const entries = read.kind === "text" ? readSettingsText(read.text, format) : null;
    if (entries === null) continue;
    for (const [name, keys] of Object.entries(names)) {
      const text = keys.map((key) => entries.get(key)).find(Boolean);
      const path = toDeckPath(text ?? "", roots);
      if (path !== null) paths.set(`retrodeck${name.charAt(0).toUpperCase()}${name.slice(1)}`, path);
    }
    return;
  }
}

function place(
  paths: Map<string, string>,
  roots: { config?: string | undefined; data?: string | undefined },
): void {
  for (const [name, template] of Object.entries(roots)) {
    const path = template === undefined ? null : fillPath(template, paths, {});
    if (path !== null) paths.set(name, path);
  }
}
