import type { EngineDeck } from "./deck.ts";
import type { World } from "./world.ts";

/** Time passes until RomM has shown all that the Deck sent. */
export async function untilStored({ time }: Pick<World, "time">, deck: EngineDeck): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const shortcuts = await deck.api.listShortcuts({});
    if (shortcuts.every(({ isStored }) => isStored)) return;
    time.elapse(11_000);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`RomM never showed what ${deck.name} sent.`);
}
