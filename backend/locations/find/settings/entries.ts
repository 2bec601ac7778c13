/** Settings of one file by their place in it: `MemoryCards > Directory`, or a name alone where there are no sections. */
export type Entries = Map<string, string>;

/** Every value of a tree of objects, by the names that lead to it; lists by their numbers. Bounded, whatever came in. */
export function entriesOf(tree: unknown): Entries {
  const entries: Entries = new Map();
  add(entries, [], tree);
  return entries;
}

const mostEntries = 50_000;
const deepest = 20;

function add(entries: Entries, names: string[], value: unknown): void {
  if (entries.size >= mostEntries || names.length > deepest) return;
  if (value instanceof Map || (typeof value === "object" && value !== null)) {
    const pairs = value instanceof Map ? [...value] : Object.entries(value);
    for (const [name, inner] of pairs) add(entries, [...names, String(name)], inner);
    return;
  }
  const key = names.join(" > ");
  if (value !== null && value !== undefined && !entries.has(key)) entries.set(key, String(value));
}
