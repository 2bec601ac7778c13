/** POSIX paths as text: the use cases run without `node:path`. */

export function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** With its dot; empty where there is none (a leading dot is no extension). */
export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot);
}

export function joinPath(folder: string, name: string): string {
  return folder.endsWith("/") ? `${folder}${name}` : `${folder}/${name}`;
}

/** As cards compare names: upper and lower case, and forms of accents, are one. */
export function foldCase(name: string): string {
  return name.normalize("NFC").toLowerCase();
}
