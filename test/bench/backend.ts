import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startBackend } from "./backend-process.ts";
import type { Line } from "./measure.ts";

const rounds = 7;
const startBudgetMs = 150;
const idleBudgetMb = 25;
/** After its first answer; what the start needed has been given back by then. */
const idleMs = 3000;

/** The bundled backend from `spawn` to its first answer against an empty Node, and what it holds when idle. */
export async function benchBackend(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  try {
    const starts: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const backend = startBackend(join(folder, `start-${round}`));
      await backend.call("getOverview", {});
      starts.push(performance.now() - start);
      await backend.stop();
    }
    const ms = starts.sort((a, b) => a - b)[Math.floor(rounds / 4)] ?? Number.NaN;
    return [
      {
        ...{ what: "backend: start to first answer", ms, against: "slowest", againstMs: starts.at(-1) ?? ms },
        budget: { words: `<= ${startBudgetMs} ms`, isKept: ms <= startBudgetMs },
      },
      await benchMemory(join(folder, "idle")),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Judged are the pages that only the backend's end would free. Clean ones are the program file of Node, which the
 * kernel drops when it needs the memory, and which count as private or shared by who else runs it just then.
 */
async function benchMemory(folder: string): Promise<Line> {
  const backend = startBackend(folder);
  await backend.call("getOverview", {});
  await wait(idleMs);
  const { dirtyMib, cleanMib, residentMib } = readMemory(backend.pid);
  await backend.stop();
  const clean = `and ${cleanMib.toFixed(1)} MiB clean, of Node's program file`;
  return {
    ...{ what: "backend: private memory when idle", unit: "MiB", ms: dirtyMib },
    ...{ against: "resident", againstMs: residentMib },
    budget: { words: `<= ${idleBudgetMb} MB; ${clean}`, isKept: dirtyMib * 1.048_576 <= idleBudgetMb },
  };
}

function readMemory(pid: number): { dirtyMib: number; cleanMib: number; residentMib: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const mib = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1]) / 1024;
  return { dirtyMib: mib("Private_Dirty"), cleanMib: mib("Private_Clean"), residentMib: mib("Rss") };
}
