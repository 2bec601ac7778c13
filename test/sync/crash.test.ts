import { describe, expect, test } from "vitest";
import { forEachLimited } from "../../backend/work/queues.ts";
import { answer } from "../world/engine/conflict.ts";
import { appId, type EngineDeck } from "../world/engine/deck.ts";
import { setupNewer } from "../world/engine/setup-newer.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/**
 * The process dies before every changing step on the disk, one run per step; then a new process looks, offline or
 * online. Law: the save is the old one or the new one, and everything that was ever played is still somewhere.
 */
const launch = { launchId: "launch-1", appId };

interface Story {
  /** Everything up to the act under test; answers the Deck that will die. */
  prepare(world: World): Promise<EngineDeck>;
  act(deck: EngineDeck): Promise<unknown>;
  /** What the save may be after the death. */
  either: [string, string];
  /** The sessions that must be reachable at the end. */
  sessions: string[];
  /** What the save is after one more sync, whether or not the act had been completed. */
  end: string[];
  /** The second sync: nothing is left to do, or the question is still open. */
  atRest: { decision: unknown };
}

async function setupPull(world: World): Promise<EngineDeck> {
  return (await setupNewer(world)).b;
}

async function setupPush(world: World): Promise<EngineDeck> {
  const a = await world.deck("A");
  await a.play("A1");
  await a.sync();
  await a.play("A2");
  return a;
}

async function setupConflict(world: World): Promise<EngineDeck> {
  const b = await setupPull(world);
  await b.play("B2");
  await b.sync();
  return b;
}

const stories: Record<string, Story> = {
  "a pull at launch": {
    prepare: setupPull,
    act: (deck) => deck.api.beforeLaunch({ ...launch, budgetMs: 60_000 }),
    either: ["A1\n", "A1\nA2\n"],
    sessions: ["A1", "A2"],
    end: ["A1\nA2\n"],
    atRest: { decision: "keep" },
  },
  "a push": {
    prepare: setupPush,
    act: (deck) => deck.sync(),
    either: ["A1\nA2\n", "A1\nA2\n"],
    sessions: ["A1", "A2"],
    end: ["A1\nA2\n"],
    atRest: { decision: "keep" },
  },
  "keep-local": {
    prepare: setupConflict,
    act: (deck) => answer(deck, "keep-local"),
    either: ["A1\nB2\n", "A1\nB2\n"],
    sessions: ["A1", "A2", "B2"],
    end: ["A1\nB2\n"],
    atRest: { decision: expect.stringMatching(/^(keep|conflict)$/) },
  },
  "take-remote": {
    prepare: setupConflict,
    act: (deck) => answer(deck, "take-remote"),
    either: ["A1\nB2\n", "A1\nA2\n"],
    sessions: ["A1", "A2", "B2"],
    end: ["A1\nB2\n", "A1\nA2\n"],
    atRest: { decision: expect.stringMatching(/^(keep|conflict)$/) },
  },
};

async function countSteps(story: Story): Promise<number> {
  const world = await setupWorld();
  const deck = await story.prepare(world);
  const before = deck.disk.steps();
  await story.act(deck);
  const steps = deck.disk.steps() - before;
  expect(story.end).toContain(await deck.save()); // Left alive, the act comes to its end.
  return steps;
}

/** The runs know nothing of each other; a few at a time use the waits for the disk and the server. */
async function forEachStep(story: Story, run: (step: number) => Promise<void>): Promise<void> {
  const steps = Array.from({ length: await countSteps(story) }, (_, step) => step);
  expect(steps.length).toBeGreaterThan(5);
  await forEachLimited(steps, { limit: 6, isStopped: () => false }, run);
}

async function dieIn(story: Story, world: World, step: number): Promise<EngineDeck> {
  const deck = await story.prepare(world);
  deck.disk.dieAt(step);
  await Promise.resolve(story.act(deck)).catch(() => null);
  expect(deck.disk.isDead()).toBe(true);
  return await deck.restart();
}

async function expectNothingLost(world: World, deck: EngineDeck, sessions: string[]): Promise<void> {
  const everywhere = [...world.rows(), ...(await deck.keptCopies()), (await deck.save()) ?? ""].join("");
  for (const session of sessions) expect(everywhere).toContain(session);
}

describe.each(Object.entries(stories))("%s, killed before every step", (_name, story) => {
  test("leaves the old save or the new one, loses nothing, and the next sync settles it", async () => {
    await forEachStep(story, async (step) => {
      const world = await setupWorld();
      const deck = await dieIn(story, world, step);
      expect(story.either).toContain(await deck.save());
      await expectNothingLost(world, deck, story.sessions);
      await deck.sync();
      expect(story.end).toContain(await deck.save());
      await expectNothingLost(world, deck, story.sessions);
      const again = await deck.sync();
      expect(again).toMatchObject(story.atRest);
    });
  });
});

describe("killed before every step, then played offline before the next look", () => {
  test("a pull: the session on top of it goes up without a question, one on the old save asks or goes up", async () => {
    const story = stories["a pull at launch"] ?? expect.fail("no story");
    await forEachStep(story, async (step) => {
      const world = await setupWorld();
      const deck = await dieIn(story, world, step);
      const isNew = (await deck.save()) === "A1\nA2\n";
      await deck.play("B3");
      const line = await deck.sync();
      // On the new save it is a plain continuation; on the old one both sides have what the other never had.
      expect(line.decision).toBe(isNew ? "upload" : "conflict");
      await expectNothingLost(world, deck, ["A1", "A2", "B3"]);
    });
  });

  test("a pull, then the end of a game: RomM's lock never lets the old save's continuation pass silently", async () => {
    const story = stories["a pull at launch"] ?? expect.fail("no story");
    await forEachStep(story, async (step) => {
      const world = await setupWorld();
      const deck = await dieIn(story, world, step);
      const isNew = (await deck.save()) === "A1\nA2\n";
      await deck.play("B3");
      expect((await deck.exit())?.decision).toBe(isNew ? "upload" : "conflict");
    });
  });

  test("a push: what was played since goes up on top, without a question and without a twin row", async () => {
    const story = stories["a push"] ?? expect.fail("no story");
    await forEachStep(story, async (step) => {
      const world = await setupWorld();
      const deck = await dieIn(story, world, step);
      await deck.play("A3");
      expect(await deck.sync()).toMatchObject({ decision: "upload", outcome: "done" });
      const rows = world.rows();
      expect(new Set(rows).size).toBe(rows.length);
      expect(rows.at(-1)).toBe("A1\nA2\nA3\n");
    });
  });
});
