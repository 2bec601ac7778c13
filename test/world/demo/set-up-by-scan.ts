import { setTimeout as wait } from "node:timers/promises";
import type { Deck } from "../deck/deck.ts";

/** The first steps without the pages: signs in unless the Deck is, finds its games, and adds all that need no choice. */
export async function setUpByScan(deck: Deck, token: string): Promise<void> {
  const { backend, network, title } = deck;
  const { connection } = await backend.getOverview({});
  if (connection.kind === "signed-out") {
    const connected = await backend.connect({
      origin: network.origin,
      credentials: { kind: "token", token },
    });
    if (!connected.ok) throw new Error(`${title} could not sign in: ${JSON.stringify(connected.error)}`);
  }
  await backend.startScan({});
  for (;;) {
    const scan = await backend.getScan({});
    if (scan?.end) {
      const bindings = scan.matches.flatMap(({ binding }) => binding ?? []);
      const registered = await backend.registerShortcuts({ bindings });
      if (!registered.ok)
        throw new Error(`${title} could not add its games: ${JSON.stringify(registered.error)}`);
      return;
    }
    await wait(50);
  }
}
