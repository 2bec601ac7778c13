import type { SyncStatus } from "../../../../backend/contract/saves/shortcut.ts";
import type { SyncLine } from "../../../../backend/contract/saves/sync.ts";
import type { Deck } from "../../deck/deck.ts";
import type { Game } from "../../deck/game.ts";
import { decodeSave } from "../../emulator/sessions.ts";
import type { DeckName, DemoWorld } from "../demo-world.ts";
import { wordSessions } from "../lost-sessions.ts";
import { assertStory, waitUntil } from "./assert-story.ts";
import { pressPlay, shortcutOf } from "./like-the-panel.ts";

/** A Deck and the game that the story is about. */
export function at(world: DemoWorld, name: DeckName): [Deck, Game] {
  const deck = world.deck(name);
  return [deck, gameOf(deck)];
}

/** The story is told with the library's first rom. */
export function gameOf(deck: Deck): Game {
  const [game] = deck.games;
  assertStory(game !== undefined, "The library has no rom.");
  return game;
}

/** The launch brings the save, it is on the disk before the process starts, and the emulator reads exactly that. */
export async function assertReceives(deck: Deck, game: Game, expected: string): Promise<void> {
  const verdict = await pressPlay(deck, game);
  assertStory(verdict.kind === "go", `The launch got the verdict ${JSON.stringify(verdict)}.`);
  const received = await wordSave(deck, game);
  assertStory(received === expected, `${deck.title} holds ${received} instead of ${expected}.`);
  await assertStatus(deck, game, "playing");
}

/** The panel's word for the save, now or soon. */
export async function assertStatus(deck: Deck, game: Game, expected: SyncStatus["kind"]): Promise<void> {
  let status = "";
  const isExpected = async () => {
    status = (await shortcutOf(deck, game)).status.kind;
    return status === expected;
  };
  await waitUntil(isExpected, () => `${deck.title} says "${status}" and never "${expected}".`);
}

/** The newest row of the slot holds exactly these sessions. */
export async function assertHead(world: DemoWorld, expected: string): Promise<void> {
  const [head = "no row"] = await wordHistory(world);
  assertStory(head === expected, `The newest row of the slot holds ${head} instead of ${expected}.`);
}

/** Both Decks and the newest row hold the same sessions. */
export async function assertAllEqual(world: DemoWorld): Promise<void> {
  const onDecks = await Promise.all(world.decks().map((deck) => wordSave(deck, gameOf(deck))));
  const [head = "no row"] = await wordHistory(world);
  assertStory(
    new Set([...onDecks, head]).size === 1,
    `The Decks hold ${onDecks.join(" and ")}, RomM ${head}.`,
  );
}

/** The sessions of each row, newest first. */
export async function wordHistory(world: DemoWorld): Promise<string[]> {
  const { view, slot } = world.romm;
  const rows = await view.listRows(gameOf(world.deck("a")).romId, slot);
  return Promise.all(rows.map(async ({ saveId }) => wordBytes(await view.content(saveId))));
}

/** The sessions in the save file. */
export async function wordSave(deck: Deck, game: Game): Promise<string> {
  return wordBytes(await deck.saveBytes(game));
}

function wordBytes(bytes: Uint8Array | null): string {
  if (bytes === null) return "no file";
  const sessions = decodeSave(bytes);
  return sessions === null ? "a damaged save" : wordSessions(sessions);
}

/** What a sync did, in its own words. */
export function wordLine(line: SyncLine | null): string {
  return line === null ? "no report" : `${line.decision}, ${line.outcome} (${line.reason})`;
}
