import type { EngineDeck } from "./deck.ts";
import { setupWorld, type World } from "./world.ts";

/** Two Decks: B holds A1, and RomM and A have A1 A2. */
export async function setupNewer(given?: World): Promise<{ world: World; a: EngineDeck; b: EngineDeck }> {
  const world = given ?? (await setupWorld());
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  await a.play("A1");
  await a.sync();
  await b.sync();
  await a.play("A2");
  await a.sync();
  return { world, a, b };
}
