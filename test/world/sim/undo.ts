import { answer } from "./answers.ts";
import { note, play } from "./create-world.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { count } from "./minima.ts";
import { isArchive, questionOf } from "./questions.ts";
import type { Step, Trouble } from "./story.ts";
import type { World } from "./world.ts";

const none: Trouble = { kind: "none" };

/** Back to one of the Deck's kept copies of this game. */
export async function restore(
  world: World,
  deck: SimDeck,
  game: number,
  p: { copy: number; trouble: Trouble },
): Promise<void> {
  const copies = (await deck.keptContents()).filter(({ text }) => isOfGame(world, deck, game, text));
  const chosen = copies[p.copy % Math.max(1, copies.length)];
  if (!chosen) return;
  await deck.setMounted(true);
  await deck.settle();
  await wishFor(world, deck, game, chosen.text);
  count(world.tally, "act restore");
  await byWord(world, () => deck.restore(game, chosen.sha256, p.trouble), deck, game);
}

function isOfGame({ books }: World, deck: SimDeck, game: number, text: string): boolean {
  if (text === "" || isArchive(text) || text.startsWith("\0")) return false;
  return books.misplaced(game, text).length === 0 && books.strangers(deck.account(), text).length === 0;
}

/** By the player's word it stands where anything stood. */
async function wishFor(world: World, deck: SimDeck, game: number, to: string): Promise<void> {
  const texts = [
    (await deck.save(game)) ?? "",
    ...world.server.rows(deck.account(), game).map(({ text }) => text),
  ];
  for (const from of texts) world.books.wish({ game, deck: deck.name, from, to });
  for (const from of texts) world.books.wish({ game, deck: null, from, to });
  world.books.allow(deck.account(), to);
}

async function byWord(
  world: World,
  work: () => ReturnType<SimDeck["undo"]>,
  deck: SimDeck,
  game: number,
): Promise<void> {
  world.isAnswering = true;
  const line = await work();
  world.isAnswering = false;
  await note(world, deck, game, line);
}

/**
 * Law d: undone right after it was done, what was played before is played again, on this Deck and after two rounds on all
 * others, or a question says why not.
 */
export async function undoAtOnce(
  world: World,
  deck: SimDeck,
  game: number,
  step: Step & { do: "undo-at-once" },
): Promise<void> {
  if (!(await areAllTheSame(world, game))) return;
  const before = step.act === "restore" ? await deck.save(game) : await part(world, deck, game);
  if (before === null) return;
  const there = world.server.rows(deck.account(), game).at(-1)?.text ?? "";
  if (step.act === "restore") await restore(world, deck, game, { copy: step.copy, trouble: none });
  else {
    const question = questionOf(deck, game);
    if (!question) return;
    await answer(world, deck, question, step.act);
  }
  if ((await deck.save(game)) === before && step.act !== "keep-local") return;
  const expected = step.act === "keep-local" ? there : before;
  await wishFor(world, deck, game, expected);
  count(world.tally, "act undo");
  world.pass(5000);
  await byWord(world, () => deck.undo(game), deck, game);
  if ((await deck.save(game)) !== expected && questionOf(deck, game) === null) {
    throw new Error(`${deck.name} undid ${step.act} and holds ${JSON.stringify(await deck.save(game))}.`);
  }
  await rounds(world, game);
  await expectEverywhere(world, game, { expected, act: step.act });
}

async function expectEverywhere(
  world: World,
  game: number,
  { expected, act }: { expected: string; act: string },
): Promise<void> {
  if (isAskedAnywhere(world, game)) return count(world.tally, "undo asked");
  for (const one of world.decks) {
    const save = await one.save(game);
    if (save !== expected)
      throw new Error(
        `After ${act} was undone, ${one.name} holds ${JSON.stringify(save)}, not ${JSON.stringify(expected)}.`,
      );
  }
}

/** Nobody asks, nobody is away, and all hold one save that is worth undoing to. */
async function areAllTheSame(world: World, game: number): Promise<boolean> {
  if (world.server.games[game]?.location === "memory-card" || world.delayed.length > 0) return false;
  const [first] = world.decks;
  const isHere = (deck: SimDeck) =>
    deck.isOnline && deck.account() === first?.account() && deck.unit(game)?.isTracked === true;
  if (!world.decks.every(isHere)) return false;
  for (const deck of world.decks) {
    await deck.setMounted(true);
    deck.setPaused(false);
    await deck.settle();
  }
  await rounds(world, game);
  if (isAskedAnywhere(world, game)) return false;
  const saves = new Set(await Promise.all(world.decks.map((deck) => deck.save(game))));
  const [only = null] = saves;
  return saves.size === 1 && only !== null && !only.startsWith("\0") && !isArchive(only);
}

/** Two Decks play on, and the second one asks; what it holds. Null: it does not ask. */
async function part(world: World, deck: SimDeck, game: number): Promise<string | null> {
  const other = world.decks.find((one) => one !== deck);
  if (!other) return null;
  await play(world, other, game);
  await note(world, other, game, await other.sync(game, "run", none));
  world.pass(5000);
  await play(world, deck, game);
  await note(world, deck, game, await deck.sync(game, "run", none));
  return questionOf(deck, game) ? await deck.save(game) : null;
}

async function rounds(world: World, game: number): Promise<void> {
  for (let round = 0; round < 2; round++) {
    for (const deck of world.decks) {
      world.pass(5000);
      await note(world, deck, game, await deck.sync(game, "run", none));
    }
  }
}

function isAskedAnywhere({ decks }: World, game: number): boolean {
  return decks.some((deck) => questionOf(deck, game) !== null || deck.held().includes(game));
}
