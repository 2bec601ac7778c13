import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { SaveLocation } from "../../../backend/core/vocabulary.ts";
import type { EngineDeck } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";
import { folderOf } from "./folder-decks.ts";

/* DuckStation's card of one game (Card1Type = PerGameTitle): 128 KiB, called after the game. */

const placeIn = (folder: string): SaveLocation => ({
  ...{ kind: "file", path: join(folder, "memcards/Tobu Tobu Girl_1.mcd"), emulator: "duckstation" },
});

/** A formatted card: its head, a directory, and blocks of which the first holds the sessions. */
function cardWith(sessions: string): Buffer {
  const card = Buffer.alloc(128 * 1024);
  card.write("MC");
  card[127] = 0x0e;
  for (let frame = 1; frame < 16; frame++) card[frame * 128] = sessions !== "" && frame === 1 ? 0x51 : 0xa0;
  card.write("BASLUS-00000TOBU", 128 + 10);
  card.write(sessions, 8192);
  return card;
}

const cardOf = (deck: EngineDeck) => join(folderOf(deck), "memcards/Tobu Tobu Girl_1.mcd");

async function playOn(deck: EngineDeck, sessions: string): Promise<void> {
  await mkdir(dirname(cardOf(deck)), { recursive: true });
  await writeFile(cardOf(deck), cardWith(sessions));
}

test("a card of one game goes from Deck A to Deck B and back, byte for byte", async () => {
  const world = await setupWorld();
  const [a, b] = [await world.deck("A", { save: placeIn }), await world.deck("B", { save: placeIn })];
  await playOn(a, "session 1");
  expect(await a.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(await b.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect((await readFile(cardOf(b))).equals(cardWith("session 1"))).toBe(true);
  await playOn(b, "session 1, session 2");
  world.time.advance(60_000);
  expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(await a.sync()).toMatchObject({ decision: "download", outcome: "done" });
  expect((await readFile(cardOf(a))).equals(cardWith("session 1, session 2"))).toBe(true);
  for (const deck of [a, b]) expect(await deck.sync()).toMatchObject({ decision: "keep" });
});
