import { setTimeout as wait } from "node:timers/promises";
import { expect, type TestContext, test, vi } from "vitest";
import type { Deck } from "../world/deck/deck.ts";
import { createDemoWorld } from "../world/demo/demo-world.ts";
import { playOnce, pressExit, pressPlay, shortcutOf } from "../world/demo/story/like-the-panel.ts";

/* What happens to the plugin while a game runs: the real bridge and backend, real games, and nobody who tells of exits. */

const happenings: [what: string, happen: (deck: Deck) => Promise<void>][] = [
  ["an update", (deck) => deck.update()],
  ["a crash of the backend", crash],
  ["an update and then a crash", (deck) => deck.update().then(() => crash(deck))],
];

for (const [what, happen] of happenings) {
  test.concurrent(`After ${what} while a game runs its exit is pushed once, though Steam's UI tells of it twice or never.`, async (context) => {
    const { deck, game, rows } = await setUp(context);
    await pressPlay(deck, game);
    const played = await deck.play(game);
    await happen(deck);
    await seesItPlay(deck);
    expect(await rows()).toHaveLength(1);
    await deck.exit(game);
    await vi.waitFor(async () => expect(await rows()).toHaveLength(2), { timeout: 20_000, interval: 200 });
    // A panel that was loaded anew meanwhile may tell of the same exit, late and more than once.
    for (let told = 0; told < 2; told += 1) await deck.backend.appExited({ appId: game.appId });
    await wait(2_000);
    expect(await rows()).toHaveLength(2);
    expect((await deck.sessions(game)).map(({ id }) => id)).toContain(played.id);
  });

  test.concurrent(`After ${what} while a game runs a newer save of RomM replaces nothing, and its exit asks.`, async (context) => {
    const { deck, other, game, otherGame, rows } = await setUp(context);
    await pressPlay(deck, game);
    await deck.play(game);
    await playOnce(other, otherGame);
    const before = await deck.saveBytes(game);
    await happen(deck);
    await seesItPlay(deck);
    expect(await deck.backend.syncAll({})).toMatchObject({ ok: true });
    await wait(1_000);
    expect(await deck.saveBytes(game)).toEqual(before);
    await pressExit(deck, game);
    expect((await shortcutOf(deck, game)).status.kind).toBe("conflict");
    expect(await rows()).toHaveLength(2);
  });
}

async function crash(deck: Deck): Promise<void> {
  await deck.call("getSettings", {});
  const pid = deck.backendPid() ?? expect.fail("No backend runs.");
  process.kill(pid, "SIGKILL");
  await vi.waitFor(() => expect(deck.backendPid() ?? pid).not.toBe(pid), { timeout: 10_000, interval: 50 });
}

async function seesItPlay(deck: Deck): Promise<void> {
  const isSeen = async () => {
    const outcome = await deck.call("listShortcuts", {});
    expect(JSON.stringify(outcome)).toContain('"kind":"playing"');
  };
  await vi.waitFor(isSeen, { timeout: 20_000, interval: 200 });
}

/** Two Decks with one game, whose first session both have. */
async function setUp({ onTestFinished }: Pick<TestContext, "onTestFinished">) {
  const world = await createDemoWorld({ faults: [] });
  onTestFinished(world.stop);
  const [deck, other] = [world.deck("a"), world.deck("b")];
  await Promise.all([world.signIn("a"), world.signIn("b")]);
  const [game, otherGame] = [deck.games[0], other.games[0]];
  if (!game || !otherGame) throw new Error("The library is empty.");
  await playOnce(deck, game);
  await playOnce(other, otherGame); // Pulls the first session, and adds its own.
  await pressPlay(deck, game);
  await pressExit(deck, game);
  const { romId } = game;
  const already = (await world.romm.view.listRows(romId, world.romm.slot)).length - 1;
  const rows = async () => (await world.romm.view.listRows(romId, world.romm.slot)).slice(already);
  return { deck, other, game, otherGame, rows };
}
