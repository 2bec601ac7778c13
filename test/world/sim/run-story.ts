import { answer, answerMany } from "./answers.ts";
import { beginSession, createWorld, deliverDelayed, note, play, prove } from "./create-world.ts";
import { archiveOf, blankSave, bytesOf, playOn, textOf } from "./deck/save-files.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { endGame } from "./end-game.ts";
import { count, type Tally } from "./minima.ts";
import { select } from "./playthroughs.ts";
import { isArchive } from "./questions.ts";
import type { SimRow } from "./server/sim-server.ts";
import { settle } from "./settle.ts";
import type { Step, Story } from "./story.ts";
import { bringAbout, comeDue, startTriggers } from "./triggers/bring-about.ts";
import { type Cost, expectNoStorm, expectQuiet } from "./triggers/cost.ts";
import { partAll, restore, undo, undoAtOnce } from "./undo.ts";
import { destroy, gamesOf, slotKeyOf, type World } from "./world.ts";

/** Plays a story, and then lets the Decks settle; what breaks a law is thrown. */
export async function runStory(story: Story, tally: Tally): Promise<Cost> {
  const world = await createWorld(story, tally);
  if (story.hasTriggers) startTriggers(world);
  try {
    for (const step of story.steps) {
      world.pass(5000);
      count(tally, `step ${step.do}`);
      await take(world, step);
      await comeDue(world);
    }
    const cost = expectNoStorm(world);
    await settle(world);
    if (story.hasTriggers) await expectQuiet(world);
    return cost;
  } catch (error) {
    const message = error instanceof Error && !error.message.includes("\n") ? error.message : String(error);
    const lines = world.lines.slice(-14).map((line) => `  ${line}`);
    throw new Error([message, "the last looks:", ...lines].join("\n"), { cause: error });
  }
}

type Takers = { [V in Step["do"]]: (world: World, step: Step & { do: V }) => unknown };

