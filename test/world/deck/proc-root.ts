import { mkdir, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

/** One Deck's own `/proc`: links to the real entries of its processes only, so that Decks on one machine do not see each other. */
export interface ProcRoot {
  readonly folder: string;
  add(pid: number): Promise<void>;
  /** Drops the links of processes that have ended, before the kernel gives their numbers to others. */
  sweep(): Promise<void>;
}

/** What a process table holds beside processes; the kernel resolves `self` for whoever reads it. */
const furniture = ["self", "mounts", "stat", "uptime", "sys"];

export async function createProcRoot(folder: string): Promise<ProcRoot> {
  await mkdir(folder, { recursive: true });
  for (const name of furniture) await symlink(join("/proc", name), join(folder, name));
  return {
    folder,
    add: (pid) => symlink(`/proc/${pid}`, join(folder, String(pid))),
    sweep: async () => {
      const pids = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
      await Promise.all(pids.filter((pid) => !isAlive(Number(pid))).map((pid) => rm(join(folder, pid))));
    },
  };
}

/** Whether the process exists; one that ended and waits to be collected by its parent still does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
