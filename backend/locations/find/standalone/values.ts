import type { RomLaunch } from "../../../core/launch-target.ts";
import { extensionOf, nameOf, parentOf } from "../../../core/paths.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { toDeckPath } from "../deck/roots.ts";
import type { Entries } from "../settings/entries.ts";
import { fillPath, type TemplateValues } from "../template.ts";
import type { Installation } from "./installations.ts";
import type { SavePlaces, ValueSource } from "./rule-table.ts";

export interface Known {
  paths: Map<string, string>;
  texts: TemplateValues;
}

/** The values that an emulator's rules speak of, in the order in which they stand: a later one may begin at an earlier. */
export async function valuesOf(
  files: DeckFiles,
  {
    table,
    installation,
    settings,
    launch,
  }: {
    table: SavePlaces;
    installation: Installation;
    settings: Entries;
    launch: RomLaunch;
  },
): Promise<Known> {
  const known: Known = { paths: new Map(installation.paths), texts: {} };
  addRom(known, launch);
  for (const [name, sources] of Object.entries(table.values)) {
    for (const source of sources) {
      const isKnown = await take(files, { name, source, known, installation, settings, launch });
      if (isKnown) break;
    }
  }
  return known;
}

/** What rules may say of the rom itself. */
function addRom(known: Known, { rom }: RomLaunch): void {
  if (rom.kind === "id") {
    known.texts.stem = rom.id;
    if (rom.folder !== null) known.paths.set("CONTENT", rom.folder);
    return;
  }
  const name = nameOf(rom.path);
  const stem = name.slice(0, name.length - extensionOf(name).length);
  // What a card is called after: the title without what stands in brackets.
  Object.assign(known.texts, { name, stem, title: stem.replace(/\s*[([].*$/, "") });
  if (rom.archiveEntry !== null) known.texts.entry = nameOf(rom.archiveEntry).replace(/\.[^.]*$/, "");
  known.paths.set("CONTENT", parentOf(rom.path));
}

interface Taking {
  name: string;
  source: ValueSource;
  known: Known;
  installation: Installation;
  settings: Entries;
  launch: RomLaunch;
}

/** False: this source has none, and the next is asked. */
async function take(files: DeckFiles, { name, source, known, installation, settings, launch }: Taking) {
  const text = textOf(source, settings, launch);
  if (text === null) return false;
  const isPath = source.from === "path" || (source.from === "setting" && source.as !== "text");
  if (!isPath && !(source.from === "command" && source.what === "data-folder")) {
    known.texts[name] = text;
    return true;
  }
  const path = pathOf(source, text, known, installation);
  if (path === null) return false;
  const mustStand = source.from === "setting" && source.as === "standing-folder";
  if (mustStand && (await files.kind(path)) !== "folder") return false;
  known.paths.set(name, path);
  return true;
}

function textOf(source: ValueSource, settings: Entries, { dataFolder, user }: RomLaunch): string | null {
  if (source.from === "text") return source.text;
  if (source.from === "path") return source.path;
  if (source.from === "command") return source.what === "user" ? user : dataFolder;
  const { where } = source;
  const counts = Object.entries(where).every(([name, values]) => values.includes(settings.get(name) ?? null));
  if (!counts) return null;
  return settings.get(source.name)?.trim() || null;
}

function pathOf(source: ValueSource, text: string, known: Known, { roots }: Installation): string | null {
  if (source.from === "path") return fillPath(text, known.paths, known.texts);
  if (source.from !== "setting") return toDeckPath(text, roots);
  const base = source.below === undefined ? null : fillPath(source.below, known.paths, known.texts);
  const word = source.standsFor;
  const value = word && known.paths.get(word.value);
  // A folder that stands for a word ends with a slash, or what follows begins with one.
  const spelled = source.without === undefined ? text : text.replace(source.without, "");
  const whole = word && value !== undefined ? spelled.replace(word.word, () => `${value}/`) : spelled;
  return toDeckPath(whole, roots, base);
}
