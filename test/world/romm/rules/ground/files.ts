import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The server's disk: content by path relative to its root. Bytes handed over are never changed afterwards. */
export interface RommFiles {
  write(path: string, bytes: Uint8Array): void;
  /** Null: no such file. */
  read(path: string): Uint8Array | null;
  has(path: string): boolean;
  /** An absent file is no error. */
  remove(path: string): void;
  /** All paths, sorted. */
  list(): string[];
}

/** Files that live in memory: for simulations. */
export function createMemoryFiles(): RommFiles {
  const contents = new Map<string, Uint8Array>();
  return {
    write: (path, bytes) => void contents.set(path, bytes),
    read: (path) => contents.get(path) ?? null,
    has: (path) => contents.has(path),
    remove: (path) => void contents.delete(path),
    list: () => [...contents.keys()].sort(),
  };
}

/** Files in a real folder, laid out as RomM lays them out. */
export function createFolderFiles(folder: string): RommFiles {
  const at = (path: string) => join(folder, path);
  return {
    write: (path, bytes) => {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), bytes);
    },
    read: (path) => (isFile(at(path)) ? readFileSync(at(path)) : null),
    has: (path) => isFile(at(path)),
    remove: (path) => rmSync(at(path), { force: true }),
    list: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort(),
  };
}

/** Sees what is below, and keeps every change to itself. */
export function createOverlayFiles(below: RommFiles): RommFiles {
  const changed = new Map<string, Uint8Array | null>();
  const read = (path: string) => (changed.has(path) ? (changed.get(path) ?? null) : below.read(path));
  const has = (path: string) => (changed.has(path) ? changed.get(path) !== null : below.has(path));
  return {
    write: (path, bytes) => void changed.set(path, bytes),
    read,
    has,
    remove: (path) => void changed.set(path, null),
    list: () => [...new Set([...below.list(), ...changed.keys()])].filter(has).sort(),
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
