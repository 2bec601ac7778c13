import { readdirSync, readFileSync } from "node:fs";

/** The processes that `pid` started and that still run. */
export function childrenOf(pid: number): number[] {
  const threads = listOrNothing(`/proc/${pid}/task`);
  const children = threads.flatMap((thread) =>
    readOrNothing(`/proc/${pid}/task/${thread}/children`).split(" ").filter(Boolean).map(Number),
  );
  return children.filter(isAlive);
}

/** Every process there is. */
export function listProcesses(): number[] {
  return listOrNothing("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isAlive);
}

/** A zombie is not alive: it only waits for someone to ask how it ended. */
export function isAlive(pid: number): boolean {
  const [, state] = /\) (\S)/.exec(readOrNothing(`/proc/${pid}/stat`)) ?? [];
  return state !== undefined && state !== "Z" && state !== "X";
}

/** Program and arguments, as they were started; empty when there is no such process. */
export function commandOf(pid: number): string[] {
  return readOrNothing(`/proc/${pid}/cmdline`).split("\0").slice(0, -1);
}

function listOrNothing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // The process has ended.
  }
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
