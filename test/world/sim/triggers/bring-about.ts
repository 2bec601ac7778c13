import { play } from "../create-world.ts";
import type { SimDeck } from "../deck/sim-deck.ts";
import { count } from "../minima.ts";
import type { Step, TriggerKind } from "../story.ts";
import type { SimTriggers, World } from "../world.ts";
import { createSimTriggers } from "./sim-triggers.ts";

/** From now on runs come by themselves on every Deck. */
export function startTriggers(world: World): void {
  for (const deck of world.decks) world.triggers.set(deck.name, createSimTriggers(world, deck));
}

/** What is due by now on any Deck, each in seconds of its own: uploads that meet in one are a trouble of the stories. */
export async function comeDue({ triggers, pass }: World): Promise<void> {
  for (const one of triggers.values()) {
    if (one.dueInMs() > 0) continue;
    pass(apartMs);
    await one.comeDue();
  }
}

const apartMs = 1500;

/** Time goes on, and everything comes at its own. */
export async function passWithTriggers(world: World, ms: number): Promise<void> {
  const untilMs = world.nowMs() + ms;
  while (world.nowMs() < untilMs) {
    const dueInMs = Math.min(...[...world.triggers.values()].map((one) => one.dueInMs()));
    world.pass(Math.min(untilMs - world.nowMs(), Math.max(1, dueInMs)));
    await comeDue(world);
  }
}

/** Something that brings a run about, and the time that it takes to. */
export async function bringAbout(
  world: World,
  deck: SimDeck,
  game: number,
  { by, at, trouble }: Step & { do: "trigger" },
): Promise<void> {
  const triggers = world.triggers.get(deck.name);
  if (!triggers) return;
  count(world.tally, `trigger ${by}`);
  count(world.tally, `trouble ${trouble.kind}`);
  triggers.meet(trouble, at);
  await events[by]({ world, deck, game, triggers });
  await passWithTriggers(world, 12_000);
}

interface Happening {
  world: World;
  deck: SimDeck;
  game: number;
  triggers: SimTriggers;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const events: Record<TriggerKind, (p: Happening) => unknown> = {
  network({ deck }) {
    deck.isOnline = !deck.isOnline;
  },
  async wake({ world, deck }) {
    world.pass(8 * hourMs);
    deck.sleep(8 * hourMs);
    await comeDue(world);
  },
  panel: ({ triggers }) => triggers.panelOpened(),
  folder: async ({ world, deck, game }) => await play(world, deck, game),
  start: ({ deck }) => deck.restart(),
  time: async ({ world }) => await passWithTriggers(world, 5 * minuteMs),
};
