import { describe, expect, test } from "vitest";
import { answer } from "../../world/engine/conflict.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";

/*
 * Scenario 17: two Decks push one game in the same second. RomM checks, waits for its disk, then makes the row: one file
 * is lost, and both are answered 200. Law: every session is in a row that answers, on a Deck or in a kept copy, nothing
 * comes down silently over it, and nobody is told "safe" whose bytes do not answer.
 */

const uploadWindowMs = 250;

async function setupMet(version: string, { offsetMs, limit }: { offsetMs: number; limit: number | null }) {
  const world = await setupWorld({ version, uploadWindowMs: () => uploadWindowMs });
  const [a, b] = [await world.deck("A"), await world.deck("B")];
  for (const deck of [a, b]) {
    expectOk(await deck.api.updateSettings({ autocleanup: { isOn: limit !== null, limit: limit ?? 10 } }));
  }
  await a.play("S0");
  await a.sync();
  await a.sync();
  await b.sync();
  await prove(world, [a, b]);
  await a.play("A1");
  await b.play("B1");
  const first = a.sync();
  await new Promise((resolve) => setTimeout(resolve, offsetMs));
  await Promise.all([first, b.sync()]);
  return { world, a, b };
}

/** Time passes, and each Deck asks RomM for what it sent, until it is shown, or the player is asked. */
async function prove(world: World, decks: EngineDeck[]): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const settled = await Promise.all(decks.map(isSettled));
    if (settled.every(Boolean)) return;
    world.time.elapse(31_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Also does what a catch-up would: a push that failed is tried again. */
async function isSettled(deck: EngineDeck): Promise<boolean> {
  const [shortcut] = await deck.api.listShortcuts({});
  if (shortcut?.status.kind === "will-upload") await deck.sync();
  return shortcut?.isStored === true || shortcut?.status.kind === "conflict";
}

async function everywhere(world: World, decks: EngineDeck[]): Promise<string> {
  const held = await Promise.all(decks.flatMap((deck) => [deck.save(), deck.keptCopies()]));
  return [...world.rows(), ...held.flat()].join("");
}

/** Whoever is told that its save is safe finds it in RomM. */
async function expectHonest(world: World, decks: EngineDeck[]): Promise<void> {
  for (const deck of decks) {
    const [shortcut] = await deck.api.listShortcuts({});
    if (shortcut?.isStored) expect(world.rows()).toContain(await deck.save());
  }
}

describe.each(["4.8", "5.2"])("RomM %s: two pushes in one second", (version) => {
  test.each([
    { offsetMs: 0, limit: null },
    { offsetMs: 90, limit: 10 },
    { offsetMs: 180, limit: 3 },
  ])(
    "$offsetMs ms apart, clean-up $limit: nothing is lost, one question, and both end stored",
    async (how) => {
      const { world, a, b } = await setupMet(version, how);
      const decks = [a, b];
      await prove(world, decks);
      await expectHonest(world, decks);
      expect(await everywhere(world, decks)).toContain("A1");
      expect(await everywhere(world, decks)).toContain("B1");
      expect(await a.save()).toBe("S0\nA1\n");
      expect(await b.save()).toBe("S0\nB1\n");
      for (const deck of decks) {
        await deck.sync();
        if ((await deck.api.listConflicts({})).length > 0) await answer(deck, "keep-local");
        await prove(world, decks);
      }
      expect(world.rows()).toEqual(expect.arrayContaining(["S0\nA1\n", "S0\nB1\n"]));
      const questions = await Promise.all(decks.map((deck) => deck.api.listConflicts({})));
      expect(questions.flat().length).toBeLessThanOrEqual(1);
    },
  );
});

/** As a memory card has it: RomM takes the longer for it, so that all three are at work at once. */
const large = "#".repeat(8 * 1024 * 1024 - 64);
const largeWindowMs = 400;

const sessionsIn = (text: string | null) => (text ?? "").replace(/^#+/, "");

async function setupThree(version: string) {
  const windows = { isLarge: false };
  const world = await setupWorld({
    version,
    uploadWindowMs: () => (windows.isLarge ? largeWindowMs : 0),
  });
  const decks = [await world.deck("A"), await world.deck("B"), await world.deck("C")];
  const [a] = decks as [EngineDeck];
  await a.write(`${large}\nS0\n`);
  await a.sync();
  for (const deck of decks) await deck.sync();
  await prove(world, decks);
  windows.isLarge = true;
  return { world, decks };
}

/** Each pushes a session of its own, so long after the one before. */
async function pushAtOnce(decks: EngineDeck[], offsetMs: number): Promise<void> {
  for (const deck of decks) await deck.play(`${deck.name}1`);
  await Promise.all(
    decks.map(async (deck, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * offsetMs));
      await deck.sync();
    }),
  );
}

test.each([
  ["4.8", 130],
  ["5.2", 0],
] as const)(
  "RomM %s: of three Decks that push 8 MiB, %i ms apart, every session can be had, also after 30 more and a start",
  async (version, offsetMs) => {
    const { world, decks } = await setupThree(version);
    await pushAtOnce(decks, offsetMs);
    await prove(world, decks);
    await expectHonest(world, decks);
    for (const deck of decks) {
      expect(sessionsIn(await deck.save())).toBe(`\nS0\n${deck.name}1\n`);
    }
    // Whoever asks keeps its own, one after the other: then all three lie in RomM, each as it was played.
    for (const deck of decks) {
      await deck.sync();
      if ((await deck.api.listConflicts({})).length > 0) await answer(deck, "keep-local");
      await prove(world, [deck]);
    }
    const held = world.rows().map(sessionsIn);
    expect(held).toEqual(expect.arrayContaining(decks.map(({ name }) => `\nS0\n${name}1\n`)));
    await playThirty(world, decks);
    const again = await Promise.all(decks.map((deck) => deck.restart()));
    const all = await everywhere(world, again);
    for (const { name } of decks) expect(all).toContain(`${name}1`);
    for (const deck of again) await deck.sync();
    await expectHonest(world, again);
  },
  120_000,
);

/** One Deck goes on, on something small: what is kept of the others must not leave by that. */
async function playThirty(world: World, decks: EngineDeck[]): Promise<void> {
  const last = decks.at(-1) ?? expect.fail("There is no Deck.");
  const before = sessionsIn(await last.save());
  await last.write(before);
  for (let session = 0; session < 30; session++) {
    await last.play(`T${session}`);
    const { outcome } = await last.sync();
    if (outcome === "asks") await answer(last, "keep-local");
    world.time.elapse(3600_000);
  }
}