const takers: Takers = {
  play: (world, step) => play(world, deckOf(world, step), gameOf(world, step)),
  sync,
  trigger: async (world, step) => await bringAbout(world, deckOf(world, step), gameOf(world, step), step),
  launch,
  answer: async (world, step) => {
    const deck = deckOf(world, step);
    for (const question of deck.questions()) await answer(world, deck, question, step.choice);
  },
  restore: async (world, step) => {
    const deck = deckOf(world, step);
    await restore(world, deck, gameOf(world, step), step);
    await endGame(world, deck);
  },
  "undo-at-once": (world, step) => undoAtOnce(world, deckOf(world, step), gameOf(world, step), step),
  select: async (world, step) => {
    const deck = deckOf(world, step);
    await select(world, deck, gameOf(world, step), step);
    await endGame(world, deck);
  },
  "answer-many": async (world, step) => {
    const deck = deckOf(world, step);
    await partAll(world, deck);
    const asked = deck.questions().map((question, at) => {
      return { question, wanted: step.choices[at % step.choices.length] ?? "keep-local" };
    });
    await answerMany(world, deck, asked);
  },
  undo: async (world, step) => {
    const deck = deckOf(world, step);
    await undo(world, deck, gameOf(world, step), step);
    await endGame(world, deck);
  },
  unplug: (world, step) => {
    deckOf(world, step).isOnline = false;
  },
  plug: (world, step) => {
    deckOf(world, step).isOnline = true;
  },
  restart: (world, step) => deckOf(world, step).restart(),
  unmount: (world, step) => deckOf(world, step).setMounted(false),
  mount: (world, step) => deckOf(world, step).setMounted(true),
  "switch-account": async (world, step) => {
    const deck = deckOf(world, step);
    if (world.story.accountCount < 2) return;
    await deck.settle();
    deck.signIn(1 - deck.account());
    world.triggers.get(deck.name)?.signedIn();
    world.doubts.shared.add(deck.name);
  },
  untrack: (world, step) => deckOf(world, step).setTracked(gameOf(world, step), false),
  track: (world, step) => deckOf(world, step).setTracked(gameOf(world, step), true),
  pause: (world, step) => deckOf(world, step).setPaused(true),
  unpause: (world, step) => deckOf(world, step).setPaused(false),
  delete: async (world, step) => {
    const [deck, game] = [deckOf(world, step), gameOf(world, step)];
    await deck.setMounted(true);
    await deck.settle();
    const before = await deck.save(game);
    if (before === null) return;
    await destroy(world, () => deck.remove(game));
    world.removed.set(`${deck.name}${game}`, before);
  },
  "make-blank": async (world, step) => await overwrite(world, step, () => blankSave),
  "put-back-older": async (world, step) =>
    await overwrite(world, step, (deck, game) => {
      const rows = deck.rows(game).filter(({ text }) => !isArchive(text));
      return rows[step.row % Math.max(1, rows.length)]?.text ?? null;
    }),
  "recover-state": async (world, step) => {
    const deck = deckOf(world, step);
    await deck.settle(); // Its mark is the only word of a half exchanged set.
    deck.recoverState(step.updates);
    await deck.settle();
    for (const game of gamesOf(world)) await letIntoEmpty(world, deck, game);
    for (const { account, game, name } of slotsOf(world)) {
      for (const slot of new Set([name, ...deck.slots(game)]))
        world.doubts.recovered.add(slotKeyOf({ name: deck.name, account: () => account }, game, slot));
    }
  },
  "skew-deck": (world, step) => {
    deckOf(world, step).skewMs = step.minutes * 60_000;
  },
  "skew-server": (world, step) => {
    world.doubts.clockMoved = true;
    world.setServerSkew(step.minutes * 60_000);
  },
  "re-date": (world, step) => {
    world.doubts.clockMoved = true;
    world.server.redate(step.row);
  },
  "deliver-late": deliverDelayed,
  prove: async (world, step) => await prove(world, deckOf(world, step)),
  "update-romm": (world) => world.server.update(),
  rehash: (world) => {
    world.doubts.clockMoved = true;
    world.server.rehash();
  },
  "back-up-server": (world) => world.server.backUp(),
  "restore-server": async (world) => {
    world.doubts.wentBack = true;
    const before = slotsOf(world);
    await destroy(world, () => world.server.restore());
    for (const slot of before) {
      const rows = world.server.rows(slot.account, slot.game, slot.name);
      if (rows.length === 0) forgetSlot(world, slot);
      else revertEdits(world, slot, rows);
    }
  },
  "play-in-browser": (world, { account, game: number, below }) => {
    const game = number % world.story.gameCount;
    const who = account % world.story.accountCount;
    world.server.playInBrowser({ account: who, game, below }, (before) => {
      world.doubts.edited.add(game);
      const by = { name: "W", account: who, slots: ["autosave"] };
      const after = playOn(before, beginSession(world, by, game));
      // Whoever goes on from an older row wants that one.
      const rows = below > 0 ? world.server.rows(who, game) : [];
      for (const { text } of rows) world.books.wish({ game, deck: null, from: text, to: after });
      return after;
    });
  },
  "upload-archive": (world, { account, game: number }) => {
    const game = number % world.story.gameCount;
    const who = account % world.story.accountCount;
    const bytes = archiveOf(
      `${world.books.nextNumber()}.${world.story.location === "file" ? "srm" : "other"}`,
    );
    for (const { text } of world.server.rows(who, game)) {
      world.books.wish({ game, deck: null, from: text, to: textOf(bytes) ?? "" });
    }
    world.server.uploadByHand(who, game, { slot: "autosave", bytes });
  },
  "copy-to-other-slot": async (world, step) => {
    const [deck, game] = [deckOf(world, step), gameOf(world, step)];
    const text = await deck.save(game);
    if (text === null || isArchive(text)) return;
    world.books.allow(deck.account(), text);
    const one = world.server.games[game];
    world.books.letInto("run2", text);
    if (one) world.server.uploadByHand(deck.account(), game, { slot: "run2", bytes: bytesOf(one, text) });
  },
  "lose-file": (world, { account, game: number }) => {
    const game = number % world.story.gameCount;
    world.doubts.lost.add(game);
    world.server.loseFile(account % world.story.accountCount, game);
  },
  "remove-rom": async (world, step) => {
    const game = gameOf(world, step);
    const before = slotsOf(world);
    await destroy(world, () => world.server.removeRom(game));
    if (world.delayed.length > 0) world.doubts.revived.add(game);
    for (const slot of before) if (slot.game === game) forgetSlot(world, slot);
  },
  "rescan-rom": (world, step) => world.server.rescanRom(gameOf(world, step)),
};

