import { expect, test } from "vitest";
import type { RomId } from "../../../backend/core/vocabulary.ts";
import { forEachLimited } from "../../../backend/work/queues.ts";
import { unitOf } from "../../world/engine/account.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld, type World } from "../../world/engine/world.ts";
import { extensions, playSet, readSet } from "../sets/set-deck.ts";
import { rowsBySlot, select } from "./slot-world.ts";

/*
 * Scenario 6: X -> Y -> X, killed before every step that changes something. Law: what stands there is X's save or Y's, or
 * nothing where Y begins; the slot that is played is the one whose bytes stand; nothing of one goes up into the other, and
 * both go on without a question.
 */

interface Deck {
  name: string;
  extensions?: string[];
  play(deck: EngineDeck, session: string): Promise<void>;
  /** The sessions that stand there; null: none. */
  read(deck: EngineDeck): Promise<string | null>;
}

const decks: Deck[] = [
  { name: "one file", play: (deck, session) => deck.play(session), read: (deck) => deck.save() },
  {
    name: "a set of files",
    extensions,
    play: playSet,
    read: async (deck) => (await readSet(deck))[".srm"] ?? null,
  },
];

interface Played {
  world: World;
  b: EngineDeck;
}

/** X is in RomM, and played on since; Y was played, and is in RomM. X stands here, unsent. */
async function setupBoth({ extensions: kinds, play }: Deck): Promise<Played> {
  const world = await setupWorld();
  const b = await world.deck("B", kinds ? { extensions: kinds } : {});
  await play(b, "X1");
  await b.sync();
  world.time.advance(5000);
  expectOk(await select(b, "run2", { startFresh: true }));
  await play(b, "Y1");
  world.time.advance(5000);
  await b.sync();
  world.time.advance(5000);
  expectOk(await select(b, "autosave"));
  await play(b, "X2");
  world.time.advance(5000);
  return { world, b };
}

test.each(decks)(
  "$name: killed while one begins where no save stands, nothing is stuck: what is played next goes up, in one of the two",
  async ({ extensions: kinds, play }) => {
    const setup = async () => {
      const world = await setupWorld();
      return { world, b: await world.deck("B", kinds ? { extensions: kinds } : {}) };
    };
    const counted = await setup();
    const before = counted.b.disk.steps();
    expectOk(await select(counted.b, "run2", { startFresh: true }));
    const steps = Array.from({ length: counted.b.disk.steps() - before }, (_, step) => step);
    expect(steps.length).toBeGreaterThan(1);
    await forEachLimited(steps, { limit: 4, isStopped: () => false }, async (step) => {
      const { world, b } = await setup();
      b.disk.dieAt(step);
      await select(b, "run2", { startFresh: true }).catch(() => null);
      expect(b.disk.isDead()).toBe(true);
      const after = await b.restart();
      after.start();
      await play(after, "Z1");
      world.time.advance(60_000);
      expect(await after.exit()).toMatchObject({ decision: "upload", outcome: "done" });
      expect(Object.keys(rowsBySlot(world))).toHaveLength(1);
    });
  },
  120_000,
);

test("killed while another account begins one: what is played on nothing since is not sent by the account before", async () => {
  const setup = async () => {
    const world = await setupWorld();
    const b = await world.deck("B");
    await b.play("X1");
    await b.sync();
    const { admin } = world.romm.rules;
    await signIn(b, world, admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw);
    const save = { kind: "file", path: b.savePath, emulator: "retroarch" } as const;
    const binding = { appId, romId: world.romId as RomId, name: "Game", save };
    expectOk(await b.api.registerShortcuts({ bindings: [binding] }));
    return { world, b };
  };
  const counted = await setup();
  const before = counted.b.disk.steps();
  expectOk(await select(counted.b, "run2", { startFresh: true }));
  const steps = Array.from({ length: counted.b.disk.steps() - before }, (_, step) => step);
  let begun = 0;
  await forEachLimited(steps, { limit: 4, isStopped: () => false }, async (step) => {
    const { world, b } = await setup();
    b.disk.dieAt(step);
    await select(b, "run2", { startFresh: true }).catch(() => null);
    expect(b.disk.isDead()).toBe(true);
    // The game starts before anything else looks.
    const after = await b.restart();
    if ((await after.save()) === null) begun += 1;
    await after.play("BEN1");
    await signIn(after, world, world.romm.token);
    world.time.advance(60_000);
    await after.exit();
    expect(rowsBySlot(world).autosave).not.toContain("BEN1\n");
  });
  expect(begun).toBeGreaterThan(1);
}, 120_000);

async function signIn({ api }: EngineDeck, { romm }: World, token: string): Promise<void> {
  expectOk(await api.connect({ origin: romm.origin, credentials: { kind: "token", token } }));
}

const cases = decks.flatMap((deck) => [
  { deck, to: "run2", how: {}, name: `${deck.name}: to one that was played before` },
  { deck, to: "run3", how: { startFresh: true }, name: `${deck.name}: to a new one` },
]);

test.each(cases)(
  "scenario 6, $name",
  async ({ deck, to, how }) => {
    const counted = await setupBoth(deck);
    const before = counted.b.disk.steps();
    expectOk(await select(counted.b, to, how));
    const steps = Array.from({ length: counted.b.disk.steps() - before }, (_, step) => step);
    expect(steps.length).toBeGreaterThan(8);
    const played = new Set<string>();
    await forEachLimited(steps, { limit: 4, isStopped: () => false }, async (step) => {
      const { world, b } = await setupBoth(deck);
      b.disk.dieAt(step);
      await select(b, to, how).catch(() => null);
      expect(b.disk.isDead()).toBe(true);
      const after = await b.restart();
      after.start();
      world.time.advance(60_000);
      await after.sync();
      const { slot } = unitOf(after);
      played.add(slot);
      const [x, y] = ["X1\nX2\n", to === "run2" ? "Y1\n" : null];
      expect(await deck.read(after)).toBe(slot === "autosave" ? x : y);
      // Played on, wherever it stands, and back again.
      await deck.play(after, slot === "autosave" ? "X3" : "Z3");
      world.time.advance(60_000);
      await after.exit();
      world.time.advance(60_000);
      expectOk(await select(after, "autosave"));
      world.time.advance(60_000);
      await after.sync();
      expect(await deck.read(after)).toBe(slot === "autosave" ? `${x}X3\n` : x);
      expect(await after.api.listConflicts({})).toEqual([]);
      const rows = rowsBySlot(world);
      const textOf = (own: string[] = []) => own.join("");
      expect(textOf(rows.autosave)).not.toMatch(/[YZ]\d/);
      expect(`${textOf(rows.run2)}${textOf(rows.run3)}`).not.toMatch(/X\d/);
      expect(rows.autosave?.at(-1)).toContain("X2");
    });
    expect([...played].sort()).toEqual(["autosave", to]);
  },
  120_000,
);
