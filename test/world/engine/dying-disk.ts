import type { Disk, ReadHandle, WriteHandle } from "../../../backend/machine/disk.ts";

/** The process is dead: whatever it still tries fails with this, and nothing reaches the disk any more. */
class Died extends Error {
  override readonly name = "Died";
}

export interface DyingDisk extends Disk {
  /** Dies instead of taking the n-th changing step from now (0: the next one). */
  dieAt(step: number): void;
  /** Changing steps taken so far. */
  steps(): number;
  isDead(): boolean;
}

/** A disk whose owner can be killed before any step that changes something. */
export function createDyingDisk(disk: Disk): DyingDisk {
  let taken = 0;
  let fatal = Number.POSITIVE_INFINITY;
  let isDead = false;

  function alive<T>(work: () => Promise<T>): Promise<T> {
    return isDead ? Promise.reject(new Died("This process is dead.")) : work();
  }
  function step<T>(work: () => Promise<T>): Promise<T> {
    if (!isDead && taken >= fatal) isDead = true;
    if (!isDead) taken += 1;
    return alive(work);
  }
  const toWriter = (file: WriteHandle): WriteHandle => ({
    write: (bytes) => step(() => file.write(bytes)),
    sync: () => step(() => file.sync()),
    close: () => file.close(),
  });
  const toReader = (file: ReadHandle | null): ReadHandle | null => file;

  /** File by file, so that it can die in the middle. */
  async function removeAll(path: string): Promise<void> {
    for (const { name, kind } of (await alive(() => disk.entries(path))) ?? []) {
      if (kind === "folder") await removeAll(`${path}/${name}`);
      else await step(() => disk.remove(`${path}/${name}`));
    }
    await step(() => disk.removeTree(path));
  }

  return {
    ...disk,
    stat: (path) => alive(() => disk.stat(path)),
    list: (path) => alive(() => disk.list(path)),
    entries: (path) => alive(() => disk.entries(path)),
    fileSystem: (path) => alive(() => disk.fileSystem(path)),
    realPath: (path) => alive(() => disk.realPath(path)),
    read: (path) => alive(() => disk.read(path)),
    openRead: (path) => alive(async () => toReader(await disk.openRead(path))),
    create: (path, options) => step(async () => toWriter(await disk.create(path, options))),
    append: (path, bytes) => step(() => disk.append(path, bytes)),
    makeFolder: (path, options) => step(() => disk.makeFolder(path, options)),
    rename: (from, to) => step(() => disk.rename(from, to)),
    link: (from, to) => step(() => disk.link(from, to)),
    remove: (path) => step(() => disk.remove(path)),
    removeTree: removeAll,
    syncFolder: (path) => step(() => disk.syncFolder(path)),
    dieAt(next) {
      fatal = taken + next;
    },
    steps: () => taken,
    isDead: () => isDead,
  };
}
