import { join } from "node:path";
import type { Clock } from "../../machine/clock.ts";
import type { Disk } from "../../machine/disk.ts";
import type { Log } from "../../machine/log.ts";
import { readFileBytes, sha256Of } from "./read-document.ts";
import { copyByLink, tryToRemove } from "./replace-file.ts";

const keptCount = 5;

/**
 * Keeps what stands damaged at `folder/name` under a dated name beside it (newest 5), once per content. A file also
 * stays where it is, so that its place is never empty; a folder in the file's place is moved. Throws `FileError`.
 */
export async function keepAside(
  deps: { disk: Disk; clock: Clock; log: Log },
  { folder, name, mode }: { folder: string; name: string; mode: number },
): Promise<void> {
  const { disk, clock, log } = deps;
  const path = join(folder, name);
  const file = await readFileBytes(disk, path);
  if (file.kind === "absent") return;
  const label = file.kind === "bytes" ? sha256Of(file.bytes).slice(0, 8) : file.damage;
  const kept = await listAside(disk, folder, name);
  if (file.kind === "bytes" && kept.some((other) => other.endsWith(`-${label}`))) return;
  const aside = `${asidePrefix(name)}${dateInName(clock.now())}-${label}`;
  if (file.kind === "bytes") await copyByLink(disk, path, join(folder, aside), mode);
  else await disk.rename(path, join(folder, aside));
  await disk.syncFolder(folder);
  log.warn("A damaged file was kept aside.", { path, aside });
  const tooMany = kept.filter((other) => other !== aside).slice(0, -(keptCount - 1));
  for (const old of tooMany) await tryToRemove(disk, log, join(folder, old));
}

/** Names of the files kept aside for `name`, oldest first. */
export async function listAside(disk: Disk, folder: string, name: string): Promise<string[]> {
  const names = (await disk.list(folder)) ?? [];
  return names.filter((other) => other.startsWith(asidePrefix(name))).sort();
}

/** `20261231T235959Z`: sorts by time and needs no quoting. */
function dateInName(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d+|[-:]/g, "");
}

function asidePrefix(name: string): string {
  return `${name}.damaged-`;
}
