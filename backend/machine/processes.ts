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
  return {
    async list() {
      const [seen, sandboxes] = await Promise.all([pids(), listSandboxes(flatpakRoot)]);
      const views = await Promise.all(seen.map((pid) => view(procRoot, pid)));
      return views
        .filter((process) => process !== null)
        .map((process) => {
          const flatpak = sandboxes.get(process.pid);
          return flatpak === undefined ? process : { ...process, flatpak };
        });
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
