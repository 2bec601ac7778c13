import { FileError, type FolderEntry } from "../../../backend/machine/disk.ts";
import { applyChange, type FileNode, type FolderNode, type NameChange, type Node } from "./nodes.ts";

/** The file system's own rules, as Linux has them; `conformance.ts` compares them with the real disk. */
export interface Tree {
  root: FolderNode;
  /** Null: absent, or a file stands where a folder is named. */
  find<T>(path: string, look: (node: Node) => T): T | null;
  list(path: string): string[] | null;
  entries(path: string): FolderEntry[] | null;
  read(path: string): Uint8Array | null;
  create(path: string, mode: number): FileNode;
  openAppend(path: string): FileNode;
  append(file: FileNode, bytes: Uint8Array): void;
  makeFolder(path: string, mode: number): void;
  setMode(path: string, mode: number): void;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  remove(path: string): void;
  removeTree(path: string): void;
  syncFolder(path: string): void;
}

export function createTree(
  { hasLinks }: { hasLinks: boolean },
  root: FolderNode = newFolder(1, 0o755),
): Tree {
  let clock = 1;
  let inodes = greatestInode(root);
  const namesByPath = new Map<string, string[]>();

  /** The same few paths are asked for again and again. */
  function namesIn(path: string): string[] {
    const known = namesByPath.get(path);
    if (known) return known;
    const names = path.split("/").filter((part) => part !== "");
    namesByPath.set(path, names);
    return names;
  }

  function find<T>(path: string, look: (node: Node) => T): T | null {
    let node: Node = root;
    for (const name of namesIn(path)) {
      const next: Node | undefined = node.kind === "folder" ? node.live.get(name) : undefined;
      if (!next) return null;
      node = next;
    }
    return look(node);
  }

  function isBelowFile(path: string): boolean {
    const above = path.slice(0, path.lastIndexOf("/"));
    if (above === "") return false;
    return find(above, (node) => node.kind) === "file" || isBelowFile(above);
  }

  function must(path: string): Node {
    const node = find(path, (found) => found);
    if (!node) throw new FileError("io", path, "ENOENT");
    return node;
  }

  function parentOf(path: string): { folder: FolderNode; name: string } {
    const slash = path.lastIndexOf("/");
    const folder = must(path.slice(0, slash));
    if (folder.kind !== "folder") throw new FileError("io", path, "ENOTDIR");
    return { folder, name: path.slice(slash + 1) };
  }

  function change(folder: FolderNode, change: Partial<NameChange>): NameChange {
    const whole: NameChange = { set: null, gone: null, onlyWith: null, isKept: false, ...change };
    applyChange(folder.live, whole);
    folder.pending.push(whole);
    folder.modifiedAtMs = clock++;
    return whole;
  }

  function make<T extends Node>(path: string, node: T): T {
    const { folder, name } = parentOf(path);
    if (folder.live.has(name)) throw new FileError("exists", path, "EEXIST");
    change(folder, { set: { name, node } });
    return node;
  }

  /** From the leaves up, as `rm -r`: the power may go in the middle. */
  function removeAll(path: string): void {
    const node = find(path, (found) => found);
    if (node?.kind === "folder") for (const name of [...node.live.keys()]) removeAll(`${path}/${name}`);
    if (node) change(parentOf(path).folder, { gone: parentOf(path).name });
  }

  const create = (path: string, mode: number) => make(path, newFile(++inodes, mode, clock++));

  return {
    root,
    find,
    list: (path) => find(path, (node) => (node.kind === "folder" ? [...node.live.keys()] : null)),
    entries: (path) =>
      find(path, (node) =>
        node.kind === "folder" ? [...node.live].map(([name, { kind }]) => ({ name, kind })) : null,
      ),
    read: (path) =>
      find(path, (node) => {
        if (node.kind === "folder") throw new FileError("io", path, "EISDIR");
        return node.live.slice();
      }),
    create,
    openAppend: (path) => {
      const node = find(path, (found) => found) ?? create(path, 0o644);
      if (node.kind === "folder") throw new FileError("io", path, "EISDIR");
      return node;
    },
    append: (file, bytes) => {
      file.live = Buffer.concat([file.live, bytes]);
      file.modifiedAtMs = clock++;
    },
    makeFolder: (path, mode) => {
      const names = path.split("/").filter((part) => part !== "");
      for (let depth = 1; depth <= names.length; depth++) {
        const part = `/${names.slice(0, depth).join("/")}`;
        const isLast = depth === names.length;
        const kind = find(part, (node) => node.kind);
        if (kind === "file") throw new FileError(isLast ? "exists" : "io", path, "EEXIST or ENOTDIR");
        if (kind === null) make(part, newFolder(++inodes, mode));
      }
    },
    setMode: (path, mode) => {
      must(path).mode = mode;
    },
    rename: (from, to) => {
      const node = must(from);
      const source = parentOf(from);
      const target = parentOf(to);
      const replaced = target.folder.live.get(target.name);
      if (replaced === node) return;
      checkReplaced(to, node, replaced);
      if (`${to}/`.startsWith(`${from}/`)) throw new FileError("io", to, "EINVAL");
      const set = { name: target.name, node };
      if (source.folder === target.folder) change(source.folder, { set, gone: source.name });
      else change(source.folder, { gone: source.name, onlyWith: change(target.folder, { set }) });
    },
    link: (from, to) => {
      const node = must(from);
      const { folder, name } = parentOf(to);
      if (folder.live.has(name)) throw new FileError("exists", to, "EEXIST");
      if (!hasLinks || node.kind === "folder") throw new FileError("unsupported", to, "EPERM");
      change(folder, { set: { name, node } });
    },
    remove: (path) => {
      const node = find(path, (found) => found);
      if (node?.kind === "folder") throw new FileError("io", path, "EISDIR");
      if (isBelowFile(path)) throw new FileError("io", path, "ENOTDIR");
      if (node) change(parentOf(path).folder, { gone: parentOf(path).name });
    },
    removeTree: (path) => {
      if (isBelowFile(path)) throw new FileError("io", path, "ENOTDIR");
      removeAll(path);
    },
    syncFolder: (path) => {
      const folder = must(path);
      if (folder.kind !== "folder") return; // fsync of a file that was opened for reading is no error.
      // A rename between folders is one transaction: its removal does not become durable without its arrival.
      for (const { onlyWith } of folder.pending) if (onlyWith) onlyWith.isKept = true;
      for (const change of folder.pending) change.isKept = true;
      folder.durable = new Map(folder.live);
      folder.pending = [];
    },
  };
}

function checkReplaced(path: string, node: Node, replaced: Node | undefined): void {
  if (!replaced) return;
  if (replaced.kind !== node.kind) throw new FileError("io", path, "EISDIR or ENOTDIR");
  if (replaced.kind === "folder" && replaced.live.size > 0) throw new FileError("io", path, "ENOTEMPTY");
}

function newFile(inode: number, mode: number, nowMs: number): FileNode {
  const live = new Uint8Array();
  return { kind: "file", inode, mode, changedAtMs: nowMs, modifiedAtMs: nowMs, live, durable: null };
}

function newFolder(inode: number, mode: number): FolderNode {
  return {
    kind: "folder",
    inode,
    mode,
    changedAtMs: 0,
    modifiedAtMs: 0,
    live: new Map(),
    durable: new Map(),
    pending: [],
  };
}

function greatestInode(node: Node): number {
  if (node.kind === "file") return node.inode;
  return Math.max(node.inode, ...[...node.live.values()].map(greatestInode));
}
