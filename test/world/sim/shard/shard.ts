import { parentPort, workerData } from "node:worker_threads";
import { drawStory } from "../draw-story.ts";
import type { Tally } from "../minima.ts";
import { runStory } from "../run-story.ts";
import { tellStory } from "../story.ts";
import type { Cost } from "../triggers/cost.ts";
import { shorten } from "./shorten.ts";

/** The seeds of one worker: every `step`th from `from` on, below `to`. */
export interface ShardTask {
  from: number;
  to: number;
  step: number;
}

export interface ShardResult {
  runs: number;
  steps: number;
  tally: [string, number][];
  /** Of each story. */
  costs: Cost[];
  /** Null: no story broke a law. */
  failure: string | null;
}

/** Plays the stories of its share; ends at the first one that breaks a law, and makes it short. */
async function runShard({ from, to, step }: ShardTask): Promise<ShardResult> {
  const tally: Tally = new Map();
  const costs: Cost[] = [];
  let [runs, steps] = [0, 0];
  for (let seed = from; seed < to; seed += step) {
    const story = drawStory(seed);
    try {
      costs.push(await runStory(story, tally));
    } catch {
      const short = await shorten(story);
      const failure = `Seed ${seed}, shortened:\n${tellStory(short.story)}\n${short.error}`;
      return { runs, steps, tally: [...tally], costs, failure };
    }
    runs += 1;
    steps += story.steps.length;
  }
  return { runs, steps, tally: [...tally], costs, failure: null };
}

const task: ShardTask = workerData;
parentPort?.postMessage(await runShard(task));
