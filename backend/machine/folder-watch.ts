import { type FSWatcher, watch } from "node:fs";

/**
 * Tells of changes in a folder, and not below it, with the name that changed where the system tells it, until it is
 * stopped. Null: the system refuses, for want of the folder, of a right or of watches; somebody has to look then.
 */
export type WatchFolder = (folder: string, heard: (name: string | null) => void) => (() => void) | null;

/** inotify(7). It sees what this machine writes: on a share, others' writes go unheard. Keeps no process alive. */
export const watchRealFolder: WatchFolder = (folder, heard) => {
  let watcher: FSWatcher;
  try {
    watcher = watch(folder, { persistent: false }, (_kind, name) => heard(name));
  } catch {
    return null;
  }
  // A folder that goes is no error; whoever watches it sees for himself that it is another.
  watcher.on("error", () => watcher.close());
  return () => watcher.close();
};
