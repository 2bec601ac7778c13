import type { Sha256 } from "../../../backend/core/vocabulary.ts";
import { note } from "./create-world.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { count } from "./minima.ts";
import { isArchive } from "./questions.ts";
import type { Step, Trouble } from "./story.ts";
import type { World } from "./world.ts";

/** A player spells as he likes: to RomM the first two are one. */
const names = ["second", "Second", "third"];

/** Another playthrough is played: one that RomM or this Deck knows, or a new one. */
export async function select(world: World, deck: SimDeck, game: number, step: Step & { do: "select" }) {
  await deck.setMounted(true);
  await deck.settle();
  const to = await choosePlaythrough(world, deck, game, step);
  if (to === null) return;
  count(world.tally, `act select ${to.begins ? (to.begins.from ? "copied" : "fresh") : "known"}`);
  await goTo(world, deck, { game, ...to }, step.trouble);
}

interface Chosen {
  slot: string;
  begins: { from: Sha256; text: string } | { from: null } | null;
}

async function choosePlaythrough(
  { server, books }: World,
  deck: SimDeck,
  game: number,
  { to, begins, copy }: Step & { do: "select" },
): Promise<Chosen | null> {
  if (begins === null) {
    const known = [...new Set([...server.slots(deck.account(), game), ...deck.slots(game)])];
    const slot = known[to % Math.max(1, known.length)];
    return slot === undefined ? null : { slot, begins: null };
  }
  const slot = names[to % names.length] ?? "second";
  if (begins === "empty") return { slot, begins: { from: null } };
  const copies = (await deck.keptContents()).filter(({ text }) => isPlayable(books, deck, game, text));
  const one = copies[copy % Math.max(1, copies.length)];
  return one ? { slot, begins: { from: one.sha256, text: one.text } } : null;
}

/** A save of the game, in whatever playthrough it was made. */
export function isPlayable(books: World["books"], deck: SimDeck, game: number, text: string): boolean {
  if (text === "" || isArchive(text) || text.startsWith("\0")) return false;
  return books.misplaced(game, text).length === 0 && books.strangers(deck.account(), text).length === 0;
}

/** By the player's word; what it replaces is kept. */
export async function goTo(
  world: World,
  deck: SimDeck,
  { game, slot, begins }: Chosen & { game: number },
  trouble: Trouble,
): Promise<void> {
  const { books } = world;
  const from = (await deck.save(game)) ?? "";
  if (begins?.from) {
    books.letInto(slot, begins.text);
    books.letInto(`${slot} (Deck)`, begins.text);
    books.wish({ game, deck: deck.name, from, to: begins.text });
  }
  // Whatever is put in place there, and however it was cut short: it is another playthrough's.
  await wishForAnyOf(world, deck, { game, slot, from });
  world.removed.delete(`${deck.name}${game}`);
  world.isAnswering = true;
  const line = await deck.select(game, { slot, begins: begins && { from: begins.from } }, trouble);
  world.isAnswering = false;
  await note(world, deck, game, line);
}

/** Whatever of this playthrough stands there next, it stands there by the player's word. */
export async function wishForAnyOf(
  { books, server }: World,
  deck: SimDeck,
  { game, slot, from }: { game: number; slot: string; from: string },
): Promise<void> {
  const rows = server.rows(deck.account(), game, slot).map(({ text }) => text);
  const kept = (await deck.keptContents()).map(({ text }) => text);
  const isOfIt = (text: string) =>
    isPlayable(books, deck, game, text) && books.strays(slot, text).length === 0;
  for (const to of new Set([...rows, ...kept].filter(isOfIt))) {
    books.wish({ game, deck: deck.name, from, to });
  }
}
