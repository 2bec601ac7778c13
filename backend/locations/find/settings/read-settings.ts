import { parseXml, XmlElement, XmlError, XmlText } from "@rgrove/parse-xml";
import { parse as parseToml } from "smol-toml";
import { type Entries, entriesOf } from "./entries.ts";
import { readBml, readFlatYaml, readIni, readMameIni, readShellAssignments } from "./lines.ts";

export type SettingsFormat = "ini" | "toml" | "xml" | "yaml" | "json" | "bml" | "mame" | "shell";

/** Null: the text makes no sense in its format, so nothing of it counts. Never throws. */
export function readSettingsText(text: string, format: SettingsFormat): Entries | null {
  try {
    return readers[format](text.replace(/^\uFEFF/, ""));
  } catch {
    // Each reader says in its own words that the text is none of its format.
    return null;
  }
}

const readers: Record<SettingsFormat, (text: string) => Entries | null> = {
  ini: readIni,
  mame: readMameIni,
  shell: readShellAssignments,
  bml: readBml,
  toml: (text) => entriesOf(parseToml(text)),
  json: (text) => entriesOf(JSON.parse(text)),
  yaml: readFlatYaml,
  xml: readXml,
};

/** Elements by their names; of several of one name, the first. */
function readXml(text: string): Entries | null {
  try {
    const { root } = parseXml(text);
    return root === null ? null : entriesOf(new Map([[root.name, toTree(root)]]));
  } catch (error) {
    if (error instanceof XmlError) return null;
    throw error;
  }
}

function toTree(element: XmlElement): unknown {
  const inner = element.children.filter((child) => child instanceof XmlElement);
  if (inner.length > 0) return new Map(inner.toReversed().map((child) => [child.name, toTree(child)]));
  return element.children.map((child) => (child instanceof XmlText ? child.text : "")).join("");
}
