import type { SyncLine } from "../../../backend/contract/sync.ts";
import { createSimDeck, type SimDeck } from "./deck.ts";
import { createSimServer, type SimServer } from "./server.ts";
import type { Step, Trouble } from "./story.ts";

/** How often each thing occurred, over all stories. */
export type Tally = Map<string, number>;

export interface World {
  decks: SimDeck[];
  server: SimServer;
  sessions: string[];
  /** Something happened after which a question may open although one side is a prefix of the other. */
  hasDoubt: boolean;
  lines: (SyncLine | null)[];
  /** What the player chose to keep over RomM's save. */
  chosen: Set<string>;
  isAnswering: boolean;
}

const none: Trouble = { kind: "none" };

/** Plays a story; what is wrong is thrown with the law that it breaks. */
export async function runStory(deckCount: number, story: Step[], tally: Tally): Promise<void> {
  let nowMs = Date.UTC(2026, 0, 1);
  let skewMs = 0;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  const clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    wait: async (ms: number) => pass(ms),
  };
  const server = createSimServer(
    () => nowMs + skewMs,
    (before, content) => expectContinuation(world, before, content),
  );
  const world: World = {
    decks: [],
    server,
    sessions: [],
    hasDoubt: false,
    lines: [],
    chosen: new Set(),
    isAnswering: false,
  };
  const play = async (deck: SimDeck) => {
    const session = `${deck.name}${world.sessions.length}`;
    if ((await deck.save()) === null && deck.name.length > 1) return;
    await deck.play(session);
    world.sessions.push(session);
  };
  for (let number = 0; number < deckCount; number++) {
    const meanwhile = async (trouble: Trouble & { kind: "meanwhile" }) => {
      const other = world.decks[trouble.deck % deckCount];
      if (!other || other === world.decks[number]) return;
      for (let count = 0; count < trouble.plays; count++) await play(other);
      note(world, tally, await other.sync("run", none));
    };
    world.decks.push(
      await createSimDeck({
        name: "ABCD"[number] ?? "X",
        ...{ server, clock, meanwhile },
        onReplace: (before, after) => expectOvertaken(world, before ?? "", after),
      }),
    );
  }

  let backup = server.backUp();

  for (const step of story) {
    pass(5000);
    tally.set(step.do, (tally.get(step.do) ?? 0) + 1);
    const deck = "deck" in step ? world.decks[step.deck % deckCount] : undefined;
    if ("trouble" in step) count(tally, `trouble ${step.trouble.kind}`);
    switch (step.do) {
      case "back-up-server":
        backup = server.backUp();
        break;
      case "restore-server":
        server.restore(backup);
        world.hasDoubt = true;
        break;
      case "re-date":
        server.redate(step.row);
        break;
      case "skew-server":
        skewMs = step.minutes * 60_000;
        world.hasDoubt = true;
        break;
      default:
        if (deck) await act(world, deck, step, { play, tally });
    }
  }
  await settle(world, tally, pass);
}

interface Tools {
  play: (deck: SimDeck) => Promise<void>;
  tally: Tally;
}

async function act(world: World, deck: SimDeck, step: Step, { play, tally }: Tools): Promise<void> {
  switch (step.do) {
    case "play":
      if (await isMounted(deck)) await play(deck);
      return;
    case "sync":
      note(world, tally, await deck.sync("run", step.trouble));
      deck.isRunning = false;
      return;
    case "launch":
      await deck.launch(step.trouble, async () => {
        for (let times = 0; times < step.plays; times++) if (await isMounted(deck)) await play(deck);
      });
      return;
    case "unplug":
      deck.isOnline = false;
      return;
    case "plug":
      deck.isOnline = true;
      return;
    case "restart":
      deck.restart();
      return;
    case "lose-power":
      deck.restart(step.choices);
      return;
    case "unmount":
      await deck.setMounted(false);
      return;
    case "mount":
      await deck.setMounted(true);
      return;
    case "delete":
      if (world.decks.length > 0) await deleteSave(world, deck);
      return;
    case "recover-state":
      deck.recoverState();
      world.hasDoubt = true;
      return;
    case "answer":
      await answer(world, deck, step.choice, tally);
      return;
    default:
  }
}

/** A player's own deletion loses what was nowhere else: those sessions are off the books. */
async function deleteSave(world: World, deck: SimDeck): Promise<void> {
  const before = (await deck.save()) ?? "";
  world.hasDoubt = true; // A game begun anew continues nothing, and that is the player's will.
  await deck.remove();
  const everywhere = await reachable(world);
  const lost = before.split("\n").filter((session) => session !== "" && !everywhere.has(session));
  world.sessions = world.sessions.filter((session) => !lost.includes(session));
}

async function isMounted(deck: SimDeck): Promise<boolean> {
  await deck.setMounted(true);
  return true;
}

async function answer(world: World, deck: SimDeck, choice: "keep-local" | "take-remote", tally: Tally) {
  for (const { conflictId, local, remote } of deck.engine().listConflicts()) {
    const possible = local === null ? "take-remote" : remote === null ? "keep-local" : choice;
    count(tally, `answer ${possible}`);
    if (possible === "keep-local") world.chosen.add((await deck.save()) ?? "");
    world.isAnswering = true;
    const outcome = await deck.engine().resolveConflicts([{ conflictId, choice: possible }]);
    world.isAnswering = false;
    if (outcome.ok) for (const line of outcome.value.lines) note(world, tally, line);
  }
}

