import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type Disk, FileError, type FileStat, type FileSystem } from "../../../backend/machine/disk.ts";

/**
 * What lies below a folder behaves as on a card (FAT, exFAT: one spelling of a name is every other, no links, no rights,
 * times in steps of two seconds, names that Windows could not have) or on a share (NFS, SMB: no links, no rights). The
 * disk itself is changed; what lies elsewhere stays as it is.
 */
export function makeForeign(disk: Disk, root: string, kind: "fat" | "network"): void {
  const before = { ...disk };
  const isBelow = (path: string) => path === root || path.startsWith(`${root}/`);
  const spelled = async (path: string): Promise<string> => {
    if (kind !== "fat" || !path.startsWith(`${root}/`)) return path;
    const folder = await spelled(dirname(path));
    const names = await readdir(folder).catch(() => []);
    const name = names.find((one) => fold(one) === fold(basename(path)));
    return join(folder, name ?? basename(path));
  };
  const refuse = (path: string, code: "unsupported" | "denied" | "io"): never => {
    throw new FileError(code, path, new Error(`not on ${kind}`));
  };
  const named = async (path: string): Promise<string> => {
    const isName = kind !== "fat" || !isBelow(path) || !/[\\:*?"<>|]|[. ]$/.test(basename(path));
    return isName ? await spelled(path) : refuse(path, "io");
  };
  const coarse = (stat: FileStat | null): FileStat | null => {
    if (stat === null || kind !== "fat") return stat;
    const modifiedAtMs = Math.floor(stat.modifiedAtMs / 2000) * 2000;
    return { ...stat, modifiedAtMs, changedAtMs: modifiedAtMs };
  };
  const byPath = <Rest extends unknown[], T>(ask: (path: string, ...rest: Rest) => Promise<T>) => {
    return async (path: string, ...rest: Rest) => await ask(await spelled(path), ...rest);
  };

  Object.assign(disk, {
    async stat(path) {
      const stat = await before.stat(await spelled(path));
      return isBelow(path) ? coarse(stat) : stat;
    },
    list: byPath(before.list),
    entries: byPath(before.entries),
    realPath: byPath(before.realPath),
    read: byPath(before.read),
    async openRead(path) {
      const file = await before.openRead(await spelled(path));
      if (file === null || !isBelow(path)) return file;
      return { ...file, stat: async () => coarse(await file.stat()) ?? refuse(path, "io") };
    },
    async create(path, options) {
      return await before.create(await named(path), options);
    },
    async append(path, bytes) {
      await before.append(await named(path), bytes);
    },
    async makeFolder(path, options) {
      await before.makeFolder(await named(path), options);
    },
    async setMode(path, mode) {
      if (isBelow(path)) refuse(path, "denied");
      await before.setMode(path, mode);
    },
    async rename(from, to) {
      const [source, target] = [await spelled(from), await named(to)];
      await before.rename(source, target);
    },
    async link(from, to) {
      if (isBelow(to)) refuse(to, "unsupported");
      await before.link(from, to);
    },
    remove: byPath(before.remove),
    removeTree: byPath(before.removeTree),
    async fileSystem(path) {
      const found = await before.fileSystem(await spelled(path));
      return found && isBelow(path) ? ({ ...found, kind } satisfies FileSystem) : found;
    },
    syncFolder: byPath(before.syncFolder),
  } satisfies Disk);
}

const fold = (name: string) => name.normalize("NFC").toLowerCase();
