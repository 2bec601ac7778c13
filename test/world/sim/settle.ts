import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import type { HeldChoice } from "../../../backend/contract/saves/held.ts";
import { isSameSlot } from "../../../backend/core/units.ts";
import type { Slot } from "../../../backend/core/vocabulary.ts";
import { answer, releaseHeld } from "./answers.ts";
import { deliverDelayed, note, play, prove } from "./create-world.ts";
import { sessionsOf } from "./deck/save-files.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { createDraw, type Draw } from "./draw-story.ts";
import { goTo } from "./playthroughs.ts";
import { isArchive, questionOf } from "./questions.ts";
import { expectNothingLost, gamesOf, keyOf, type World } from "./world.ts";

/** The laws at the end of every story, for each account and each playthrough: all online, nobody playing. */
export async function settle(world: World): Promise<void> {
  const { server, story, decks } = world;
  await expectNothingLost(world, "in the story");
  deliverDelayed(world);
  server.putBackFiles();
  for (const game of gamesOf(world)) server.rescanRom(game);
  const draw = createDraw(story.seed + 1);
  for (let account = 0; account < story.accountCount; account++) {
    for (const deck of decks) await wake(world, deck, account);
    for (const slot of [firstSlot, ...playedOf(world, account)]) {
      await goToAll(world, slot);
      await settleSlots(world, draw);
    }
  }
}

/** Those that a player chose beside the first one; what nobody played is nothing to agree on. */
function playedOf({ decks, server, story }: World, account: number): string[] {
  const slots = Array.from({ length: story.gameCount }, (_, game) => [
    ...server.slots(account, game).filter((slot) => decks.some((deck) => isIn(deck.slots(game), slot))),
  ]);
  return [...new Set(slots.flat())].filter((slot) => slot !== firstSlot);
}

const isIn = (slots: string[], slot: string) => slots.some((one) => isSameSlot(one as Slot, slot as Slot));

/** All Decks play this one, where the game has it. */
async function goToAll(world: World, slot: string): Promise<void> {
  for (const deck of world.decks) {
    for (const game of gamesOf(world)) {
      if (isIn([deck.slot(game)], slot) || world.server.games[game]?.location === "memory-card") continue;
      // What RomM was read for less than a minute ago would not be asked for again.
      world.pass(61_000);
      await deck.sync(game, "run", { kind: "none" });
      const isKnown = isIn([...world.server.slots(deck.account(), game), ...deck.slots(game)], slot);
      if (isKnown) await goTo(world, deck, { game, slot, begins: null }, { kind: "none" });
      if (isKnown && !isIn([deck.slot(game)], slot)) throw new Error(`${deck.name} cannot go to ${slot}.`);
    }
  }
}

async function settleSlots(world: World, draw: Draw): Promise<void> {
  const { decks } = world;
  await rounds(world);
  await acceptOffers(world);
  await expectNothingLost(world, "after two rounds");
  for (const game of gamesOf(world)) await expectEqual(world, game, "after two rounds");
  if (decks.every((deck) => deck.questions().length + deck.held().length === 0)) return;
  await answerAll(world, draw);
  await rounds(world);
  await acceptOffers(world);
  // What was settled elsewhere may now look like a loss here, or move past a recovered Deck: these ask in their turn.
  for (let turn = 0; turn < 2 && decks.some((deck) => asksInTurn(world, deck)); turn++) {
    await answerAll(world, draw);
    await rounds(world);
    await acceptOffers(world);
  }
  await expectNothingLost(world, "after all answers");
  expectNoQuestions(world);
  for (const game of gamesOf(world)) await expectEqual(world, game, "after all answers");
}

const firstSlot = "autosave";

/** Of several rows that were changed in place each may ask. */
function asksInTurn({ doubts }: World, deck: SimDeck): boolean {
  const isInTurn = (reason: string) =>
    inTurn.has(reason) || (reason === "both-changed" && doubts.edited.size > 0);
  return deck.held().length > 0 || deck.questions().some(({ reason }) => isInTurn(reason));
}

const inTurn = new Set([
  "unproven-differs",
  "ambiguous-head",
  "server-went-back",
  "raced",
  "other-account-wrote-here",
  // Where RomM does not tell which device made a row, the answer of another Deck carries no word.
  "newer-looks-lost",
]);

async function wake(world: World, deck: SimDeck, account: number): Promise<void> {
  deck.isOnline = true;
  deck.stopPlaying();
  await deck.setMounted(true);
  if (deck.account() !== account) {
    deck.signIn(account);
    world.doubts.shared.add(deck.name);
  }
  deck.setPaused(false);
  deck.restart();
  await deck.settle();
  for (const game of gamesOf(world)) await deck.setTracked(game, true);
}

