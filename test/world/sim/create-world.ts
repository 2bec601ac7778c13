import type { SyncLine } from "../../../backend/contract/saves/sync.ts";
import { isBranchSlot } from "../../../backend/core/branch-slot.ts";
import { RommError } from "../../../backend/core/romm-error.ts";
import type { Unit } from "../../../backend/core/state.ts";
import type { Slot } from "../../../backend/core/vocabulary.ts";
import type { Clock } from "../../../backend/machine/clock.ts";
import { createBooks, type Session } from "./books.ts";
import { createSimDeck } from "./deck/deck.ts";
import { blankSave, playOn, sessionsOf } from "./deck/save-files.ts";
import type { SimDeck } from "./deck/sim-deck.ts";
import { count, type Tally } from "./minima.ts";
import { expectJustified } from "./questions.ts";
import { createSimServer } from "./server/server.ts";
import type { UploadNews } from "./server/sim-server.ts";
import type { Story, Trouble } from "./story.ts";
import { gamesOf, keyOf, playedKeyOf, playedSlots, type World } from "./world.ts";

const startMs = Date.UTC(2026, 0, 1);

/** Decks and server, with the model watching everything that they do. */
export async function createWorld(story: Story, tally: Tally): Promise<World> {
  let nowMs = startMs;
  let skewMs = 0;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  // Like a machine's own, it begins near zero: "an hour ago" then lies below it for the story's first hour.
  const monotonic = () => nowMs - startMs;
  const clock = { now: () => nowMs, monotonic, wait: async (ms: number) => pass(ms) };
  const server = createSimServer(story, () => nowMs + skewMs);
  const world: World = {
    ...{
      story,
      server,
      tally,
      pass,
      nowMs: () => nowMs,
      decks: [],
      lines: [],
      delayed: [],
      late: new Set(),
      besides: new Set(),
      isAnswering: false,
      isDelivering: false,
      triggers: new Map(),
      costs: { requests: 0, uploads: 0, plays: 0 },
    },
    books: createBooks(server.games.map(({ letter }) => letter)),
    doubts: {
      wentBack: false,
      clockMoved: false,
      edited: new Set(),
      lost: new Set(),
      emptied: new Set(),
      revived: new Set(),
      recovered: new Set(),
      raced: new Set(),
      shared: new Set(),
    },
    ...{ reasons: new Map(), removed: new Map(), cleanedUp: new Set() },
    setServerSkew: (ms) => {
      skewMs = ms;
    },
  };
  for (const name of ["A", "B", "C", "D"].slice(0, story.deckCount)) {
    world.decks.push(await createWatchedDeck(world, name, clock));
  }
  server.backUp();
  return world;
}

async function createWatchedDeck(world: World, name: string, clock: Clock): Promise<SimDeck> {
  const { story, server, tally } = world;
  const deck: SimDeck = await createSimDeck({
    ...{ name, story, server, clock },
    watch: {
      onUpload: (news) => judgeUpload(world, name, news),
      onOverwrite: ({ game, ...will }) => {
        world.doubts.edited.add(game);
        world.books.wish({ game, deck: null, ...will });
      },
      onLook: (text) => world.books.see(deck.account(), text),
      onListing: () => count(tally, "run by an earlier listing"),
      onReplace: (game, before, after) => judgeReplacement(world, name, { game, before, after }),
      onMark: (mark) => count(tally, `mark ${mark}`),
      onCrash: (phase, seen) => {
        count(tally, `crash ${phase}`);
        world.books.allow(deck.account(), seen ?? "");
      },
      onDelayed: (arrive) => void world.delayed.push(arrive),
      onRaced: (game) => void world.doubts.raced.add(keyOf(deck, game)),
      onRequest(kind) {
        world.costs.requests += 1;
        if (kind === "upload") world.costs.uploads += 1;
      },
      onAnswer: (failure) => world.triggers.get(name)?.answered(failure),
      onStart: () => world.triggers.get(name)?.started(),
      onWritten: (path) => world.triggers.get(name)?.written(path),
      onRefused: (kind) => count(tally, `refused ${kind}`),
      overlaps: async (trouble) => await sendBeside(world, deck, trouble),
      meanwhile: async (trouble) => await actMeanwhile(world, deck, trouble),
    },
  });
  return deck;
}

