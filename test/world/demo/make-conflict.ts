import type { DemoWorld } from "./demo-world.ts";
import { gameOf } from "./story/checks.ts";
import { playOnce } from "./story/like-the-panel.ts";

/** Both Decks play the first game off the network, then come back one after the other: the second one is asked. */
export async function makeConflict(world: DemoWorld): Promise<void> {
  const [a, b] = [world.deck("a"), world.deck("b")];
  // What one of them has not fetched yet is no conflict.
  for (const deck of [a, b, a]) await deck.backend.syncShortcut({ appId: gameOf(deck).appId });
  await Promise.all([a.network.refuse(), b.network.refuse()]);
  try {
    for (const deck of [a, b]) await playOnce(deck, gameOf(deck));
  } finally {
    await Promise.all([a.network.restore(), b.network.restore()]);
  }
  for (const deck of [b, a]) await deck.backend.syncAll({});
}