/** What lay under an upload that came late goes on top only when it is back: whoever looked before that needs a third round. */
async function rounds(world: World): Promise<void> {
  let isOnTop = true;
  for (let round = 0; round < 2 || (round < 3 && !isOnTop); round++) {
    isOnTop = true;
    for (const deck of world.decks) {
      world.pass(5000);
      if (round === 0) await prove(world, deck);
      for (const line of await deck.syncAll()) {
        if (line.reason === "older-upload-came-late") isOnTop = false;
        await note(
          world,
          deck,
          gamesOf(world).find((game) => romIdOf(world, game) === line.romId) ?? 0,
          line,
        );
      }
    }
  }
}

function romIdOf({ server }: World, game: number) {
  return server.games[game]?.romId;
}

async function look(world: World, deck: SimDeck, game: number): Promise<void> {
  world.pass(5000);
  await note(world, deck, game, await deck.sync(game, "run", { kind: "none" }));
}

/** Each Deck looks once more, and then its question is answered at random. */
async function answerAll(world: World, draw: Draw): Promise<void> {
  for (const deck of world.decks) {
    for (const game of gamesOf(world)) {
      await look(world, deck, game);
      if (deck.held().includes(game)) await release(world, deck, game, draw);
      const question = questionOf(deck, game);
      if (!question) continue;
      // Nothing here, and an archive there: the player begins anew, and keeps that.
      if (question.local === null && hasArchive(world, deck, question)) {
        await play(world, deck, game);
        await look(world, deck, game);
      }
      const now = questionOf(deck, game);
      if (now) await answer(world, deck, now, draw(2) === 0 ? "keep-local" : "take-remote");
    }
  }
}

function hasArchive(world: World, deck: SimDeck, { romId, remote }: Conflict): boolean {
  const game = gamesOf(world).find((one) => romIdOf(world, one) === romId) ?? 0;
  const rows = deck.rows(game);
  return isArchive(rows.find(({ id }) => id === remote?.saveId)?.text ?? null);
}

/** The brake's question; what then goes on may ask in its turn. */
async function release(world: World, deck: SimDeck, game: number, draw: Draw): Promise<void> {
  const hasRemote = deck.rows(game).length > 0;
  const choices: HeldChoice[] = ["go-on"];
  if (hasRemote) choices.push("take-remote");
  if ((await deck.save(game)) !== null) choices.push("keep-local");
  const choice = choices[draw(choices.length)] ?? "go-on";
  await releaseHeld(world, deck, game, choice);
}

/** The slot is empty while a Deck holds a save: it only offers to send it again, until it is played. */
async function acceptOffers(world: World): Promise<void> {
  for (const game of gamesOf(world)) {
    const deck = world.decks.find((one) => world.reasons.get(keyOf(one, game)) === "gone-from-server");
    if (!deck) continue;
    await play(world, deck, game);
    await rounds(world);
  }
}

function expectNoQuestions({ decks }: World): void {
  const open = decks.flatMap((deck) => [
    ...deck.questions().map((one) => `${deck.name}: ${one.reason}`),
    ...deck.held().map(() => `${deck.name}: held`),
  ]);
  if (open.length > 0) throw new Error(`Questions are open after all were answered: ${open.join(", ")}`);
}

/** Of a game that does not have the playthrough of the others, the Decks may play different ones. */
function isTogether({ decks: [first] }: World, deck: SimDeck, game: number): boolean {
  return first !== undefined && isIn([deck.slot(game)], first.slot(game));
}

/** Law b: whoever has no question holds what all others hold, and no set is a mix. */
async function expectEqual(world: World, game: number, when: string): Promise<void> {
  if (world.server.games[game]?.location === "memory-card") return;
  const isOpen = (deck: SimDeck) => questionOf(deck, game) !== null || deck.held().includes(game);
  const settled = world.decks.filter((deck) => !isOpen(deck) && isTogether(world, deck, game));
  const half = world.decks.filter((deck) => deck.isHalf(game)).map(({ name }) => name);
  if (half.length > 0) throw new Error(`Still half exchanged ${when}: ${half.join(" ")}`);
  const saves = await Promise.all(settled.map((deck) => deck.save(game)));
  const kinds = new Set(saves.map((save) => (sessionsOf(save).length === 0 ? null : save)));
  if (kinds.size <= 1) return;
  const told = settled.map((deck, index) => `${deck.name} ${JSON.stringify(saves[index])}`);
  throw new Error(`Not equal ${when}, and nobody asks: ${told.join(", ")}`);
}
