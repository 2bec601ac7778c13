import type { UnitId } from "../../../backend/core/vocabulary.ts";
import { answerMany } from "./answers.ts";
import { note, play } from "./create-world.ts";
import type { Undoable } from "./deck/own-acts.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { count } from "./minima.ts";
import { goTo, isPlayable, select, wishForAnyOf } from "./playthroughs.ts";
import { isArchive, questionOf } from "./questions.ts";
import type { Choice, Step, Trouble } from "./story.ts";
import { gamesOf, type World } from "./world.ts";

const none: Trouble = { kind: "none" };

/** Back to one of the Deck's kept copies of this playthrough. */
export async function restore(
  world: World,
  deck: SimDeck,
  game: number,
  p: { copy: number; trouble: Trouble },
): Promise<void> {
  const { books } = world;
  const copies = (await deck.keptContents()).filter(
    ({ text }) => isPlayable(books, deck, game, text) && books.strays(deck.slot(game), text).length === 0,
  );
  const chosen = copies[p.copy % Math.max(1, copies.length)];
  if (!chosen) return;
  await deck.setMounted(true);
  await deck.settle();
  await wishFor(world, deck, game, chosen.text);
  count(world.tally, "act restore");
  await byWord(world, () => deck.restore(game, chosen.sha256, p.trouble), deck, game);
}

/** By the player's word it stands where anything stood. */
async function wishFor(world: World, deck: SimDeck, game: number, to: string): Promise<void> {
  const texts = [(await deck.save(game)) ?? "", ...deck.rows(game).map(({ text }) => text)];
  for (const from of texts) world.books.wish({ game, deck: deck.name, from, to });
  for (const from of texts) world.books.wish({ game, deck: null, from, to });
  world.books.allow(deck.account(), to);
}

async function byWord(
  world: World,
  work: () => ReturnType<SimDeck["sync"]>,
  deck: SimDeck,
  game: number,
): Promise<void> {
  world.isAnswering = true;
  const line = await work();
  world.isAnswering = false;
  await note(world, deck, game, line);
}

/** The newest that can be taken back, whatever was played since. */
export async function undo(
  world: World,
  deck: SimDeck,
  game: number,
  p: { isMany: boolean; trouble: Trouble },
): Promise<void> {
  await deck.setMounted(true);
  await deck.settle();
  const line = await deck.undoable(p.isMany ? "many" : game);
  if (line === null) return;
  count(world.tally, p.isMany ? "act undo of many" : "act undo of one");
  await takeBack(world, deck, { game, line, isMany: p.isMany }, p.trouble);
}

async function takeBack(
  world: World,
  deck: SimDeck,
  { game, line, isMany }: { game: number; line: Undoable; isMany: boolean },
  trouble: Trouble,
): Promise<void> {
  for (const one of line.takesBack) await wishForIt(world, deck, one);
  if (!isMany) return await byWord(world, () => deck.undo(game, line, trouble), deck, game);
  world.isAnswering = true;
  const lines = await deck.undoMany(line);
  world.isAnswering = false;
  for (const told of lines) {
    const of = gamesOf(world).find((one) => world.server.games[one]?.romId === told.romId);
    await note(world, deck, of ?? game, told);
  }
}

async function wishForIt(
  world: World,
  deck: SimDeck,
  takeBack: Undoable["takesBack"][number],
): Promise<void> {
  const game = gameOf(world, deck, takeBack.unitId);
  if (takeBack.kind === "playthrough") {
    const from = (await deck.save(game)) ?? "";
    return await wishForAnyOf(world, deck, { game, slot: takeBack.to, from });
  }
  const { content } = takeBack;
  const texts =
    content.kind === "row"
      ? deck.rows(game).filter(({ id }) => id === content.saveId)
      : (await deck.keptContents()).filter(({ sha256 }) => sha256 === content.sha256);
  for (const { text } of texts) await wishFor(world, deck, game, text);
}

function gameOf(world: World, deck: SimDeck, unitId: UnitId): number {
  return gamesOf(world).find((game) => deck.unit(game)?.unitId === unitId) ?? 0;
}

type UndoStep = Step & { do: "undo-at-once" };

/**
 * Law d: undone right after it was done, what was played before is played again, on this Deck and after two rounds on all
 * others, or a question says why not. Undone after a session, the same, and the session is kept.
 */