/** Nothing goes up silently past what others played, nor into rows of another unit. */
function judgeUpload(
  world: World,
  name: string,
  { account, game, slot, head, content, lock, cleanedUp, wentBack }: UploadNews,
) {
  const { books, doubts } = world;
  // What is kept beside RomM's save begins a playthrough of its own.
  if (head === null && isBranchSlot(slot as Slot)) books.letInto(slot, content);
  // What arrives late makes room for itself: the newest rows may be the oldest by then.
  if (wentBack || (world.isDelivering && cleanedUp.length > 0)) doubts.wentBack = true;
  expectNoCard(world, name, game);
  for (const session of cleanedUp.flatMap(sessionsOf)) world.cleanedUp.add(session);
  const others = [
    ...books.misplaced(game, content),
    ...books.strangers(account, content),
    ...books.strays(slot, content),
  ];
  if (others.length > 0) throw new Error(`${name} sent sessions of another unit: ${others.join(" ")}`);
  // RomM's lock goes by its clock alone: where that was moved, it may let an upload pass, and the Deck asks afterwards.
  if (head !== null && (world.isDelivering || doubts.clockMoved))
    books.wish({ game, deck: null, from: head, to: content });
  // What is in the slot already is put on top without a lock: whoever comes in between lies below, and the Deck asks. So it
  // does where two began a playthrough that they spell differently.
  const self = world.decks.find((one) => one.name === name);
  const isPastLock = lock === "spelt-otherwise" || (lock === "overwrite" && self?.isOvertaken());
  if (head !== null && isPastLock) {
    books.wish({ game, deck: null, from: head, to: content });
    if (self) doubts.raced.add(keyOf(self, game));
  }
  if (world.isDelivering) world.late.add(`${name} ${content}`);
  // Over its own upload that came late goes what the Deck holds since, by whosever will.
  const deck = world.late.has(`${name} ${head}`) ? null : name;
  if (head === null || books.supersedes(content, head, { game, deck })) return;
  // Whose bytes lie in a row that two made at once, only a proof tells, which no exit waits for; the other Deck asks.
  if (world.besides.has(head)) return;
  // A row whose file RomM lost is no news, and the next save goes on top of it.
  if (doubts.lost.has(game)) return;
  throw new Error(`${name} sent ${JSON.stringify(content)} past ${JSON.stringify(head)}.`);
}

/** Nothing is replaced silently that the incoming save does not continue. */
function judgeReplacement(
  world: World,
  name: string,
  p: { game: number; before: string | null; after: string },
) {
  const { game, before, after } = p;
  expectNoCard(world, name, game);
  const others = world.books.misplaced(game, after);
  if (others.length > 0) throw new Error(`${name} received sessions of another unit: ${others.join(" ")}`);
  const removed = world.removed.get(`${name}${game}`);
  // What was removed by hand is behind what comes in its place, also where an upload of it arrives late.
  if (removed !== undefined) world.books.wish({ game, deck: name, from: removed, to: after });
  // A blank save is none.
  if (before === blankSave) world.books.wish({ game, deck: name, from: before, to: after });
  if (world.isAnswering || sessionsOf(before).length === 0) return;
  if (world.books.supersedes(after, before ?? "", { game, deck: null })) return;
  // What is stored may be followed by what was sent beside it: the Deck that sent that one asks.
  if (world.doubts.lost.has(game)) return;
  const rows = world.decks.find((one) => one.name === name)?.rows(game) ?? [];
  if (world.besides.has(before ?? "") && rows.some(({ text }) => text === before)) return;
  throw new Error(`${name} replaced ${JSON.stringify(before)} by ${JSON.stringify(after)} unasked.`);
}

/** A card holds the saves of other games too. */
function expectNoCard({ server }: World, name: string, game: number): void {
  if (server.games[game]?.location === "memory-card") throw new Error(`${name} moved a shared memory card.`);
}

/** The other Deck has played, and sends in the same second. */
async function sendBeside(world: World, self: SimDeck, trouble: Trouble & { kind: "overlaps" }) {
  const other = world.decks[trouble.deck % world.decks.length];
  if (!other || other === self || other.account() !== self.account()) return;
  for (const game of gamesOf(world)) {
    for (const deck of [self, other]) world.doubts.raced.add(keyOf(deck, game));
    await play(world, other, game);
    for (const deck of [self, other]) world.besides.add((await deck.save(game)) ?? "");
    const line = await other.sync(game, "run", { kind: "none" });
    if (line?.direction === "up") count(world.tally, "overlapping POSTs");
    await note(world, other, game, line);
  }
}

