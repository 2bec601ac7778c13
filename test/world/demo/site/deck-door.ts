import type { Deck } from "../../deck/deck.ts";
import type { Game } from "../../deck/game.ts";
import { listFolder } from "../../steam/list-folder.ts";
import type { DeckDoor, SteamApp } from "../../steam/serve-decks.ts";
import { labelSession } from "../lost-sessions.ts";

/** What a Deck's page reaches through its socket: the bridge, and the games as Steam would start them. */
export function openDoor(deck: Deck): DeckDoor {
  const gameOf = (appId: number): Game => {
    const found = deck.games.find((game) => game.appId === appId);
    if (found === undefined) throw new Error(`${deck.title} has no shortcut ${appId}.`);
    return found;
  };
  const describe = async (game: Game): Promise<SteamApp> => ({
    appId: game.appId,
    name: game.name,
    isRunning: deck.isRunning(game),
    sessions: (await deck.sessions(game)).map(labelSession),
  });
  return {
    call: deck.call,
    onEvent: deck.onEvent,
    listApps: () => Promise.all(deck.games.map(describe)),
    launch: async (appId) => deck.launch(gameOf(appId)),
    play: async (appId) => void (await deck.play(gameOf(appId))),
    exit: async (appId) => deck.exit(gameOf(appId)),
    listFolder,
    onApp: (listener) => {
      let told = Promise.resolve(); // One after the other, so that the last word is the newest.
      return deck.onGameChange((game) => {
        told = told.then(async () => listener(await describe(game))).catch(console.error);
      });
    },
  };
}
