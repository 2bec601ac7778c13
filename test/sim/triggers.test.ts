import { expect, test } from "vitest";
import { createDraw, drawStory } from "../world/sim/draw-story.ts";
import type { Tally } from "../world/sim/minima.ts";
import { runStory } from "../world/sim/run-story.ts";
import { type Step, type Story, tellStory } from "../world/sim/story.ts";

/* What runs by itself comes at any time: after any step of a story, and the network or the power fails in it. */

const runs = Number(process.env.SIM_RUNS ?? 150);
const firstSeed = 20_261_127;
/** Beyond one for each session and each answer, of which a story has some 30. */
const mostUploads = 60;

const fails = ["nothing", "network", "power"] as const;

/** The same story, with two triggers after each step. */
function withTriggers(story: Story): Story {
  const draw = createDraw(story.seed);
  const trigger = (): Step => ({
    do: "trigger",
    ...{ deck: draw(4), after: draw(4), fails: fails[draw(3)] ?? "nothing" },
  });
  return { ...story, steps: story.steps.flatMap((step) => [step, trigger(), trigger()]) };
}

test(`${runs} stories with a trigger after each step: the laws hold, and nobody storms RomM`, {
  timeout: 600_000,
}, async () => {
  const uploads: number[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const story = withTriggers(drawStory(seed));
    const tally: Tally = new Map();
    await runStory(story, tally).catch((error) => {
      expect.fail(`${error instanceof Error ? error.message : error}\n${tellStory(story)}`);
    });
    uploads.push(tally.get("requests upload") ?? 0);
  }
  const all = uploads.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...uploads);
  console.log(`${runs} stories with triggers: ${(all / runs).toFixed(1)} uploads a story, ${most} at most.`);
  expect(all).toBeGreaterThan(0);
  expect(most).toBeLessThan(mostUploads);
});
