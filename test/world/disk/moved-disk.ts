import type { Disk } from "../../../backend/machine/disk.ts";

/** A disk on which the folder `stands` goes by the name `seen`: what is written there names the same paths anywhere. */
export function createMovedDisk(disk: Disk, { seen, stands }: { seen: string; stands: string }): Disk {
  const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  const to = (path: string) => (isBelow(path, seen) ? `${stands}${path.slice(seen.length)}` : path);
  const back = (path: string) => (isBelow(path, stands) ? `${seen}${path.slice(stands.length)}` : path);
  return {
    stat: (path) => disk.stat(to(path)),
    list: (path) => disk.list(to(path)),
    entries: (path) => disk.entries(to(path)),
    async realPath(path) {
      const real = await disk.realPath(to(path));
      return real === null ? null : back(real);
    },
    read: (path) => disk.read(to(path)),
    openRead: (path) => disk.openRead(to(path)),
    create: (path, options) => disk.create(to(path), options),
    append: (path, bytes) => disk.append(to(path), bytes),
    makeFolder: (path, options) => disk.makeFolder(to(path), options),
    setMode: (path, mode) => disk.setMode(to(path), mode),
    rename: (from, target) => disk.rename(to(from), to(target)),
    link: (from, target) => disk.link(to(from), to(target)),
    remove: (path) => disk.remove(to(path)),
    removeTree: (path) => disk.removeTree(to(path)),
    fileSystem: (path) => disk.fileSystem(to(path)),
    syncFolder: (path) => disk.syncFolder(to(path)),
  };
}
