import type { Conflict } from "../../../backend/contract/saves/conflict.ts";
import type { HeldChoice } from "../../../backend/contract/saves/held.ts";
import type { Will } from "./books.ts";
import { note } from "./create-world.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { count } from "./minima.ts";
import { isArchive } from "./questions.ts";
import type { SimRow } from "./server/sim-server.ts";
import type { Choice } from "./story.ts";
import { gamesOf, type World } from "./world.ts";

/** The player answers, where the answer is possible. */
export async function answer(world: World, deck: SimDeck, question: Conflict, wanted: Choice): Promise<void> {
  await answerMany(world, deck, [{ question, wanted }]);
}

/** All of them by one press, each where it is possible. */
export async function answerMany(world: World, deck: SimDeck, asked: Asked[]): Promise<void> {
  const answers: Answer[] = [];
  for (const one of asked) answers.push(...(await toAnswer(world, deck, one)));
  if (answers.length === 0) return;
  if (answers.length > 1) count(world.tally, "act many");
  world.isAnswering = true;
  const report = await deck.answer(answers);
  world.isAnswering = false;
  const lines = report?.lines ?? [];
  for (const { game, wills } of answers) {
    const { romId } = world.server.games[game] ?? {};
    const problem = lines.find((line) => line.romId === romId)?.problem?.kind ?? null;
    if (report !== null && problem !== "stale" && problem !== "running") continue;
    for (const will of wills) world.books.takeBack(will);
  }
  for (const line of lines) {
    const game = gamesOf(world).find((one) => world.server.games[one]?.romId === line.romId);
    await note(world, deck, game ?? answers[0]?.game ?? 0, line);
  }
}

interface Asked {
  question: Conflict;
  wanted: Choice;
}

interface Answer {
  game: number;
  conflictId: Conflict["conflictId"];
  choice: Choice;
  wills: Will[];
}

async function toAnswer(world: World, deck: SimDeck, { question, wanted }: Asked): Promise<Answer[]> {
  const game = world.server.games.findIndex(({ romId }) => romId === question.romId);
  const rows = deck.rows(game);
  const there = rows.find((row) => row.id === question.remote?.saveId)?.text ?? null;
  const here = await deck.save(game);
  const choice = possibleChoice({ here: question.local && here, there }, wanted);
  if (choice === null) return [];
  count(world.tally, `answer ${choice}`);
  const wills = willsOf({ game, deck: deck.name, here: here ?? "", there: there ?? "", rows }, choice);
  for (const will of wills) world.books.wish(will);
  if (choice !== "take-remote") world.books.allow(deck.account(), here ?? "");
  if (choice === "keep-local") world.books.letInto(deck.slot(game), here ?? "");
  return [{ game, conflictId: question.conflictId, choice, wills }];
}

/** What is chosen stands above all that was shown, and above what is in the slot besides. */
function willsOf(p: Shown, choice: Choice): Will[] {
  const { game, here, there, rows } = p;
  const slot = [there, ...rows.map(({ text }) => text)];
  return choice === "keep-local"
    ? slot.map((from) => ({ game, deck: p.deck, from, to: here }))
    : [here, ...slot.filter((text) => text !== there)].map((from) => ({ game, deck: null, from, to: there }));
}

interface Shown {
  game: number;
  deck: string;
  here: string;
  there: string;
  rows: SimRow[];
}

function possibleChoice(sides: { here: string | null; there: string | null }, wanted: Choice): Choice | null {
  const canTake = sides.there !== null && isArchive(sides.there) === isArchive(sides.here);
  if (wanted === "keep-both" && !canTake) return sides.here === null ? null : "keep-local";
  if (sides.here === null) return canTake ? "take-remote" : null;
  return canTake ? wanted : "keep-local";
}

/** The player's answer to the brake. It holds what looks like a loss, so any of the answers may replace a save. */
export async function releaseHeld(
  world: World,
  deck: SimDeck,
  game: number,
  choice: HeldChoice,
): Promise<void> {
  const here = (await deck.save(game)) ?? "";
  for (const { text } of deck.rows(game).slice(-1)) {
    if (choice !== "take-remote") world.books.wish({ game, deck: deck.name, from: text, to: here });
    if (choice !== "keep-local") world.books.wish({ game, deck: null, from: here, to: text });
  }
  if (choice !== "take-remote") {
    world.books.allow(deck.account(), here);
    world.books.letInto(deck.slot(game), here);
  }
  count(world.tally, `release ${choice}`);
  world.isAnswering = true;
  const lines = await deck.release(game, choice);
  world.isAnswering = false;
  for (const line of lines) await note(world, deck, game, line);
}
