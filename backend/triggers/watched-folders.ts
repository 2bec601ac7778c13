import { nameOf, parentOf } from "../core/paths.ts";
import { claimsOf } from "../core/shapes/shapes.ts";
import type { Unit } from "../core/state.ts";
import type { SaveLocation, UnitId } from "../core/vocabulary.ts";
import type { Disk } from "../machine/disk.ts";
import type { WatchFolder } from "../machine/folder-watch.ts";
import { listUnitFiles } from "../work/unit-files.ts";

export interface WatchedFoldersDeps {
  disk: Pick<Disk, "entries" | "fileSystem" | "stat">;
  watchFolder: WatchFolder;
  /** Something of these units may have changed. */
  heard: (unitIds: UnitId[]) => void;
}

/** Watches are the machine's, and shared with Steam: these are enough for the folders of any emulator set up by hand. */
const mostFolders = 128;
/** A save of more folders is watched in these; what changes in others is found when it is looked at. */
const mostFoldersOfOne = 12;

interface Watched {
  stop: () => void;
  inode: string;
  units: Set<UnitId>;
}

/** The folders in which saves stand, as far as the system tells of their changes. */
export function createWatchedFolders({ disk, watchFolder, heard }: WatchedFoldersDeps) {
  const watched = new Map<string, Watched>();
  /** Of a place that did not change, and of which nothing was heard. */
  const foldersOf = new Map<UnitId, { location: SaveLocation; folders: string[] }>();
  const places = new Map<UnitId, SaveLocation>();

  async function listFolders({ unitId, location }: Unit): Promise<string[]> {
    const known = foldersOf.get(unitId);
    if (known?.location === location) return known.folders;
    const parents = claimsOf(location).map(({ path }) => parentOf(path));
    const files = await listUnitFiles(disk, location).catch(() => []);
    const folders = [...new Set([...parents, ...files.map(parentOf)])].slice(0, mostFoldersOfOne);
    foldersOf.set(unitId, { location, folders });
    return folders;
  }

  /** Whether the system tells of changes there, from now on. */
  async function listen(folder: string): Promise<boolean> {
    const stat = await disk.stat(folder).catch(() => null);
    const known = watched.get(folder);
    if (known && known.inode === stat?.inode) return true;
    known?.stop();
    watched.delete(folder);
    if (stat?.kind !== "folder" || watched.size >= mostFolders || (await isSilent(folder))) return false;
    const units = new Set<UnitId>();
    const stop = watchFolder(folder, (name) => hear(folder, units, name));
    if (stop) watched.set(folder, { stop, inode: stat.inode, units });
    return stop !== null;
  }

  /** What others write to a share, or through FUSE, comes without a word. */
  async function isSilent(folder: string): Promise<boolean> {
    const fileSystem = await disk.fileSystem(folder).catch(() => null);
    return fileSystem === null || fileSystem.kind === "network";
  }

  function hear(folder: string, units: ReadonlySet<UnitId>, name: string | null): void {
    const meant = [...units].filter((unitId) => {
      const location = places.get(unitId);
      return location !== undefined && mayBeOf(location, folder, name);
    });
    for (const unitId of meant) foldersOf.delete(unitId); // It may have a folder more.
    if (meant.length > 0) heard(meant);
  }

  return {
    /** Listens where these units stand; answers those of which something goes unheard. The first ones matter most. */
    async follow(units: readonly Unit[]): Promise<Unit[]> {
      const unheard: Unit[] = [];
      const wanted = new Map<string, Set<UnitId>>();
      places.clear();
      for (const unit of units) {
        places.set(unit.unitId, unit.location);
        let isHeard = true;
        for (const folder of await listFolders(unit)) {
          const others = wanted.get(folder);
          isHeard = (others ? watched.has(folder) : await listen(folder)) && isHeard;
          wanted.set(folder, (others ?? new Set()).add(unit.unitId));
        }
        if (!isHeard) unheard.push(unit);
      }
      for (const [folder, one] of watched) {
        const here = wanted.get(folder);
        if (here) replaceAll(one.units, here);
        else forget(folder, one);
      }
      for (const unitId of foldersOf.keys()) if (!places.has(unitId)) foldersOf.delete(unitId);
      return unheard;
    },
    count: () => watched.size,
  };

  function forget(folder: string, { stop }: Watched): void {
    stop();
    watched.delete(folder);
  }
}

function replaceAll<T>(set: Set<T>, by: ReadonlySet<T>): void {
  set.clear();
  for (const one of by) set.add(one);
}

/** Next to a save many others stand: a name that cannot be its own is not looked into. */
function mayBeOf(location: SaveLocation, folder: string, name: string | null): boolean {
  const beside = claimsOf(location).filter(({ path }) => parentOf(path) === folder);
  if (name === null || beside.length === 0) return true;
  return beside.some(({ path }) => name.startsWith(nameOf(path)));
}