/** Where the switch to a new playthrough is forgotten, its save goes to the one before, if there is none at all in that. */
async function letIntoEmpty({ books, server }: World, deck: SimDeck, game: number): Promise<void> {
  // An older mark may call half exchanged what stands whole on a card that is out: then nobody says yet which it is.
  const files = deck.isHalf(game) ? await deck.allFiles() : [(await deck.save(game)) ?? ""];
  const saves = files.filter((text) => books.misplaced(game, text).length === 0);
  for (const [account, { slot, baseline }] of deck.units(game).entries()) {
    const isEmpty = baseline === null && server.rows(account, game, slot).length === 0;
    if (isEmpty) for (const save of saves) books.letInto(slot, save);
  }
}

interface SlotThen {
  account: number;
  game: number;
  name: string;
  rows: SimRow[];
}

function slotsOf(world: World): SlotThen[] {
  const accounts = Array.from({ length: world.story.accountCount }, (_, account) => account);
  return accounts.flatMap((account) =>
    gamesOf(world).flatMap((game) =>
      [...new Set(["autosave", ...world.server.slots(account, game)])].map((name) => ({
        ...{ account, game, name, rows: world.server.rows(account, game, name) },
      })),
    ),
  );
}

/**
 * All rows of a slot are gone, so that nothing tells a history that begins anew from one whose old rows were cleaned
 * up: whoever held just what was there follows what comes, and keeps a copy.
 */
function forgetSlot({ books, doubts }: World, { game, rows }: SlotThen): void {
  doubts.emptied.add(game);
  for (const { text } of rows) books.wish({ game, deck: null, from: text, to: "" });
}

/** A row that was changed in place, and is changed back by the restore, looks changed in place once more. */
function revertEdits({ books }: World, { game, rows: before }: SlotThen, rows: SimRow[]): void {
  for (const { id, text } of before) {
    const now = rows.find((row) => row.id === id);
    if (now && text.startsWith(now.text)) books.wish({ game, deck: null, from: text, to: now.text });
  }
}

async function take<V extends Step["do"]>(world: World, step: Step & { do: V }): Promise<void> {
  const taker: Takers[V] = takers[step.do];
  await taker(world, step);
}

async function sync(world: World, step: Step & { do: "sync" }): Promise<void> {
  const [deck, game] = [deckOf(world, step), gameOf(world, step)];
  count(world.tally, `trouble ${step.trouble.kind}`);
  await note(world, deck, game, await deck.sync(game, "run", step.trouble));
  await endGame(world, deck);
}

async function launch(world: World, step: Step & { do: "launch" }): Promise<void> {
  const [deck, game] = [deckOf(world, step), gameOf(world, step)];
  count(world.tally, `trouble ${step.trouble.kind}`);
  await note(world, deck, game, await deck.sync(game, "launch", step.trouble));
  if (await endGame(world, deck)) return;
  // No game finds its save on a card that is out.
  if (step.plays > 0) await deck.setMounted(true);
  await deck.settle();
  // A run of this Deck finds a game that was let go, and then one that runs: it touches nothing of either.
  if (step.plays > 1) {
    deck.letGo(game);
    await note(world, deck, game, await deck.sync(game, "run", { kind: "none" }));
  }
  deck.startPlaying(game);
  for (let times = 0; times < step.plays; times++) await play(world, deck, game);
  if (step.plays > 1) await note(world, deck, game, await deck.sync(game, "run", { kind: "none" }));
  deck.stopPlaying();
  const line = await deck.sync(game, "exit", { kind: "none" });
  if (line?.outcome === "failed") world.triggers.get(deck.name)?.retry(game);
  await note(world, deck, game, line);
}

async function overwrite(
  world: World,
  step: { deck: number; game: number },
  choose: (deck: SimDeck, game: number) => string | null,
): Promise<void> {
  const [deck, game] = [deckOf(world, step), gameOf(world, step)];
  await deck.setMounted(true);
  await deck.settle();
  const before = await deck.save(game);
  const after = choose(deck, game);
  if (after === null || after === before) return;
  const from = before ?? world.removed.get(`${deck.name}${game}`) ?? "";
  world.books.wish({ game, deck: deck.name, from, to: after });
  // What the player puts there is the account's that sees it first.
  for (const account of [0, 1]) world.books.allow(account, after);
  await destroy(world, () => deck.write(game, after));
}

function deckOf({ decks }: World, step: { deck: number }): SimDeck {
  const deck = decks[step.deck % decks.length];
  if (!deck) throw new Error("A story without Decks.");
  return deck;
}

function gameOf({ story }: World, step: { game: number }): number {
  return step.game % story.gameCount;
}