function note(world: World, tally: Tally, line: SyncLine | null): void {
  if (!line) return;
  world.lines.push(line);
  if (line.decision === "conflict") expectDivergence(world, line);
  count(tally, `reason ${line.reason}`);
  if (line.problem) count(tally, `problem ${line.problem.kind}`);
}

/** A question opens only where each side has what the other never had, or where something made the history doubtful. */
function expectDivergence(world: World, line: SyncLine): void {
  if (world.hasDoubt || !["both-changed", "first-meeting"].includes(line.reason)) return;
  for (const deck of world.decks) {
    for (const { remote } of deck.engine().listConflicts()) {
      const row = world.server.rules.database.saves.findIndex((save) => save.id === remote?.saveId);
      const there = world.server.contents()[row];
      const here = deck.lastLocal;
      if (there === undefined || here === null) continue;
      if (!here.startsWith(there) && !there.startsWith(here)) continue;
      throw new Error(`Asked although one side continues the other: ${JSON.stringify({ here, there })}`);
    }
  }
}

function count(tally: Tally, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

async function reachable(world: World): Promise<Set<string>> {
  const texts = [...world.server.contents()];
  for (const deck of world.decks) texts.push((await deck.save()) ?? "", ...(await deck.keptCopies()));
  return new Set(texts.flatMap((text) => text.split("\n")));
}

/** Nothing goes up silently past what others played: it continues the newest row, or the player chose it. */
function expectContinuation(world: World, before: string[], content: string): void {
  const head = before.at(-1) ?? "";
  if (world.hasDoubt || world.chosen.has(content) || content.startsWith(head)) return;
  if ([...world.chosen].some((chosen) => content.startsWith(chosen))) return;
  throw new Error(`Went up past ${JSON.stringify(head)}: ${JSON.stringify(content)}`);
}

/** Nothing is replaced silently that the incoming save does not continue, unless the player chose so, here or elsewhere. */
function expectOvertaken(world: World, before: string, after: string): void {
  if (world.hasDoubt || world.isAnswering || after.startsWith(before)) return;
  if ([...world.chosen].some((chosen) => after.startsWith(chosen))) return;
  throw new Error(`Replaced ${JSON.stringify(before)} by ${JSON.stringify(after)} without a question.`);
}

/** The three laws, at the end of every story. */
async function settle(world: World, tally: Tally, pass: (ms: number) => void): Promise<void> {
  await expectNothingLost(world, "after the story");
  for (const deck of world.decks) {
    deck.isOnline = true;
    deck.isRunning = false;
    await deck.setMounted(true);
    deck.restart();
  }
  await rounds(world, tally, pass);
  await acceptOffers(world, tally, pass);
  await expectNothingLost(world, "after two rounds");
  await expectEqualOrAsking(world);
  for (let turn = 0; turn < 2 * world.decks.length + 2 && asking(world).length > 0; turn++) {
    const [deck] = asking(world);
    if (!deck) break;
    await answer(world, deck, (turn + world.sessions.length) % 2 === 0 ? "keep-local" : "take-remote", tally);
    await rounds(world, tally, pass);
    await acceptOffers(world, tally, pass);
  }
  await expectNothingLost(world, "after all answers");
  if (asking(world).length > 0) {
    throw new Error(
      `Questions do not end: ${JSON.stringify(asking(world).map((deck) => deck.engine().listConflicts()))}`,
    );
  }
  await expectEqualOrAsking(world);
}

/** The slot is empty while a Deck holds a save: it only offers to send it again, until it is played. */
async function acceptOffers(world: World, tally: Tally, pass: (ms: number) => void): Promise<void> {
  const [deck] = world.decks.filter((one) => one.lastReason === "gone-from-server");
  if (!deck) return;
  const session = `${deck.name}${world.sessions.length}`;
  await deck.play(session);
  world.sessions.push(session);
  await rounds(world, tally, pass);
}

async function rounds(world: World, tally: Tally, pass: (ms: number) => void): Promise<void> {
  for (let round = 0; round < 2; round++) {
    for (const deck of world.decks) {
      pass(5000);
      note(world, tally, await deck.sync("run", none));
    }
  }
}

function asking(world: World): SimDeck[] {
  return world.decks.filter((deck) => deck.engine().listConflicts().length > 0);
}

async function expectNothingLost(world: World, when: string): Promise<void> {
  const everywhere = await reachable(world);
  const lost = world.sessions.filter((session) => !everywhere.has(session));
  if (lost.length > 0) throw new Error(`Lost ${when}: ${lost.join(" ")}\n${await describe(world)}`);
}

async function expectEqualOrAsking(world: World): Promise<void> {
  const askers = asking(world);
  const saves = await Promise.all(world.decks.map((deck) => deck.save()));
  const isEqual = new Set(saves).size === 1;
  if (!isEqual && askers.length === 0)
    throw new Error(`Not equal, and nobody asks.\n${await describe(world)}`);
}

async function describe(world: World): Promise<string> {
  const decks = await Promise.all(
    world.decks.map(
      async (deck) =>
        `${deck.name}: ${JSON.stringify(await deck.save())} kept ${(await deck.keptCopies()).length}`,
    ),
  );
  const rows = world.server.rules.database.saves.map(
    (save, index) => `row ${save.id}: ${JSON.stringify(world.server.contents()[index])}`,
  );
  const lines = world.lines
    .slice(-12)
    .map((line) => line && `${line.decision} ${line.reason} ${line.outcome} ${JSON.stringify(line.problem)}`);
  return [...decks, ...rows, ...lines].join("\n");
}
