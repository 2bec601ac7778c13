import { joinPath } from "../../core/paths.ts";

/** What stands for the parts of a path that a rule leaves open: `{stem}`, `{id}`. */
export type TemplateValues = Record<string, string | undefined>;

/** Null: a part is not known, or is no part of a path: it may name no other folder. */
export function fill(template: string, values: TemplateValues): string | null {
  let isWhole = true;
  const filled = template.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined || !isPathPart(value)) isWhole = false;
    return value ?? "";
  });
  return isWhole ? filled : null;
}

function isPathPart(value: string): boolean {
  return value !== "" && value !== "." && value !== ".." && !/[/\0]/.test(value) && value.length <= 255;
}

/** A path that begins with a known one: `{data}/saves/{id}`. */
export function fillPath(
  template: string,
  paths: ReadonlyMap<string, string>,
  values: TemplateValues,
): string | null {
  const [, name = "", rest = ""] = /^\{([a-zA-Z]+)\}(?:\/(.*))?$/.exec(template) ?? [];
  const beginning = paths.get(name);
  const filled = rest === "" ? "" : fill(rest, values);
  if (beginning === undefined || filled === null) return null;
  return filled === "" ? beginning : joinPath(beginning, filled);
}
