import type { Step } from "../story.ts";
import { gamesOf, type World } from "../world.ts";
import { passWithTriggers } from "./bring-about.ts";

/** What a story cost RomM, until its end. */
export interface Cost {
  hasTriggers: boolean;
  requests: number;
  uploads: number;
}

/** What a player does beside playing that sends something, a proof that failed among it. */
const acts: ReadonlySet<Step["do"]> = new Set([
  ...([
    "answer",
    "answer-many",
    "restore",
    "select",
    "undo",
    "undo-at-once",
    "put-back-older",
    "prove",
  ] as const),
]);

/** Law e: whatever comes by itself and whatever fails, nothing goes up twice, and no look is for nothing. */
export function expectNoStorm({ story, costs, decks }: World): Cost {
  const { plays, ...cost } = costs;
  const { requests, uploads } = cost;
  const { hasTriggers } = story;
  if (!hasTriggers) return { ...cost, hasTriggers };
  const acted = story.steps.filter((step) => acts.has(step.do)).length;
  const causes = plays + acted * story.gameCount;
  if (uploads > causes) throw new Error(`A storm: ${uploads} uploads, and ${causes} causes.`);
  // The last looks, by which all come to agree, are a step like the others.
  const steps = story.steps.length + 1;
  const most = mostLooks * story.gameCount * steps * decks.length;
  if (requests > most) throw new Error(`A storm: ${requests} requests in ${story.steps.length} steps.`);
  return { ...cost, hasTriggers };
}

/** `requests 74 to 284, uploads 6 to 21`: the median and the most. */
export function tellCosts(costs: Cost[]): string {
  const tell = (name: "requests" | "uploads") => {
    const all = costs.map((cost) => cost[name]).sort((a, b) => a - b);
    return `${name} ${all[Math.floor(all.length / 2)] ?? 0} to ${all.at(-1) ?? 0}`;
  };
  return `${tell("requests")}, ${tell("uploads")}`;
}

/** Of each game, by each Deck, in each step. */
const mostLooks = 2;
const minuteMs = 60_000;

/** Law f: where all is settled, time goes by in which nothing moves and hardly anything is asked. */
export async function expectQuiet(world: World): Promise<void> {
  await passWithTriggers(world, minuteMs);
  const before = { ...world.costs };
  await passWithTriggers(world, 5 * minuteMs);
  const uploads = world.costs.uploads - before.uploads;
  const requests = world.costs.requests - before.requests;
  if (uploads > 0) throw new Error(`Not quiet: ${uploads} uploads of what was settled.`);
  const most = gamesOf(world).length * world.decks.length;
  if (requests > most) throw new Error(`Not quiet: ${requests} requests in some minutes.`);
}
