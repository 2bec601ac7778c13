import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startBackend } from "./backend-process.ts";
import type { Line } from "./measure.ts";

const restMs = 15_000;
const idleForMs = 60_000;
/** A core's time: what a look at the process table and the clocks take on a slow machine. */
const budgetMs = 300;

/** What a backend that nobody asks takes of a core in a minute. */
export async function benchIdle(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  try {
    const backend = startBackend(folder);
    await backend.call("getOverview", {});
    await wait(restMs);
    const before = readCpuMs(backend.pid);
    await wait(idleForMs);
    const ms = readCpuMs(backend.pid) - before;
    await backend.stop();
    return [
      {
        ...{ what: "backend: processor time of an idle minute", ms },
        ...{ against: "of a core's", againstMs: idleForMs },
        budget: { words: `<= ${budgetMs} ms, 0.5 %`, isKept: ms <= budgetMs },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** proc(5): user and system time, in ticks of 10 ms. */
function readCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