export async function undoAtOnce(world: World, deck: SimDeck, game: number, step: UndoStep): Promise<void> {
  const games = step.isMany ? gamesOf(world).filter((one) => !isCard(world, one)) : [game];
  for (const one of games) if (!(await areAllTheSame(world, one))) return;
  const known = await deck.undoable(step.isMany ? "many" : game);
  const expected = await doIt(world, deck, games, step);
  const line = await deck.undoable(step.isMany ? "many" : game);
  if (expected === null || line === null || line.id === known?.id) return;
  if (step.isPlayedSince) {
    for (const one of games) {
      world.pass(60_000);
      await play(world, deck, one);
      await note(world, deck, one, await deck.sync(one, "exit", none));
    }
  }
  for (const [one, text] of expected) await wishFor(world, deck, one, text);
  const named = `${step.isMany ? "many " : ""}${step.act}`;
  count(world.tally, step.isPlayedSince ? "act swap" : "act undo");
  count(world.tally, `undone ${named}`);
  world.pass(5000);
  await takeBack(world, deck, { game, line, isMany: step.isMany === true }, none);
  for (const [one, text] of expected) {
    const save = await deck.save(one);
    if (save === text || questionOf(deck, one) !== null || deck.held().includes(one)) continue;
    throw new Error(`${deck.name} undid ${named} and holds ${JSON.stringify(save)}.`);
  }
  for (const one of games) await rounds(world, one);
  let isAsked = false;
  for (const [one, text] of expected) isAsked = (await isAskedOr(world, one, { text, named })) || isAsked;
  if (isAsked) count(world.tally, step.isPlayedSince ? "swap asked" : "undo asked");
}

/** What is to stand there when it is taken back, by game; null: it could not be done, or changed nothing. */
async function doIt(
  world: World,
  deck: SimDeck,
  games: number[],
  step: UndoStep,
): Promise<Map<number, string> | null> {
  const expected = new Map<number, string>();
  const isOfTwo = step.act === "keep-local" || step.act === "take-remote" || step.act === "keep-both";
  for (const game of games) {
    const before = isOfTwo ? await part(world, deck, game) : await deck.save(game);
    if (before === null) return null;
    const there = deck.rows(game).at(-1)?.text ?? "";
    expected.set(game, step.act === "keep-local" ? there : before);
  }
  const [game = 0] = games;
  const p = { do: "select", deck: 0, game, to: step.copy, copy: step.copy, trouble: none } as const;
  if (step.act === "restore") await restore(world, deck, game, { copy: step.copy, trouble: none });
  else if (step.act === "select-fresh") await select(world, deck, game, { ...p, begins: "empty" });
  else if (step.act === "select-known") await select(world, deck, game, { ...p, begins: null });
  else await answerMany(world, deck, questionsOf(deck, games, step.act));
  const saves = await Promise.all(games.map((one) => deck.save(one)));
  const isChanged = games.every((one, at) => saves[at] !== expected.get(one));
  return isChanged ? expected : null;
}

function questionsOf(deck: SimDeck, games: number[], wanted: Choice) {
  return games.flatMap((game) => {
    const question = questionOf(deck, game);
    return question ? [{ question, wanted }] : [];
  });
}

async function isAskedOr(
  world: World,
  game: number,
  { text, named }: { text: string; named: string },
): Promise<boolean> {
  if (isAskedAnywhere(world, game)) return true;
  for (const one of world.decks) {
    const save = await one.save(game);
    if (save === text) continue;
    throw new Error(
      `After ${named} was undone, ${one.name} holds ${JSON.stringify(save)}, not ${JSON.stringify(text)}.`,
    );
  }
  return false;
}

const isCard = ({ server }: World, game: number) => server.games[game]?.location === "memory-card";

/** Nobody asks, nobody is away, and all hold one save of one playthrough that is worth undoing to. */
async function areAllTheSame(world: World, game: number): Promise<boolean> {
  if (isCard(world, game) || world.delayed.length > 0) return false;
  const [first] = world.decks;
  const isHere = (deck: SimDeck) =>
    deck.isOnline && deck.account() === first?.account() && deck.unit(game)?.isTracked === true;
  if (!world.decks.every(isHere)) return false;
  for (const deck of world.decks) {
    await deck.setMounted(true);
    deck.setPaused(false);
    await deck.settle();
    if (deck.slot(game) !== "autosave")
      await goTo(world, deck, { game, slot: "autosave", begins: null }, none);
    if (deck.slot(game) !== "autosave") return false;
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

/** Of all games at once, where another Deck is there to play them. */
export async function partAll(world: World, deck: SimDeck): Promise<void> {
  const isThere = world.decks.every((one) => one.isOnline && one.account() === deck.account());
  if (!isThere) return;
  for (const game of gamesOf(world)) {
    if (!isCard(world, game) && questionOf(deck, game) === null) await part(world, deck, game);
  }
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
