import type { Connection } from "../../../backend/contract/account.ts";
import type { Slot } from "../../../backend/contract/words.ts";
import type { Deck } from "../deck/deck.ts";
import { launchCommandOf, savePathOf } from "../deck/game.ts";

/** What the player does once per Deck: connect with a token, and name the shortcuts. Throws with a sentence if refused. */
export async function signIn(deck: Deck, p: { token: string; slot: Slot }): Promise<Connection> {
  const connection = await deck.backend.connect({
    origin: deck.network.origin,
    credentials: { kind: "token", token: p.token },
  });
  if (!connection.ok) throw new Error(`${deck.title} could not sign in: ${JSON.stringify(connection.error)}`);

  const registered = await deck.backend.registerShortcuts({
    bindings: deck.games.map((game) => ({
      appId: game.appId,
      romId: game.romId,
      name: game.name,
      save: { kind: "file", path: savePathOf(deck.home, game), emulator: "retroarch" },
      launch: launchCommandOf(deck.home, game),
      slot: p.slot,
    })),
  });
  if (!registered.ok) {
    throw new Error(`${deck.title} could not register its games: ${JSON.stringify(registered.error)}`);
  }
  return connection.value;
}
