import type { DemoWorld } from "../demo-world.ts";
import { wordSessions } from "../lost-sessions.ts";
import { assertStory } from "./assert-story.ts";
import {
  assertAllEqual,
  assertHead,
  assertReceives,
  assertStatus,
  at,
  gameOf,
  wordHistory,
  wordLine,
  wordSave,
} from "./checks.ts";
import { onlyConflictOf, playOnce, pressExit, pressPlay } from "./like-the-panel.ts";

/** One sentence of the story, and what makes it true: `play` answers the details, or throws with what went otherwise. */
export interface Step {
  title: string;
  play(world: DemoWorld): Promise<string>;
}

/** The story as it is told to a visitor; each step starts from where the one before ended. */
export const steps: Step[] = [
  {
    title: "Both Decks sign in to RomM and register their shortcuts",
    play: async (world) => {
      const [a, b] = [await world.signIn("a"), await world.signIn("b")];
      assertStory(a.deviceId !== b.deviceId, "Both Decks became one device of RomM.");
      return `RomM ${a.serverVersion} knows two devices of ${a.username}.`;
    },
  },
  {
    title: "Deck A plays for the first time; at exit its save goes up to RomM",
    play: async (world) => {
      const [a, game] = at(world, "a");
      const { line } = await playOnce(a, game);
      assertStory(line?.outcome === "done", `The exit led to ${wordLine(line)}.`);
      await assertHead(world, "A1");
      await assertStatus(a, game, "synced");
      return "The save of one session is the first row of the slot.";
    },
  },
  {
    title: "Deck B starts the game: the save is there before the game is",
    play: async (world) => {
      const [b, game] = at(world, "b");
      await assertReceives(b, game, "A1");
      await b.play(game);
      return "Deck B goes on where Deck A stopped.";
    },
  },
  {
    title: "Deck B plays on; at exit its save goes up",
    play: async (world) => {
      const [b, game] = at(world, "b");
      const line = await pressExit(b, game);
      assertStory(line?.outcome === "done", `The exit led to ${wordLine(line)}.`);
      await assertHead(world, "A1 B1");
      return "RomM now holds what both have played: A1 B1.";
    },
  },
  {
    title: "Deck A starts the game and receives what Deck B has played",
    play: async (world) => {
      const [a, game] = at(world, "a");
      await assertReceives(a, game, "A1 B1");
      const line = await pressExit(a, game);
      assertStory(
        line === null || line.decision === "keep",
        `An exit without play led to ${wordLine(line)}.`,
      );
      return "Deck A holds A1 B1, and an exit without play sent nothing.";
    },
  },
  {
    title: "Both Decks are off the network and play on, without waiting for it",
    play: async (world) => {
      for (const name of ["a", "b"] as const) {
        const [deck, game] = at(world, name);
        await deck.network.refuse();
        const { verdict } = await playOnce(deck, game);
        assertStory(
          verdict.kind === "go-unchecked" && verdict.reason === "offline",
          `${deck.title} started with the verdict ${JSON.stringify(verdict)}.`,
        );
      }
      for (const deck of world.decks()) await assertStatus(deck, gameOf(deck), "waiting-for-network");
      const both = await Promise.all(world.decks().map(async (deck) => wordSave(deck, gameOf(deck))));
      assertStory(both.join() === "A1 B1 A2,A1 B1 B2", `The Decks hold ${both.join(" and ")}.`);
      return "Deck A holds A1 B1 A2, Deck B holds A1 B1 B2: both have what the other never had.";
    },
  },
  {
    title: "Deck B is back first: its save goes up",
    play: async (world) => {
      const [b, game] = at(world, "b");
      await b.network.restore();
      const synced = await b.backend.syncShortcut({ appId: game.appId });
      assertStory(synced.ok, `The sync answered ${JSON.stringify(synced)}.`);
      await assertHead(world, "A1 B1 B2");
      await assertStatus(b, game, "synced");
      return "RomM holds A1 B1 B2.";
    },
  },
  {
    title: "Deck A is back: a launch asks, and nothing is replaced",
    play: async (world) => {
      const [a, game] = at(world, "a");
      await a.network.restore();
      const verdict = await pressPlay(a, game);
      assertStory(verdict.kind === "ask", `The launch got the verdict ${JSON.stringify(verdict)}.`);
      assertStory((await wordSave(a, game)) === "A1 B1 A2", `Deck A now holds ${await wordSave(a, game)}.`);
      await assertHead(world, "A1 B1 B2");
      await assertStatus(a, game, "conflict");
      const { remote } = await onlyConflictOf(a);
      return `Both sides stand: A1 B1 A2 here, A1 B1 B2 on RomM from ${remote?.deviceName ?? "a device without a name"}.`;
    },
  },
  {
    title: "The player keeps Deck A's save: it becomes the newest row, Deck B's stays in the history",
    play: async (world) => {
      const [a] = at(world, "a");
      const { conflictId } = await onlyConflictOf(a);
      const resolved = await a.backend.resolveConflicts({ choices: [{ conflictId, choice: "keep-local" }] });
      assertStory(resolved.ok, `The choice was answered with ${JSON.stringify(resolved)}.`);
      await assertHead(world, "A1 B1 A2");
      const history = await wordHistory(world);
      assertStory(history.includes("A1 B1 B2"), `The slot holds ${history.join(" | ")}.`);
      return `The slot, newest first: ${history.join(" | ")}.`;
    },
  },
  {
    title: "Deck B starts the game and receives the choice; both Decks and RomM are equal",
    play: async (world) => {
      const [b, game] = at(world, "b");
      await assertReceives(b, game, "A1 B1 A2");
      await pressExit(b, game);
      await assertAllEqual(world);
      return "Deck A, Deck B and RomM hold the same bytes: A1 B1 A2.";
    },
  },
];

/** Told also after a story that broke off: what RomM does not hold is then gone with the Deck, and counts as lost. */
export const lastStep: Step = {
  title: "Deck A is reset to factory state, signs in again and gets its save back from RomM",
  play: async (world) => {
    const before = await Promise.all(world.deck("a").games.map((game) => world.deck("a").sessions(game)));
    await world.resetDeck("a");
    await world.signIn("a");
    const [a, game] = at(world, "a");
    await assertReceives(a, game, wordSessions(before[0] ?? []));
    await pressExit(a, game);
    await assertAllEqual(world);
    return `Nothing was left on Deck A; it holds ${await wordSave(a, game)} again.`;
  },
};
