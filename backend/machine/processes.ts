import * as fs from "node:fs";
import { promisify } from "node:util";
import { shareRuns } from "./share-runs.ts";

// Of a hundred small files, the functions of `fs/promises` take four times as long.
const [readdir, readFile, stat] = [promisify(fs.readdir), promisify(fs.readFile), promisify(fs.stat)];
const read = promisify(fs.read);

/** Processes that are looked at at once: one after the other waits for the thread pool more than it works. */
const atOnce = 32;

/** Longer command lines are read in several pieces. */
const pieceBytes = 2048;

/** The process table. */
export interface Processes {
  /** Throws if the table cannot be read; a process that ends meanwhile is left out. */
  list(): Promise<ProcessView[]>;
  /**
   * Whether any process holds the file open, by a look that began no longer ago than that; without it, not before the
   * question. A process whose files may not be read is passed over.
   */
  isHeldOpen(file: { device: string; inode: string }, notOlderThanMs?: number): Promise<boolean>;
}

export interface ProcessView {
  pid: number;
  argv: string[];
  /** The application's id, where this process is the outermost of a Flatpak sandbox. */
  flatpak?: string;
}

/** Linux's `/proc` and Flatpak's folder of running sandboxes, or folders of the same shape. */
export function createProcesses(roots: { procRoot: string; flatpakRoot: string }): Processes {
  const { procRoot, flatpakRoot } = roots;
  async function pids(): Promise<number[]> {
    const names = await readdir(procRoot);
    return names.filter((name) => /^\d+$/.test(name)).map(Number);
  }
  async function list(): Promise<ProcessView[]> {
    const [seen, sandboxes] = await Promise.all([pids(), listSandboxes(flatpakRoot)]);
    const views = await inPortions(seen, (pid) => view(procRoot, pid));
    return views
      .filter((process) => process !== null)
      .map((process) => {
        const flatpak = sandboxes.get(process.pid);
        return flatpak === undefined ? process : { ...process, flatpak };
      });
  }
  async function listOpenFiles(): Promise<Set<string>> {
    // What this process reads itself is no game's: a look that others share would take it for one.
    const others = (await pids()).filter((pid) => pid !== process.pid);
    return new Set((await inPortions(others, (pid) => openFilesOf(`${procRoot}/${pid}/fd`))).flat());
  }
  // A run over many units asks for each of them several times, and each look costs thousands of system calls.
  const sharedList = shareRuns(list);
  const sharedOpenFiles = shareRuns(listOpenFiles);
  let last: { files: Promise<Set<string>>; atMs: number } | null = null;
  const lookAgain = () => {
    last = { files: sharedOpenFiles(), atMs: performance.now() };
    return last.files;
  };
  return {
    list: sharedList,
    async isHeldOpen(file, notOlderThanMs = 0) {
      const isYoung = last !== null && performance.now() - last.atMs < notOlderThanMs;
      const files = isYoung && last !== null ? last.files : lookAgain();
      return (await files).has(keyOf(file));
    },
  };
}

function keyOf({ device, inode }: { device: string; inode: string }): string {
  return `${device}:${inode}`;
}

async function inPortions<T>(pids: number[], look: (pid: number) => Promise<T>): Promise<T[]> {
  const seen: T[] = [];
  for (let first = 0; first < pids.length; first += atOnce) {
    seen.push(...(await Promise.all(pids.slice(first, first + atOnce).map(look))));
  }
  return seen;
}

async function view(procRoot: string, pid: number): Promise<ProcessView | null> {
  const text = await orNull(readCommandLine(`${procRoot}/${pid}/cmdline`));
  return text ? { pid, argv: text.replace(/\0$/, "").split("\0") } : null;
}

/**
 * To open and close it waits for nothing; to read it waits for the process's memory, and is left to the thread pool.
 * `readFile` would go there five times, with 64 KiB for each process, which is most of what a launch's check takes.
 */
async function readCommandLine(path: string): Promise<string> {
  const file = fs.openSync(path, "r");
  try {
    const pieces: Buffer[] = [];
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes);
      const { bytesRead } = await read(file, piece, 0, pieceBytes, null);
      pieces.push(piece.subarray(0, bytesRead));
      // The kernel gives less only at the end.
      if (bytesRead < pieceBytes) return Buffer.concat(pieces).toString();
    }
  } finally {
    fs.closeSync(file);
  }
}

/**
 * Application ids by the process that holds the sandbox. Flatpak leaves the folders of ended ones behind, so they
 * count only together with their process. Without such a folder (no Flatpak) there are none.
 */
async function listSandboxes(flatpakRoot: string): Promise<Map<number, string>> {
  const names = (await orNull(readdir(flatpakRoot))) ?? [];
  const found = await Promise.all(names.map((name) => readSandbox(`${flatpakRoot}/${name}`)));
  return new Map(found.filter((sandbox) => sandbox !== null));
}

async function readSandbox(folder: string): Promise<[number, string] | null> {
  const [text, pid] = await Promise.all([
    orNull(readFile(`${folder}/info`, "utf8")),
    orNull(readFile(`${folder}/pid`, "utf8")),
  ]);
  const [, name] = text?.match(/^\[Application\][^[]*?^name=(.+)$/m) ?? [];
  return name === undefined || pid === null ? null : [Number(pid), name.trim()];
}

/** By device and inode: the link's text says `(deleted)`, or a path of another mount namespace. */
async function openFilesOf(folder: string): Promise<string[]> {
  const names = (await orNull(readdir(folder))) ?? [];
  const paths = names.map((name) => `${folder}/${name}`).filter(mayBeFile);
  const stats = await Promise.all(paths.map((path) => orNull(stat(path, { bigint: true }))));
  return stats.flatMap((open) =>
    open ? [keyOf({ device: String(open.dev), inode: String(open.ino) })] : [],
  );
}

/**
 * Most of what processes hold are sockets, pipes, memory and devices. The link is the kernel's own text, and never
 * waits for a file system; `stat` may, and is left to the thread pool.
 */
function mayBeFile(link: string): boolean {
  try {
    return /^\/(?!dev\/(?!shm\/)|memfd:)/.test(fs.readlinkSync(link));
  } catch {
    return false;
  }
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch {
    return null;
  }
}
