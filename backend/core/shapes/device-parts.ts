/*
 * Law: what is called otherwise on every device, such as a user's number, is in no archive and no hash. Where it stands
 * in a path, the archive has a name that says the same on all of them.
 */

/** The path below a save's folder as it travels. */
export function withoutDeviceParts(path: string, parts: readonly string[] = []): string {
  return parts.length === 0 ? path : mapNames(path, (name) => neutral(parts.indexOf(name)) ?? name);
}

/** The same path on this device. */
export function withDeviceParts(path: string, parts: readonly string[] = []): string {
  return parts.length === 0
    ? path
    : mapNames(path, (name) => parts.find((_, at) => neutral(at) === name) ?? name);
}

function neutral(at: number): string | null {
  return at < 0 ? null : `device-part-${at + 1}`;
}

function mapNames(path: string, change: (name: string) => string): string {
  return path.split("/").map(change).join("/");
}
