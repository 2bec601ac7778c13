import * as v from "valibot";
import type { DeckName, DemoWorld } from "../demo-world.ts";
import { makeConflict } from "../make-conflict.ts";
import { setUpByScan } from "../set-up-by-scan.ts";

/** At which a Deck's network is slow: an answer takes about two seconds, of the three that a launch gives. */
const slowBytesPerSecond = 8_000;

/** What a button of the demo's page does to the world; null: there is no such button. */
export function deedOf(world: DemoWorld, asked: string): ((body: string) => Promise<void>) | null {
  const deck = /^POST \/network\/([ab])$/.exec(asked)?.[1];
  if (deck !== undefined) return (body) => switchNetwork(world, deck === "a" ? "a" : "b", body);
  if (asked === "POST /sign-in") return () => signBothIn(world);
  if (asked === "POST /conflict") return () => makeConflict(world);
  return null;
}

/** `off` is a Deck whose connections break and are refused. */
async function switchNetwork(world: DemoWorld, name: DeckName, body: string): Promise<void> {
  const wanted = v.parse(v.picklist(["on", "slow", "off"]), body);
  const { network } = world.deck(name);
  network.throttle(wanted === "slow" ? slowBytesPerSecond : Number.POSITIVE_INFINITY);
  await (wanted === "off" ? network.refuse() : network.restore());
}

/** For whoever has seen the first steps; a Deck that has made them itself stays as it is. */
async function signBothIn(world: DemoWorld): Promise<void> {
  for (const name of ["a", "b"] as const) {
    const { connection, counts } = await world.deck(name).backend.getOverview({});
    const hasGames = Object.values(counts).some((count) => count > 0);
    if (connection.kind === "signed-out" || !hasGames)
      await setUpByScan(world.deck(name), world.romm.view.token);
  }
}
