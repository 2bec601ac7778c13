import { expect, test } from "vitest";
import { answer } from "../world/engine/conflict.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { untilStored } from "../world/engine/until-stored.ts";
import { setupWorld, type World } from "../world/engine/world.ts";

/*
 * A Deck is not restarted for weeks, and RomM before 4.9 gives a plain save no hash. Law: kept copies leave as the README
 * says all the same: beyond 20, after 30 days, never the newest 5; and one that is nowhere else never by itself.
 */

const hourMs = 3600_000;
const dayMs = 24 * hourMs;

async function playOn(world: World, deck: EngineDeck, session: string): Promise<void> {
  await deck.play(session);
  expect(await deck.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  await untilStored(world, deck);
}

/** What was kept looks after itself within minutes, with nobody asking. */
async function expectCopies(world: World, deck: EngineDeck, count: number): Promise<string[]> {
  await expect
    .poll(
      async () => {
        world.time.elapse(61_000);
        return (await deck.keptCopies()).length;
      },
      { timeout: 20_000 },
    )
    .toBe(count);
  return await deck.keptCopies();
}

test.each(["4.7", "4.8", "5.2"])(
  "RomM %s: kept copies leave while the same process lives",
  async (version) => {
    const world = await setupWorld({ version });
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    // What RomM's own clean-up drops would stay here longer.
    expectOk(await a.api.updateSettings({ autocleanup: { isOn: false, limit: 10 } }));
    a.start();
    await playOn(world, a, "S0");
    await b.sync();
    await b.play("there");
    await b.sync();
    await a.play("only here");
    const onlyHere = await a.save();
    world.time.advance(5000);
    expect(await a.sync()).toMatchObject({ decision: "conflict" });
    await answer(a, "take-remote");
    for (let session = 1; session <= 25; session++) {
      await playOn(world, a, `S${session}`);
      // What was kept within a day may still be sent from.
      world.time.elapse(3 * hourMs);
    }
    const newest = await a.save();
    const copies = await expectCopies(world, a, 21);
    expect(copies).toContain(onlyHere);
    expect(copies).toContain(newest);
    world.time.elapse(31 * dayMs);
    await playOn(world, a, "S26");
    const left = await expectCopies(world, a, 6);
    expect(left).toContain(onlyHere);
    expect(left).toContain(await a.save());
  },
);
