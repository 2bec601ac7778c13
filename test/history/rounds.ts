import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { CopiesByHand } from "../../backend/history/by-hand.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { untilStored } from "../world/engine/until-stored.ts";
import type { World } from "../world/engine/world.ts";
import { dayMs } from "./copies.ts";

/** Where the Deck keeps its copies. */
export const historyOf = (deck: EngineDeck) => join(dirname(deck.savePath), "..", "data", "history");

export const yearMs = 365 * dayMs;

/** Plays a session a day, each of which goes up, and tidies. */
export async function playRounds(world: World, deck: EngineDeck, sessions: string[]): Promise<void> {
  for (const session of sessions) {
    await deck.play(session);
    expect((await deck.sync()).outcome).toBe("done");
    world.time.advance(dayMs + 3_600_000);
    await deck.sync();
    await untilStored(world, deck);
    await deck.care.prune();
  }
}

/** Names of sessions. */
export const named = (count: number, name = "S") =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

/** How many copies stand how. */
export async function standings(byHand: CopiesByHand): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { standing } of (await byHand.list()).copies) counts[standing] = (counts[standing] ?? 0) + 1;
  return counts;
}
