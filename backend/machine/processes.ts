import { readdir, readFile, stat } from "node:fs/promises";

/** The process table. */
export interface Processes {
  /** Throws if the table cannot be read; a process that ends meanwhile is left out. */
  list(): Promise<ProcessView[]>;
  /** Whether any process holds the file open. A process whose files may not be read is passed over. */
  isHeldOpen(file: { device: string; inode: string }): Promise<boolean>;
}

export interface ProcessView {
  pid: number;
  argv: string[];
}

/** Linux's `/proc`, or a folder of the same shape. */
export function createProcesses(procRoot: string): Processes {
  async function pids(): Promise<number[]> {
    const names = await readdir(procRoot);
    return names.filter((name) => /^\d+$/.test(name)).map(Number);
  }
  return {
    async list() {
      const views = await Promise.all((await pids()).map((pid) => view(procRoot, pid)));
      return views.filter((process) => process !== null);
    },
    async isHeldOpen(file) {
      for (const pid of await pids()) {
        if (await holds(`${procRoot}/${pid}/fd`, file)) return true;
      }
      return false;
    },
  };
}

async function view(procRoot: string, pid: number): Promise<ProcessView | null> {
  const text = await orNull(readFile(`${procRoot}/${pid}/cmdline`, "utf8"));
  return text ? { pid, argv: text.replace(/\0$/, "").split("\0") } : null;
}

/** By device and inode: the link's text says `(deleted)`, or a path of another mount namespace. */
async function holds(folder: string, file: { device: string; inode: string }): Promise<boolean> {
  const names = (await orNull(readdir(folder))) ?? [];
  const stats = await Promise.all(names.map((name) => orNull(stat(`${folder}/${name}`, { bigint: true }))));
  return stats.some(
    (open) => open !== null && String(open.dev) === file.device && String(open.ino) === file.inode,
  );
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch {
    return null;
  }
}
