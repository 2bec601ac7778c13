import type { HeldUnit } from "../../../backend/contract/saves/held.ts";
import { callerOf } from "../../world/engine/caller.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { addRoms, countBy, type DeckGame, onlyTheseGames, syncAll } from "../../world/engine/many-games.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

export const hourMs = 60 * 60_000;

/** Two Decks with the same games, all in sync, and (unless told otherwise) the hour of that is over. */
export async function setupGames(count: number, { restMs = 2 * hourMs } = {}) {
  const world = await setupWorld();
  const romIds = addRoms(world, count);
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  const [onA, onB] = [await onlyTheseGames(a, romIds), await onlyTheseGames(b, romIds)];
  await Promise.all(onA.map((game) => game.write(`${game.name}: A1\n`)));
  await syncAll(a);
  await syncAll(b);
  await syncAll(a);
  world.time.advance(restMs);
  world.requests();
  return { world, a, b, onA, onB };
}

/** Of every line, counted. */
export const words = (lines: Awaited<ReturnType<typeof syncAll>>) =>
  countBy(lines, ({ decision, reason }) => `${decision} ${reason}`);

/** What was asked of RomM beside listings. */
export const transfers = (world: World) =>
  // Who sent what is asked about is looked up once, and moves no save.
  world.requests().filter((line) => !line.startsWith("GET /api/saves") && line !== "GET /api/devices");

/** What waits for the player. */
export const heldOf = async (deck: EngineDeck) => await deck.api.listHeld({});

/** As an answer names them. */
export const idsOf = (held: HeldUnit[]) => held.map(({ unitId }) => unitId);

/** Counted by kind. */
export const statusesOf = async (deck: EngineDeck) =>
  countBy(await deck.api.listShortcuts({}), ({ status }) => status.kind);

/** A launch of the game, as the panel asks about it. */
export const launchOf = (game: DeckGame, launchId = `launch ${game.appId}`) => ({
  launchId,
  appId: game.appId,
});

/** As a card that was re-formatted. */
export async function removeAll(games: DeckGame[]): Promise<void> {
  await Promise.all(games.map((game) => game.remove()));
}

/** In RomM's page, by the player. */
export function removeRows(world: World): void {
  const ids = world.romm.rules.database.saves.map(({ id }) => id);
  world.romm.rules.saves.remove(callerOf(world), ids);
}

/** All four saves vanished from B, and wait. */
export async function setupHeld() {
  const games = await setupGames(4);
  await removeAll(games.onB);
  await syncAll(games.b);
  games.world.requests();
  return games;
}
