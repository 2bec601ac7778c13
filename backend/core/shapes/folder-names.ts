/** Keys of one save are in one order on every device. */
export function inOrder(keys: readonly string[]): string[] {
  return keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export const isFolderName = (name: string): boolean => name.endsWith("/");

/** Files, and folders with nothing below: the others are told by what is in them. */
export function leavesOf(names: readonly string[]): string[] {
  const above = new Set(names.flatMap(foldersAbove));
  return names.filter((name) => !above.has(name));
}

function foldersAbove(name: string): string[] {
  const parts = (isFolderName(name) ? name.slice(0, -1) : name).split("/");
  return parts.slice(0, -1).map((_, depth) => `${parts.slice(0, depth + 1).join("/")}/`);
}

/** The first folder of a path, without what is below; the path itself where there is none. */
export function topOfPath(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
}
