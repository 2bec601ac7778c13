import { beginSession, note, noteBegun } from "./create-world.ts";
import { playOn } from "./deck/save-files.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { keyOf, playedSlots, type World } from "./world.ts";

/** A game that started in the middle of a sync writes what it had loaded then, plus a session, and ends. */
export async function endGame(world: World, deck: SimDeck): Promise<boolean> {
  const loaded = deck.takeLoaded();
  if (loaded !== null) {
    const { game, text } = loaded;
    world.doubts.raced.add(keyOf(deck, game));
    const by = { name: deck.name, account: null, slots: playedSlots(deck, game) };
    const after = playOn(text, beginSession(world, by, game));
    noteBegun(world, deck, game, { before: text, after });
    await deck.write(game, after);
  }
  deck.stopPlaying();
  if (loaded) await note(world, deck, loaded.game, await deck.sync(loaded.game, "exit", { kind: "none" }));
  return loaded !== null;
}
