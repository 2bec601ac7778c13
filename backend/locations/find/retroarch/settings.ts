import { joinPath, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { type Roots, toDeckPath } from "../deck/roots.ts";
import { type ConfigEntries, readConfigLines, readSwitch } from "./config-text.ts";
import type { Content } from "./content.ts";

/** One installation of RetroArch and the files that its settings come from. */
export interface RetroarchHome {
  roots: Roots;
  /** The main settings file. */
  configPath: string;
  /** Files that the command adds. */
  appended: string[];
}

export interface RetroarchSettings {
  entries: ConfigEntries;
  /** Whether any file names the setting. */
  isSet(key: string): boolean;
  flag(key: string, usual: boolean): boolean;
  path(key: string): string | null;
}

export type SettingsRead =
  | { kind: "settings"; settings: RetroarchSettings; options: ConfigEntries }
  | { kind: "absent" }
  | { kind: "unreadable"; path: string };

/**
 * The settings that count for one game, in the order in which RetroArch lays them over each other: the main file, the
 * command's own, then those of the core, of the rom's folder and of the rom. One that cannot be read leaves all unknown.
 */
export async function readSettings(
  files: DeckFiles,
  home: RetroarchHome,
  game: { content: Content; library: string | null },
): Promise<SettingsRead> {
  const layers = createLayers(files, home);
  if (!(await layers.add(home.configPath))) return layers.unreadable() ?? { kind: "absent" };
  for (const path of home.appended) await layers.add(path);
  const main = toSettings(home, layers.entries());
  if (game.library !== null && main.flag("auto_overrides_enable", true))
    for (const path of overridesOf(home, main, game.content, game.library)) await layers.add(path);
  const settings = toSettings(home, layers.entries());
  const options = createLayers(files, home);
  for (const path of optionFiles(home, settings, game)) await options.add(path);
  const broken = layers.unreadable() ?? options.unreadable();
  return broken ?? { kind: "settings", settings, options: options.entries() };
}

interface Layers {
  /** Lays a file over those before; false: it is not there, or cannot be read. */
  add(path: string): Promise<boolean>;
  entries(): ConfigEntries;
  unreadable(): { kind: "unreadable"; path: string } | null;
}

function createLayers(files: DeckFiles, { roots }: RetroarchHome): Layers {
  const entries: ConfigEntries = new Map();
  let broken: { kind: "unreadable"; path: string } | null = null;
  return {
    async add(path) {
      const own: ConfigEntries = new Map();
      const isThere = await readInto(path, own, { depth: 0, left: mostIncluded });
      for (const [key, value] of own) entries.set(key, value);
      return isThere;
    },
    entries: () => new Map(entries),
    unreadable: () => broken,
  };

  async function readInto(path: string, own: ConfigEntries, bound: { depth: number; left: number }) {
    const text = await files.text(path);
    if (text.kind === "unreadable") broken ??= text;
    if (text.kind !== "text") return false;
    for (const line of readConfigLines(text.text)) {
      if ("key" in line) {
        if (!own.has(line.key)) own.set(line.key, line.value);
        continue;
      }
      const included = toDeckPath(line.include, roots, parentOf(path));
      if (included === null || bound.depth >= deepestInclude || bound.left-- <= 0) continue;
      await readInto(included, own, { depth: bound.depth + 1, left: bound.left });
    }
    return true;
  }
}

/** As RetroArch's own bound. */
const deepestInclude = 16;
const mostIncluded = 32;

function toSettings(home: RetroarchHome, entries: ConfigEntries): RetroarchSettings {
  return {
    entries,
    isSet: (key) => !["", "default", undefined].includes(entries.get(key)),
    flag: (key, usual) => readSwitch(entries.get(key), usual),
    path: (key) => toRetroarchPath(entries.get(key) ?? "", home.roots),
  };
}

/** `:` at the beginning is the folder of the program (RetroArch `fill_pathname_expand_special`). */
function toRetroarchPath(text: string, roots: Roots): string | null {
  if (text === "default") return null;
  if (!/^:[\\/]/.test(text)) return toDeckPath(text, roots);
  return roots.programFolder === null ? null : toDeckPath(text.slice(2), roots, roots.programFolder);
}

function menuFolder({ configPath }: RetroarchHome, settings: RetroarchSettings): string {
  return settings.path("rgui_config_directory") ?? joinPath(parentOf(configPath), "config");
}

function overridesOf(home: RetroarchHome, settings: RetroarchSettings, content: Content, library: string) {
  const folder = joinPath(menuFolder(home, settings), library);
  return [library, content.folderName, content.stem].map((name) => joinPath(folder, `${name}.cfg`));
}

/** Of all cores in one file, or of each its own with those of a folder and a rom over it. */
function optionFiles(
  home: RetroarchHome,
  settings: RetroarchSettings,
  { content, library }: { content: Content; library: string | null },
): string[] {
  const shared =
    settings.path("core_options_path") ?? joinPath(parentOf(home.configPath), "retroarch-core-options.cfg");
  if (library === null) return [];
  const folder = joinPath(menuFolder(home, settings), library);
  const own = settings.flag("game_specific_options", true) ? [content.folderName, content.stem] : [];
  const base = settings.flag("global_core_options", false) ? shared : joinPath(folder, `${library}.opt`);
  return [base, ...own.map((name) => joinPath(folder, `${name}.opt`))];
}
