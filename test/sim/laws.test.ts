import fc from "fast-check";
import { expect, test } from "vitest";
import { runStory, type Tally } from "../world/sim/run-story.ts";
import { type Step, type Trouble, tell } from "../world/sim/story.ts";

const deck = fc.nat({ max: 3 });
const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Trouble>({ kind: "none" }) },
  fc.record({
    kind: fc.constant("power-loss" as const),
    at: fc.nat({ max: 60 }),
    choices: fc.nat({ max: 1000 }),
  }),
  fc.record({ kind: fc.constant("refused" as const), at: fc.nat({ max: 3 }) }),
  fc.record({ kind: fc.constant("answer-lost" as const), at: fc.nat({ max: 3 }) }),
  fc.record({
    kind: fc.constant("meanwhile" as const),
    at: fc.nat({ max: 3 }),
    deck,
    plays: fc.nat({ max: 2 }),
  }),
  fc.record({ kind: fc.constant("game-starts" as const), at: fc.nat({ max: 3 }) }),
);
const ordinary: fc.WeightedArbitrary<Step>[] = [
  { weight: 6, arbitrary: fc.record({ do: fc.constant("play" as const), deck }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("sync" as const), deck, trouble }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant("launch" as const), deck, plays: fc.nat({ max: 2 }), trouble }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("unplug" as const), deck }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("plug" as const), deck }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("restart" as const), deck }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("unmount" as const), deck }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("mount" as const), deck }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("re-date" as const), row: fc.nat({ max: 9 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("answer" as const),
      deck,
      choice: fc.constantFrom("keep-local" as const, "take-remote" as const),
    }),
  },
];
/** After these no side's history can be read from the saves alone. */
const doubtful: fc.WeightedArbitrary<Step>[] = [
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), deck }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("skew-server" as const),
      minutes: fc.integer({ min: -6_000_000, max: 6_000_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("recover-state" as const), deck }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("back-up-server" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restore-server" as const) }) },
];
const storyOf = (steps: fc.WeightedArbitrary<Step>[]) =>
  fc.array(fc.oneof(...steps), { minLength: 30, maxLength: 40, size: "max" });
const story = fc.oneof(storyOf(ordinary), storyOf([...ordinary, ...doubtful]));

const runs = Number(process.env.SIM_RUNS ?? 600);

test(`${runs} stories: nothing is lost, and all Decks come to agree or ask`, {
  timeout: 600_000,
}, async () => {
  const tally: Tally = new Map();
  const seed = Number(process.env.SIM_SEED ?? 20261121);
  const stories = fc.asyncProperty(
    fc.integer({ min: 2, max: 4 }),
    story,
    async (decks, steps) => await runStory(decks, steps, tally),
  );
  const result = await fc.check(stories, { numRuns: runs, seed, interruptAfterTimeLimit: 500_000 });
  const totals = [...tally].sort(([a], [b]) => a.localeCompare(b)).map(([name, times]) => `${name} ${times}`);
  console.log(`seed ${seed}: ${totals.join(", ")}`);
  if (result.failed) {
    const [decks, whole] = result.counterexample ?? [0, []];
    const steps = await shorten(decks, whole);
    const told = steps.map((one, number) => `${number + 1}. ${tell(one)}`).join("\n");
    expect.fail(`Seed ${seed}, ${decks} Decks:\n${told}\n${await errorOf(decks, steps)}`);
  }
});

/** Leaves out every step without which the story still breaks a law. */
async function shorten(decks: number, story: Step[]): Promise<Step[]> {
  for (let at = story.length - 1; at >= 0; at--) {
    const shorter = story.toSpliced(at, 1);
    if ((await errorOf(decks, shorter)) !== null) return await shorten(decks, shorter);
  }
  return story;
}

async function errorOf(decks: number, story: Step[]): Promise<string | null> {
  try {
    await runStory(decks, story, new Map());
    return null;
  } catch (error) {
    return String(error);
  }
}
