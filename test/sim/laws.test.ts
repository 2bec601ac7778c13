import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { count, findRare, fullRuns, type Tally } from "../world/sim/minima.ts";
import type { ShardResult, ShardTask } from "../world/sim/shard/shard.ts";
import { tellCosts } from "../world/sim/triggers/cost.ts";

/** By default what fits into three minutes. */
const runs = Number(process.env.SIM_RUNS ?? 10_000);
const firstSeed = Number(process.env.SIM_SEED ?? 20_261_121);
/** Computing only: more of them than cores would not be faster. */
const shardCount = 2;

test(`${runs} stories: nothing is lost, and all Decks come to agree or ask`, {
  timeout: Math.max(900_000, 150 * runs),
}, async () => {
  const tasks = Array.from({ length: shardCount }, (_, shard): ShardTask => {
    return { from: firstSeed + shard, to: firstSeed + runs, step: shardCount };
  });
  const shards = await Promise.all(tasks.map(runShard));
  const tally: Tally = new Map();
  for (const [name, times] of shards.flatMap((shard) => shard.tally)) count(tally, name, times);
  const totals = [...tally].sort(([a], [b]) => a.localeCompare(b)).map(([name, times]) => `${name} ${times}`);
  const told = shards.reduce((sum, shard) => sum + shard.runs, 0);
  const steps = shards.reduce((sum, shard) => sum + shard.steps, 0);
  console.log(`Seeds from ${firstSeed}: ${told} stories, ${steps} steps.\n${totals.join(", ")}`);
  const costs = shards.flatMap((shard) => shard.costs);
  const triggered = costs.filter(({ hasTriggers }) => hasTriggers);
  console.log(
    `A story costs RomM, median to most: ${tellCosts(costs.filter(({ hasTriggers }) => !hasTriggers))}.`,
  );
  console.log(`Of ${triggered.length} with triggers: ${tellCosts(triggered)}; each within its law.`);
  const failures = shards.flatMap(({ failure }) => failure ?? []);
  if (failures.length > 0) expect.fail(failures.join("\n\n"));
  const undone = tally.get("act undo") ?? 0;
  const asked = tally.get("undo asked") ?? 0;
  console.log(`Undone at once: ${undone}; asked instead: ${asked}.`);
  if (undone >= 100) expect(asked, "law d: undo asks too often").toBeLessThanOrEqual(undone / 20);
  expect(told).toBe(runs);
  expect(steps).toBeGreaterThanOrEqual(30 * runs);
  if (runs >= 8_000) expect(tally.get("overlapping POSTs")).toBeGreaterThanOrEqual(200);
  if (runs >= 600) expect(triggered.length).toBeGreaterThanOrEqual(Math.floor(runs / 6));
  if (runs >= fullRuns) expect(findRare(tally), "what occurred too seldom").toEqual([]);
});

function runShard(task: ShardTask): Promise<ShardResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("../world/sim/shard/shard.ts", import.meta.url), { workerData: task });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`A shard ended without a result (${code}).`)));
  });
}
