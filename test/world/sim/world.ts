import type { RommError } from "../../../backend/core/romm-error.ts";
import type { ReasonCode } from "../../../backend/core/vocabulary.ts";
import type { Books } from "./books.ts";
import { sessionsOf } from "./deck/save-files.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import type { Tally } from "./minima.ts";
import type { SimServer } from "./server/sim-server.ts";
import type { Story, Trouble } from "./story.ts";

/** Everything in one story: the Decks, the server, the model, and what was noted on the way. */
export interface World {
  story: Story;
  server: SimServer;
  decks: SimDeck[];
  books: Books;
  tally: Tally;
  doubts: Doubts;
  /** Uploads that stand in a proxy. */
  delayed: (() => unknown)[];
  /** Deck and content of those that arrived after all. */
  late: Set<string>;
  /** Saves that two Decks sent in the same second. */
  besides: Set<string>;
  /** One of them arrives: it passes the server's lock, and what was played since lies below. */
  isDelivering: boolean;
  /** For the report of a failure. */
  lines: string[];
  /** Of the last look, by `keyOf`. */
  reasons: Map<string, ReasonCode>;
  /** Removed by hand and not begun anew yet, by Deck and game. */
  removed: Map<string, string>;
  /** Sessions in rows that RomM's clean-up took away. */
  cleanedUp: Set<string>;
  /** By Deck, where runs come by themselves. */
  triggers: Map<string, SimTriggers>;
  /** Requests of all Decks, and what was done that may need one. */
  costs: { requests: number; uploads: number; plays: number };
  /** By a clock that nobody sets. */
  nowMs(): number;
  pass(ms: number): void;
  setServerSkew(ms: number): void;
  /** The player's answer is being carried out: what is replaced now was shown. */
  isAnswering: boolean;
}

/** What brings runs about on one Deck: the real triggers, on the Deck's own time, until its process dies. */
export interface SimTriggers {
  panelOpened(): void;
  /** The next run meets it at the save of this number, counted from 0. */
  meet(trouble: Trouble, at: number): void;
  dueInMs(): number;
  /** What is due by now comes to its end, one after another. */
  comeDue(): Promise<void>;
  /** A new process: what waited in the one before is gone. */
  started(): void;
  signedIn(): void;
  /** RomM answered, or did not. */
  answered(failure: RommError | null): void;
  /** Somebody wrote there; null: the system does not tell where. */
  written(path: string | null): void;
  /** A push at an exit did not get through. */
  retry(game: number): void;
}

/** What happened that sync/README.md 3 names as the reason of a question. */
export interface Doubts {
  /** The server lost rows that once were newest, or gave their ids again. */
  wentBack: boolean;
  /** The server's clock was moved, or a row re-dated. */
  clockMoved: boolean;
  /** Games whose newest row was changed in place. */
  edited: Set<number>;
  /** Games of which a row's file was lost. */
  lost: Set<number>;
  /** Games whose rows were all removed. */
  emptied: Set<number>;
  /** Games whose rows were removed while an old upload stood in a proxy: it begins the slot anew. */
  revived: Set<number>;
  /** Units whose state was recovered since they were last agreed on, by `playedKeyOf`. */
  recovered: Set<string>;
  /** Units whose game started while its save was put in place, or that met another Deck at the server. */
  raced: Set<string>;
  /** Decks on which more than one account was signed in. */
  shared: Set<string>;
}

/** Names a unit: a game on a Deck, as the account that is signed in there has it. */
export function keyOf(deck: Named, game: number): string {
  return `${deck.name}${game}${deck.account()}`;
}

/** Names one playthrough of it: each has its own baseline. */
export function playedKeyOf(deck: Named & Pick<SimDeck, "slot">, game: number): string {
  return slotKeyOf(deck, game, deck.slot(game));
}

export function slotKeyOf(deck: Named, game: number, slot: string): string {
  return `${keyOf(deck, game)} ${slot.toLowerCase()}`;
}

type Named = Pick<SimDeck, "name" | "account">;

/**
 * Of what is played on a Deck: a switch that was cut short is settled by the next look, and whose bytes they are, where
 * several accounts sign in, too. Until then it may be any of these.
 */
export function playedSlots(deck: SimDeck, game: number): string[] {
  return deck.units(game).flatMap(({ slot, intent }) => {
    const isBetween = intent?.kind === "pull" && intent.source.kind === "slot";
    return [slot, ...(isBetween && intent.source.kind === "slot" ? [intent.source.slot] : [])];
  });
}

export function gamesOf({ story }: World): number[] {
  return Array.from({ length: story.gameCount }, (_, game) => game);
}

/** All sessions that are in a row of the server, on a Deck, or in a kept copy. */
async function reachable(world: World): Promise<Set<string>> {
  const texts: string[] = world.server.allTexts();
  for (const deck of world.decks) {
    for (const game of gamesOf(world)) {
      texts.push((await deck.save(game)) ?? "");
      if (deck.isHalf(game)) texts.push(...(await deck.allFiles()));
    }
    texts.push(...(await deck.keptCopies()));
  }
  return new Set(texts.flatMap(sessionsOf));
}

/** Law a: nothing is lost. What was played in a browser lives on the server alone, and goes with its clean-up. */
export async function expectNothingLost(world: World, when: string): Promise<void> {
  const lost = await missing(world);
  if (lost.length > 0) throw new Error(`Lost ${when}: ${lost.join(" ")}`);
}

async function missing({ ...world }: World): Promise<string[]> {
  const everywhere = await reachable(world);
  const gone = world.books.sessions().filter((name) => !everywhere.has(name));
  return gone.filter((name) => !(name.includes("W") && world.cleanedUp.has(name)));
}

/** Something outside the engine does away with bytes: what is nowhere else then is off the books. */
export async function destroy(world: World, work: () => unknown): Promise<void> {
  await expectNothingLost(world, "before something was removed by hand");
  await work();
  world.books.writeOff(await missing(world));
}
