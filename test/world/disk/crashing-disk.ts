import {
  type Disk,
  FileError,
  type FileErrorCode,
  type FileStat,
  type ReadHandle,
  type WriteHandle,
} from "../../../backend/machine/disk.ts";
import { afterPowerLoss, type Choose, cloneTree, type FileNode, type FolderNode } from "./nodes.ts";
import { createTree, type Tree } from "./tree.ts";

/** The machine lost its power: nothing after it happens. No `FileError`, so no clean-up takes it for an answer. */
export class PowerLoss extends Error {
  override readonly name = "PowerLoss";
}

/**
 * A disk in memory whose calls are named, counted steps, and which can lose its power before any of them. What was
 * not synced then is kept, lost or torn, as chosen: a file's bytes by `sync`, names by `syncFolder`, nothing else.
 */
export interface CrashingDisk extends Disk {
  /** What was asked so far, such as `rename state.json`. */
  steps(): readonly string[];
  /** From now on counted anew; the power goes before the step of this number, counted from 0. */
  losePowerBefore(step: number): void;
  /** Whether it has lost its power. */
  isOff(): boolean;
  /** The same place after the power came back. */
  afterPowerLoss(choose: Choose): CrashingDisk;
  /** The same content, synced or not, with the power on and no step counted. */
  clone(): CrashingDisk;
  /** Steps that are refused, by their name; null: this one is not. */
  refuse(answer: (step: string) => FileErrorCode | null): void;
}

export interface DiskKind {
  /** False for FAT and exFAT. */
  hasLinks: boolean;
  freeBytes?: number;
}

/** An empty disk with the folder `/`. */
export function createCrashingDisk(kind: DiskKind = { hasLinks: true }): CrashingDisk {
  return overTree(createTree(kind), kind);
}

function overTree(tree: Tree, kind: DiskKind): CrashingDisk {
  let steps: string[] = [];
  let lastStep = Number.POSITIVE_INFINITY;
  let isOff = false;
  let refusal: (step: string) => FileErrorCode | null = () => null;

  /** Every call passes here, so that none is forgotten. What it does, it does at once: a story has thousands of steps. */
  function step<T>(verb: string, path: string, work: () => T): Promise<T> {
    try {
      return Promise.resolve(take(verb, path, work));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  function take<T>(verb: string, path: string, work: () => T): T {
    const name = `${verb} ${path.slice(path.lastIndexOf("/") + 1)}`;
    if (steps.length >= lastStep) isOff = true;
    if (isOff) throw new PowerLoss(`The power went before "${name}".`);
    steps.push(name);
    const code = refusal(name);
    if (code !== null) throw new FileError(code, path, "as the test wants");
    return work();
  }

  function writeHandle(path: string, file: FileNode): WriteHandle {
    return {
      write: (bytes) => step("write", path, () => tree.append(file, bytes)),
      sync: () =>
        step("sync", path, () => {
          file.durable = file.live;
        }),
      close: () => step("close", path, () => {}),
    };
  }

  function readHandle(path: string, node: FileNode | FolderNode): ReadHandle {
    let position = 0;
    return {
      stat: () => step("stat", path, () => toStat(node)),
      read: (buffer) =>
        step("read", path, () => {
          const sizeBytes = readInto(buffer, path, node, position);
          position += sizeBytes;
          return sizeBytes;
        }),
      readAt: (buffer, atByte) => step("read", path, () => readInto(buffer, path, node, atByte)),
      close: () => step("close", path, () => {}),
    };
  }

  return {
    stat: (path) => step("stat", path, () => tree.find(path, toStat)),
    list: (path) => step("list", path, () => tree.list(path)),
    entries: (path) => step("entries", path, () => tree.entries(path)),
    realPath: (path) => step("realPath", path, () => tree.find(path, () => path)),
    read: (path) => step("read", path, () => tree.read(path)),
    openRead: (path) => step("openRead", path, () => tree.find(path, (node) => readHandle(path, node))),
    create: (path, { mode = 0o644 } = {}) =>
      step("create", path, () => writeHandle(path, tree.create(path, mode))),
    append: (path, bytes) => step("append", path, () => tree.append(tree.openAppend(path), bytes)),
    makeFolder: (path, { mode = 0o755 } = {}) => step("makeFolder", path, () => tree.makeFolder(path, mode)),
    setMode: (path, mode) => step("setMode", path, () => tree.setMode(path, mode)),
    rename: (from, to) => step("rename", to, () => tree.rename(from, to)),
    link: (from, to) => step("link", to, () => tree.link(from, to)),
    remove: (path) => step("remove", path, () => tree.remove(path)),
    removeTree: (path) => step("removeTree", path, () => tree.removeTree(path)),
    fileSystem: (path) =>
      step("fileSystem", path, () =>
        tree.find(path, () => ({
          kind: kind.hasLinks ? "other" : "fat",
          freeBytes: kind.freeBytes ?? 2 ** 40,
        })),
      ),
    syncFolder: (path) => step("syncFolder", path, () => tree.syncFolder(path)),

    steps: () => steps,
    losePowerBefore: (number) => {
      steps = [];
      lastStep = number;
    },
    isOff: () => isOff,
    afterPowerLoss: (choose) =>
      overTree(createTree(kind, afterPowerLoss(cloneTree(tree.root), choose)), kind),
    clone: () => overTree(createTree(kind, cloneTree(tree.root)), kind),
    refuse: (answer) => {
      refusal = answer;
    },
  };
}

function readInto(buffer: Uint8Array, path: string, node: FileNode | FolderNode, atByte: number): number {
  if (node.kind === "folder") throw new FileError("io", path, "EISDIR");
  const piece = node.live.subarray(atByte, atByte + buffer.length);
  buffer.set(piece);
  return piece.length;
}

function toStat(node: FileNode | FolderNode): FileStat {
  const { kind, modifiedAtMs, changedAtMs, inode } = node;
  const sizeBytes = node.kind === "file" ? node.live.length : 0;
  return { kind, sizeBytes, modifiedAtMs, changedAtMs, device: "1", inode: String(inode) };
}
