import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Loader, startLoader } from "../world/deck/loader/loader.ts";
import { isAlive } from "../world/deck/loader/process-table.ts";
import { layOutPlugin } from "../world/deck/plugin-folder.ts";
import type { Line } from "./measure.ts";

const rounds = 9;
const budgetMs = 500;

/** The plugin as it ships, in the loader that starves it: from SIGTERM until its Python and its Node have ended. */
export async function benchStop(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "savepoint-bench-"));
  try {
    const pluginFolder = join(folder, "Savepoint");
    await layOutPlugin(pluginFolder);
    const loader = await startLoader({ pluginFolder, home: join(folder, "home") });
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await timeStop(loader));
    await loader.stop();
    const ms = times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
    return [
      {
        ...{ what: "plugin: SIGTERM to the end of both processes", ms },
        ...{ against: "slowest", againstMs: times.at(-1) ?? ms },
        budget: { words: `<= ${budgetMs} ms`, isKept: ms <= budgetMs },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Then it runs again. */
async function timeStop(loader: Loader): Promise<number> {
  await loader.call("getOverview", {});
  const processes = [loader.pluginPid, loader.backendPid() ?? Number.NaN];
  const startMs = performance.now();
  const stopped = loader.manage("stop");
  while (processes.some(isAlive)) await wait(2);
  const ms = performance.now() - startMs;
  await stopped;
  await loader.manage("start");
  return ms;
}
