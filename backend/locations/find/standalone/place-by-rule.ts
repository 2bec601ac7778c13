import { joinPath } from "../../../core/paths.ts";
import type { SaveLocation } from "../../../core/vocabulary.ts";
import type { DeckFiles } from "../deck/deck-files.ts";
import { fill, fillPath, type TemplateValues } from "../template.ts";
import type { FindRule, PlaceRule } from "./rule-table.ts";
import type { Known } from "./values.ts";

/** The place that a rule names; null: it needs something that is not known. */
export function placeByRule(rule: PlaceRule, { paths, texts }: Known, emulator: string): SaveLocation | null {
  const more = withMore(rule, texts);
  if (more === null) return null;
  const folder = rule.folder === undefined ? null : fillPath(rule.folder, paths, texts);
  const file = rule.file === undefined ? null : fillPath(rule.file, paths, texts);
  if (file !== null) return { kind: "file", path: file, emulator, ...more };
  if (folder === null) return null;
  if (rule.prefix !== undefined) {
    const prefix = fill(rule.prefix, texts);
    return prefix === null ? null : { kind: "folders", parent: folder, prefix, emulator, ...more };
  }
  if (rule.glob !== undefined) {
    const glob = fill(rule.glob, texts);
    return glob === null ? null : { kind: "files", folder, match: { glob }, emulator, ...more };
  }
  if (rule.extensions !== undefined) return setOf(rule.extensions, folder, { texts, emulator, more });
  const beside = rule.beside === undefined ? {} : { beside: rule.beside };
  return { kind: "folder", path: folder, ...beside, emulator, ...more };
}

type More = Pick<SaveLocation, "travelsAs" | "deviceParts">;

function withMore({ travelsAs, deviceParts }: PlaceRule, texts: TemplateValues): More | null {
  const name = travelsAs === undefined ? undefined : fill(travelsAs, texts);
  const parts = deviceParts.flatMap((part) => texts[part] ?? []);
  if (name === null || parts.length < deviceParts.length) return null;
  return {
    ...(name === undefined ? {} : { travelsAs: name }),
    ...(parts.length === 0 ? {} : { deviceParts: parts }),
  };
}

function setOf(
  extensions: string[],
  folder: string,
  { texts, emulator, more }: { texts: TemplateValues; emulator: string; more: More },
): SaveLocation | null {
  const { stem } = texts;
  const [only, another] = extensions;
  if (stem === undefined || stem === "" || only === undefined) return null;
  if (another === undefined)
    return { kind: "file", path: joinPath(folder, `${stem}${only}`), emulator, ...more };
  return { kind: "files", folder, match: { stem, extensions }, emulator, ...more };
}

const mostFolders = 2_000;

/** The folders that may stand for the part that only a look at the Deck tells. */
export async function findParts(
  files: DeckFiles,
  rule: FindRule,
  { paths, texts }: Known,
): Promise<string[]> {
  const below = fillPath(rule.below, paths, texts);
  if (below === null) return [];
  const found: string[] = [];
  for (const name of (await files.names(below)).slice(0, mostFolders)) {
    if (!rule.like.test(name)) continue;
    const folder = joinPath(below, name);
    if ((await files.kind(folder)) !== "folder") continue;
    if (rule.holding === undefined || (await holdsId(files, joinPath(folder, rule.holding), texts.id)))
      found.push(name);
  }
  return found.length === 0 && rule.usual !== undefined ? [rule.usual] : found;
}

/** Eight bytes, the lowest first. */
async function holdsId(files: DeckFiles, path: string, id: string | undefined): Promise<boolean> {
  const bytes = await files.bytes(path, 0, 8);
  if (bytes?.byteLength !== 8 || id === undefined) return false;
  const held = [...bytes].reverse().map((byte) => byte.toString(16).padStart(2, "0"));
  return held.join("") === id.toLowerCase();
}
