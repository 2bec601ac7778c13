import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../../backend/contract/account.ts";
import { createDeck, type Deck } from "../deck/deck.ts";
import { drawAppId } from "../deck/game.ts";
import { listInSteam } from "../deck/list-in-steam.ts";
import type { PlaySession } from "../emulator/sessions.ts";
import { findLostSessions } from "./lost-sessions.ts";
import { type RommServer, startRommServer } from "./romm-server.ts";
import { signIn } from "./sign-in.ts";

export type DeckName = "a" | "b";

/** One RomM and two Decks, all in processes of their own, below one temporary folder. */
export interface DemoWorld {
  readonly romm: RommServer;
  deck(name: DeckName): Deck;
  decks(): Deck[];
  /** A factory reset: the Deck loses all it had and starts anew with the same games, not signed in. */
  resetDeck(name: DeckName): Promise<Deck>;
  signIn(name: DeckName): Promise<Connection>;
  /** HTTP requests by Deck since the start, also those from before a reset. */
  requestCounts(): Record<DeckName, number>;
  /** Sessions ever played that are neither in a row of the server, nor a save file, nor a kept copy. */
  findLost(): Promise<PlaySession[]>;
  /** Ends every process and deletes the folder. */
  stop(): Promise<void>;
}

/** `faults` are the stand-in's; with a real server there are none. */
export async function createDemoWorld(options: { faults: string[] }): Promise<DemoWorld> {
  const folder = await mkdtemp(join(tmpdir(), "savepoint-demo-"));
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  let isEnding = false;
  const stop = async () => {
    isEnding = true;
    for (const end of stops.splice(0).reverse()) await end().catch(report);
  };
  try {
    const romm = await startRommServer({ folder: join(folder, "romm"), faults: options.faults });
    stops.push(romm.stop);
    const newDeck = async (name: DeckName, generation: number) => {
      if (isEnding) throw new Error("The demo is ending.");
      const games = romm.roms.map((rom) => ({ appId: drawAppId(), ...rom }));
      const starting = createDeck({
        name,
        title: `Deck ${name.toUpperCase()}`,
        folder: join(folder, `deck-${name}-${generation}`),
        rommOrigin: romm.view.origin,
        games,
      });
      stops.push(async () => (await starting.catch(() => null))?.stop());
      const deck = await starting;
      await listInSteam(deck.home, games);
      return deck;
    };
    const [a, b] = await Promise.all([newDeck("a", 1), newDeck("b", 1)]);
    return worldOf({ romm, first: { a, b }, newDeck, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

function worldOf(parts: {
  romm: RommServer;
  first: Record<DeckName, Deck>;
  newDeck: (name: DeckName, generation: number) => Promise<Deck>;
  stop: () => Promise<void>;
}): DemoWorld {
  const { romm, newDeck, stop } = parts;
  const present = { ...parts.first };
  const generations: Record<DeckName, Deck[]> = { a: [present.a], b: [present.b] };
  const everyDeck = () => [...generations.a, ...generations.b];
  const requestsOf = (name: DeckName) =>
    generations[name].reduce((sum, deck) => sum + deck.network.requestCount(), 0);

  return {
    romm,
    deck: (name) => present[name],
    decks: () => [present.a, present.b],
    resetDeck: async (name) => {
      await present[name].wipe();
      present[name] = await newDeck(name, generations[name].length + 1);
      generations[name].push(present[name]);
      return present[name];
    },
    signIn: (name) => signIn(present[name], { token: romm.view.token, slot: romm.slot }),
    requestCounts: () => ({ a: requestsOf("a"), b: requestsOf("b") }),
    findLost: async () => {
      const played = everyDeck().flatMap((deck) => deck.everPlayed());
      return findLostSessions(played, [
        ...(await savesOnServer(romm)),
        ...(await Promise.all([present.a, present.b].map(savesOnDeck))).flat(),
      ]);
    },
    stop,
  };
}

async function savesOnServer({ view, roms, slot }: RommServer): Promise<Uint8Array[]> {
  const rows = (await Promise.all(roms.map(({ romId }) => view.listRows(romId, slot)))).flat();
  const contents = await Promise.all(rows.map(({ saveId }) => view.content(saveId)));
  return contents.filter((bytes) => bytes !== null);
}

async function savesOnDeck(deck: Deck): Promise<Uint8Array[]> {
  const live = await Promise.all(deck.games.map((game) => deck.saveBytes(game)));
  return [...live.filter((bytes) => bytes !== null), ...(await deck.keptCopies())];
}

function report(error: unknown): void {
  console.error("While the demo was ending:", error);
}
