import { joinPath } from "../../../core/paths.ts";
import type { SaveLocation } from "../../../core/vocabulary.ts";
import { fill, type TemplateValues } from "../template.ts";
import type { ConfigEntries } from "./config-text.ts";
import type { Content } from "./content.ts";
import type { CoreSaveRule } from "./core-table.ts";

/** The first rule whose conditions hold. */
export function ruleFor(
  rules: CoreSaveRule[],
  content: Content,
  options: ConfigEntries,
): CoreSaveRule | null {
  return rules.find((rule) => holds(rule, content, options)) ?? null;
}

function holds({ when, on, noton }: CoreSaveRule, { extension }: Content, options: ConfigEntries): boolean {
  if (on !== undefined && !on.includes(extension)) return false;
  if (noton?.includes(extension)) return false;
  return Object.entries(when).every(([name, values]) => values.includes(options.get(name) ?? null));
}

/** Where the rule says that the save lies; null: it needs something that is not known. */
export function locationBy(rule: CoreSaveRule, root: string, values: TemplateValues): SavePlaceOnly | null {
  const below = (template: string | undefined) => {
    const filled = template === undefined ? "" : fill(template, values);
    return filled === null ? null : filled === "" ? root : joinPath(root, filled);
  };
  if (rule.path !== undefined) {
    const path = below(rule.path);
    const beside = rule.beside === undefined ? {} : { beside: rule.beside };
    return path === null ? null : { kind: "folder", path, ...beside };
  }
  const folder = below(rule.folder);
  return folder === null ? null : inFolder(rule, folder, values);
}

type SavePlaceOnly = DistributiveOmit<SaveLocation, "emulator">;
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function inFolder(rule: CoreSaveRule, folder: string, values: TemplateValues): SavePlaceOnly | null {
  if (rule.prefix !== undefined) {
    const prefix = fill(rule.prefix, values);
    return prefix === null ? null : { kind: "folders", parent: folder, prefix };
  }
  if (rule.glob !== undefined) {
    const glob = fill(rule.glob, values);
    return glob === null ? null : { kind: "files", folder, match: { glob } };
  }
  const [name] = rule.names ?? [];
  if (name !== undefined) {
    const filled = fill(name, values);
    return filled === null ? null : { kind: "file", path: joinPath(folder, filled) };
  }
  const { stem } = values;
  const [extension, another] = rule.extensions ?? [];
  if (stem === undefined || extension === undefined) return null;
  if (another === undefined) return { kind: "file", path: joinPath(folder, `${stem}${extension}`) };
  return { kind: "files", folder, match: { stem, extensions: rule.extensions ?? [] } };
}