/** Law d: what RomM has shown is there, and is what was sent. */
export async function prove(world: World, deck: SimDeck): Promise<void> {
  for (const { game, shown } of await deck.prove()) {
    count(world.tally, `shown ${shown}`);
    const unit = deck.unit(game);
    if (shown === "stored" && unit?.baseline?.isStored) expectStored(world, deck, { game, unit });
    if (shown !== "lost") continue;
    world.pass(5000);
    await note(world, deck, game, await deck.sync(game, "run", { kind: "none" }));
  }
}

function expectStored(world: World, deck: SimDeck, { game, unit }: { game: number; unit: Unit }): void {
  const { baseline } = unit;
  const kind = world.server.games[game]?.location;
  const sha256 = world.server.sha256Of(baseline?.row.id ?? 0);
  const isTold = sha256 !== null && (kind === "folders" || (kind !== "file" && !baseline?.isSent));
  if (sha256 === baseline?.sha256 || isTold) return;
  throw new Error(`${deck.name} takes save ${baseline?.row.id} for stored, and it is not what was sent.`);
}

async function actMeanwhile(world: World, self: SimDeck, trouble: Trouble & { kind: "meanwhile" }) {
  const other = world.decks[trouble.deck % world.decks.length];
  if (!other || other === self) return;
  for (const game of gamesOf(world)) {
    for (const deck of [self, other]) world.doubts.raced.add(keyOf(deck, game));
    for (let times = 0; times < trouble.plays; times++) await play(world, other, game);
    await note(world, other, game, await other.sync(game, "run", { kind: "none" }));
  }
}

/** One more session on top of what stands there, or of what the game has in its memory. */
export async function play(world: World, deck: SimDeck, game: number): Promise<void> {
  await deck.setMounted(true);
  await deck.settle();
  const before = await deck.save(game);
  const by = { name: deck.name, account: null, slots: playedSlots(deck, game) };
  const after = playOn(before, beginSession(world, by, game));
  noteBegun(world, deck, game, { before, after });
  if (before !== null && !after.startsWith(before)) {
    world.books.wish({ game, deck: deck.name, from: before, to: after });
  }
  await deck.write(game, after);
}

/** What was removed by hand is behind what the game begins anew. */
export function noteBegun(
  world: World,
  deck: SimDeck,
  game: number,
  { before, after }: { before: string | null; after: string },
): void {
  const key = `${deck.name}${game}`;
  const removed = world.removed.get(key);
  if (removed !== undefined && before === null) {
    world.books.wish({ game, deck: deck.name, from: removed, to: after });
  }
  world.removed.delete(key);
}

/** Its name tells the game and the place. */
export function beginSession(world: World, { name: place, account, slots }: Session, game: number): string {
  world.costs.plays += 1;
  const name = `${world.server.games[game]?.letter}${place}${world.books.nextNumber()}`;
  world.books.play({ name, account, slots });
  return name;
}

/** Counts a line, and judges a question. */
export async function note(world: World, deck: SimDeck, game: number, line: SyncLine | null): Promise<void> {
  if (!line) return;
  const { reasons, doubts, tally } = world;
  world.lines.push(
    `${deck.name} ${line.decision} ${line.reason} ${line.outcome} ${line.problem?.kind ?? ""}`,
  );
  count(tally, `reason ${line.reason}`);
  if (line.problem) count(tally, `problem ${line.problem.kind}`);
  reasons.set(keyOf(deck, game), line.reason);
  if (line.outcome === "asks") await expectJustified(world, deck, game);
  else if (line.outcome === "done" && deck.unit(game)?.baseline?.isTrusted) {
    doubts.recovered.delete(playedKeyOf(deck, game));
  }
}

/** What stood in a proxy arrives, in order; RomM may refuse it. */
export function deliverDelayed(world: World): void {
  world.isDelivering = true;
  for (const arrive of world.delayed.splice(0)) {
    world.pass(5000);
    try {
      arrive();
    } catch (error) {
      if (!(error instanceof RommError)) throw error;
    }
  }
  world.isDelivering = false;
}
