import { withDeadline } from "../../deck/deadline.ts";
import type { Deck } from "../../deck/deck.ts";
import type { DemoWorld } from "../demo-world.ts";
import { labelSession, wordSessions } from "../lost-sessions.ts";
import { gameOf } from "./checks.ts";
import { shortcutOf } from "./like-the-panel.ts";
import type { Step } from "./steps.ts";

/** What `--json` prints. `ok` only if every step went as written and no session was lost. */
export interface StoryReport {
  ok: boolean;
  story: ToldStep[];
  decks: { name: string; sessions: string[]; status: string; keptCopies: number; requests: number }[];
  /** Null: it could not be found out, which is not "none". */
  lostSessions: number | null;
  /** HTTP requests of both Decks. */
  requests: number;
}

export interface ToldStep {
  title: string;
  ok: boolean;
  detail: string;
}

/** A step that takes longer has gone wrong; what it waits for is left to itself. */
const stepDeadlineMs = 20_000;

/** Plays the steps in order until one breaks, and the last one in any case. Never rejects. */
export async function tellStory(
  world: DemoWorld,
  p: { steps: Step[]; lastStep: Step; onStep: (step: ToldStep) => void },
): Promise<StoryReport> {
  const story: ToldStep[] = [];
  const tell = async (step: Step) => {
    const told = await playStep(step, world);
    story.push(told);
    p.onStep(told);
    return told.ok;
  };
  for (const step of p.steps) {
    if (!(await tell(step))) break;
  }
  await tell(p.lastStep);
  let lostSessions: number | null = null;
  await tell({
    title: "Every session ever played is in RomM's history, on a Deck or in a kept copy",
    play: async () => {
      const lost = await world.findLost();
      lostSessions = lost.length;
      if (lost.length > 0) throw new Error(`Lost for ever: ${wordSessions(lost)}.`);
      return "Nothing was lost.";
    },
  });
  return {
    ok: story.every(({ ok }) => ok) && lostSessions === 0,
    story,
    decks: await Promise.all(world.decks().map((deck) => describeDeck(deck, world))),
    lostSessions,
    requests: Object.values(world.requestCounts()).reduce((sum, count) => sum + count, 0),
  };
}

async function playStep({ title, play }: Step, world: DemoWorld): Promise<ToldStep> {
  try {
    const detail = await withDeadline(
      play(world),
      stepDeadlineMs,
      `Not done after ${stepDeadlineMs / 1000} s.`,
    );
    return { title, ok: true, detail };
  } catch (error) {
    return { title, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function describeDeck(deck: Deck, world: DemoWorld): Promise<StoryReport["decks"][number]> {
  const game = gameOf(deck);
  const status = withDeadline(shortcutOf(deck, game), 5_000, "no answer").then(
    (shortcut) => shortcut.status.kind,
    (error: unknown) => String(error),
  );
  return {
    name: deck.title,
    sessions: (await deck.sessions(game)).map(labelSession),
    status: await status,
    keptCopies: (await deck.keptCopies()).length,
    requests: world.requestCounts()[deck.name === "a" ? "a" : "b"],
  };
}
