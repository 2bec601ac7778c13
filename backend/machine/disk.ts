/** What the file system is asked for. `null` means proven absent (ENOENT, ENOTDIR); everything else throws `FileError`. */
export interface Disk {
  stat(path: string): Promise<FileStat | null>;
  /** Names in a folder; null: no such folder. */
  list(path: string): Promise<string[] | null>;
  /** What stands in a folder, by name, a link as itself; null: no such folder. */
  entries(path: string): Promise<FolderEntry[] | null>;
  /** The path with every link resolved; null: absent or dangling. */
  realPath(path: string): Promise<string | null>;
  /** Whole content, for small files; null: absent. */
  read(path: string): Promise<Uint8Array | null>;
  openRead(path: string): Promise<ReadHandle | null>;
  /** Fails with `exists` where something stands already. */
  create(path: string, options?: { mode?: number }): Promise<WriteHandle>;
  /** Adds to the end, making the file if need be; not durable by itself. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Makes missing parents; an existing folder is left as it is. */
  makeFolder(path: string, options?: { mode?: number }): Promise<void>;
  /** Sets the permission bits of what stands there. */
  setMode(path: string, mode: number): Promise<void>;
  /** Replaces what stands at `to`, atomically. */
  rename(from: string, to: string): Promise<void>;
  /** Hard link; fails with `exists`, or `unsupported` on file systems without links. */
  link(from: string, to: string): Promise<void>;
  /** An absent file is no error. */
  remove(path: string): Promise<void>;
  /** With all that stands below; no link is followed, and an absent one is no error. */
  removeTree(path: string): Promise<void>;
  /** Of what the path lies on; null: absent. */
  fileSystem(path: string): Promise<FileSystem | null>;
  /** Makes renames, links and removals in the folder durable. */
  syncFolder(path: string): Promise<void>;
}

export interface FileStat {
  kind: "file" | "folder" | "other";
  sizeBytes: number;
  modifiedAtMs: number;
  changedAtMs: number;
  /** Decimal text: 64-bit numbers do not fit. */
  device: string;
  inode: string;
}

export interface FolderEntry {
  name: string;
  kind: "file" | "folder" | "link" | "other";
}

/**
 * `fat`: FAT or exFAT, with times of two seconds, no links and made-up inodes; `network`: what its stamps say may be old
 * news.
 */
export interface FileSystem {
  kind: "fat" | "network" | "other";
  /** Left for this user. */
  freeBytes: number;
}

export interface ReadHandle {
  stat(): Promise<FileStat>;
  /** Fills from the current position; 0 at the end. */
  read(buffer: Uint8Array): Promise<number>;
  /** Fills from a place in the file, without moving the current position; less than the buffer only at the end. */
  readAt(buffer: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

export interface WriteHandle {
  write(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export type FileErrorCode = "no-space" | "denied" | "exists" | "unsupported" | "io";

/** The disk said no. `code` is what the product acts on, `cause` what the system said. */
export class FileError extends Error {
  override readonly name = "FileError";
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, path: string, cause: unknown) {
    super(`${code}: ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.code = code;
    this.path = path;
  }
}
