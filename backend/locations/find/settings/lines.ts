import type { Entries } from "./entries.ts";

/** `[Section]` and `name = value`, of Qt, Dolphin, PCSX2 and their like; the last of two lines of one name counts. */
export function readIni(text: string): Entries {
  const entries: Entries = new Map();
  let section = "";
  for (const line of linesOf(text)) {
    const head = /^\[(.*)\]$/.exec(line);
    if (head) section = unescaped(head[1] ?? "");
    if (head || /^[;#]/.test(line)) continue;
    const at = line.indexOf("=");
    if (at <= 0) continue;
    const name = line.slice(0, at).trim();
    entries.set(section === "" ? name : `${section} > ${name}`, withoutQuotes(line.slice(at + 1).trim()));
  }
  return entries;
}

/** Qt writes `[Data%20Storage]`. */
function unescaped(section: string): string {
  return section.replaceAll("%20", " ").trim();
}

function withoutQuotes(value: string): string {
  return /^"(.*)"$/s.exec(value)?.[1] ?? value;
}

/** MAME's: a name, blanks, a value, in quotes where it has blanks. */
export function readMameIni(text: string): Entries {
  const entries: Entries = new Map();
  for (const line of linesOf(text)) {
    const found = /^([a-z0-9_]+)[ \t]+(\S.*)$/i.exec(line);
    if (found?.[1] && !entries.has(found[1])) entries.set(found[1], withoutQuotes(found[2] ?? ""));
  }
  return entries;
}

/** Assignments of a shell script: what stands there literally, quoted or not. */
export function readShellAssignments(text: string): Entries {
  const entries: Entries = new Map();
  for (const line of linesOf(text)) {
    const found = /^(?:export[ \t]+)?([A-Za-z_]\w*)=(.*)$/.exec(line);
    if (found?.[1]) entries.set(found[1], withoutShellQuotes(found[2] ?? ""));
  }
  return entries;
}

function withoutShellQuotes(value: string): string {
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(value);
  if (quoted) return quoted[1] ?? quoted[2] ?? "";
  return (value.split(/(?<!\\)\s/, 1)[0] ?? "").replaceAll("\\ ", " ");
}

/**
 * The names and values at the left edge of a YAML file, which is all that RPCS3 and Vita3K keep of paths; what is indented
 * belongs to them. Null: a line there is neither. A whole reader of YAML would be a tenth of the plugin.
 */
export function readFlatYaml(text: string): Entries | null {
  const entries: Entries = new Map();
  for (const line of text.split(/\r?\n/)) {
    if (/^(?:\s|#|---|\.\.\.|%|$)/.test(line)) continue;
    const found = /^("[^"]*"|'[^']*'|[^\s"'#[{&*!|>-][^"]*?):(?:\s+(.*))?$/.exec(line);
    if (!found?.[1] || line.includes("\0")) return null;
    const name = withoutYamlQuotes(found[1]);
    if (!entries.has(name)) entries.set(name, withoutYamlQuotes(found[2]?.trim() ?? ""));
  }
  return entries;
}

function withoutYamlQuotes(value: string): string {
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(value);
  return quoted ? (quoted[1] ?? quoted[2] ?? "") : value.replace(/\s#.*$/, "").trim();
}

/** ares' markup: a name, a colon, a value; what is indented belongs to the line above. */
export function readBml(text: string): Entries {
  const entries: Entries = new Map();
  const above: { depth: number; name: string }[] = [];
  for (const line of text.split("\n")) {
    const found = /^([ \t]*)([A-Za-z0-9.-]+)(?::[ \t]*(.*?))?\r?$/.exec(line);
    if (!found) continue;
    const depth = found[1]?.length ?? 0;
    while ((above.at(-1)?.depth ?? -1) >= depth) above.pop();
    above.push({ depth, name: found[2] ?? "" });
    if (found[3] !== undefined) entries.set(above.map(({ name }) => name).join(" > "), found[3].trim());
  }
  return entries;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => (line.split("\0", 1)[0] ?? "").trim());
}
