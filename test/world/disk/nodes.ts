/** What the model disk is made of. `live` is what a running system sees, `durable` what surely outlives a power loss. */

export interface FileNode {
  kind: "file";
  inode: number;
  mode: number;
  changedAtMs: number;
  modifiedAtMs: number;
  live: Uint8Array;
  /** Null: never synced. */
  durable: Uint8Array | null;
}

export interface FolderNode {
  kind: "folder";
  inode: number;
  mode: number;
  changedAtMs: number;
  modifiedAtMs: number;
  live: Map<string, Node>;
  durable: Map<string, Node>;
  /** Changes of names since the folder was synced last, oldest first. */
  pending: NameChange[];
}

export type Node = FileNode | FolderNode;

/** One rename is one change: within a folder both of its halves are kept or lost together. */
export interface NameChange {
  set: { name: string; node: Node } | null;
  gone: string | null;
  /** The other half of a rename between folders: without it this one is not kept. */
  onlyWith: NameChange | null;
  /** Durable, or chosen to have been so. */
  isKept: boolean;
}

/** Answers a number from 0 to `below` - 1: what the disk kept, what it lost, where it tore. */
export type Choose = (below: number) => number;

/** The tree as it is found after a power loss. What was not synced is there, or not, or torn, as chosen. */
export function afterPowerLoss(root: FolderNode, choose: Choose): FolderNode {
  chooseNames(root, choose, new Set());
  return rebuild(root, choose, new Map()) as FolderNode;
}

/** A tree of its own with the same content, synced or not. */
export function cloneTree(root: FolderNode): FolderNode {
  return structuredClone(root);
}

export function applyChange(entries: Map<string, Node>, change: NameChange): void {
  if (change.set) entries.set(change.set.name, change.set.node);
  if (change.gone !== null) entries.delete(change.gone);
}

function chooseNames(folder: FolderNode, choose: Choose, seen: Set<Node>): void {
  if (seen.has(folder)) return;
  seen.add(folder);
  for (const change of folder.pending) change.isKept ||= choose(2) === 1;
  for (const node of folder.live.values()) if (node.kind === "folder") chooseNames(node, choose, seen);
}

function rebuild(node: Node, choose: Choose, made: Map<Node, Node>): Node {
  const known = made.get(node);
  if (known) return known;
  if (node.kind === "file") {
    const bytes = survivingBytes(node, choose);
    const file: FileNode = { ...node, live: bytes, durable: bytes };
    made.set(node, file);
    return file;
  }
  const entries = new Map(node.durable);
  for (const change of node.pending) {
    if (change.isKept && (change.onlyWith?.isKept ?? true)) applyChange(entries, change);
  }
  const folder: FolderNode = { ...node, live: new Map(), durable: new Map(), pending: [] };
  made.set(node, folder);
  for (const [name, child] of entries) folder.live.set(name, rebuild(child, choose, made));
  folder.durable = new Map(folder.live);
  return folder;
}

/** Old, new, cut anywhere, or new in length and zero from somewhere on (delayed allocation). */
function survivingBytes({ live, durable }: FileNode, choose: Choose): Uint8Array {
  if (durable !== null && Buffer.compare(live, durable) === 0) return live;
  const cut = choose(live.length + 1);
  switch (choose(4)) {
    case 0:
      return durable ?? new Uint8Array();
    case 1:
      return live.slice(0, cut);
    case 2:
      return live.map((byte, index) => (index < cut ? byte : 0));
    default:
      return live;
  }
}
