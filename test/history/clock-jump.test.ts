import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { answer } from "../world/engine/conflict.ts";
import type { EngineDeck } from "../world/engine/deck.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { sha256Of } from "./copies.ts";
import { historyOf, named, playRounds, standings, yearMs } from "./rounds.ts";

/** The slot went on without this Deck's session, and the player took RomM's: only a kept copy has it. */
async function loseTo(world: World, loser: EngineDeck, winner: EngineDeck): Promise<string> {
  await loser.sync();
  await winner.sync();
  await loser.play("only here");
  await winner.play("there");
  await winner.sync();
  world.time.advance(2000);
  expect(await loser.sync()).toMatchObject({ decision: "conflict" });
  const bytes = (await loser.save()) ?? "";
  await answer(loser, "take-remote");
  return bytes;
}

describe("scenario 10: a clock jump of 15 years, sole copies, a shared content and a deleted index", () => {
  async function setupTen() {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    await playRounds(world, a, named(24));
    const lost = await loseTo(world, a, b);
    const shared = (await a.care.byHand.list()).copies.at(-1) ?? expect.fail("no copy");
    const label = { ...shared.label, accountId: "https://another#7" };
    const history = historyOf(a);
    await writeFile(join(history, `${shared.sha256}.another.json`), JSON.stringify(label));
    const orphan = "a save of which every label is gone\n";
    await writeFile(join(history, `${sha256Of(orphan)}.save`), orphan);
    return { world, a, lost, shared: shared.sha256, orphan, history };
  }

  async function expectRestorable(
    history: string,
    { lost, shared, orphan }: { lost: string; shared: string; orphan: string },
  ) {
    for (const text of [lost, orphan]) {
      expect(await readFile(join(history, `${sha256Of(text)}.save`), "utf8")).toBe(text);
    }
    expect(sha256Of(await readFile(join(history, `${shared}.save`), "utf8"))).toBe(shared);
  }

  test("with the server's clock 15 years behind, nothing leaves by age, and all that is sole can be read offline", async () => {
    const { world, a, history, ...kept } = await setupTen();
    const before = await a.keptCopies();
    await world.romm.faults.set("clock-skew", { offsetMs: -15 * yearMs });
    world.time.advance(15 * yearMs);
    await a.sync();
    expect(await a.care.prune()).toEqual({ removed: 0 });
    expect((await a.keptCopies()).toSorted()).toEqual(before.toSorted());
    await world.romm.faults.set("refused");
    await expectRestorable(history, kept);
  });

  test("with both clocks 15 years on, what is redundant goes, and all that is sole can be read offline", async () => {
    const { world, a, history, ...kept } = await setupTen();
    world.time.advance(15 * yearMs);
    await a.sync();
    const { removed } = await a.care.prune();
    expect(removed).toBeGreaterThan(0);
    await world.romm.faults.set("refused");
    await a.care.prune();
    await expectRestorable(history, kept);
    const found = (await a.care.byHand.list()).copies.filter(({ label }) => label?.reason === "found");
    expect(found).toMatchObject([{ sha256: sha256Of(kept.orphan), standing: "sole" }]);
  });

  test("with every label deleted, every content gets one again and is sole, for ever", async () => {
    const { world, a, history, ...kept } = await setupTen();
    const before = await a.keptCopies();
    for (const name of await readdir(history)) if (name.endsWith(".json")) await rm(join(history, name));
    const restarted = await a.restart();
    world.time.advance(15 * yearMs);
    await restarted.sync();
    expect(await restarted.care.prune()).toEqual({ removed: 0 });
    expect(await restarted.care.prune()).toEqual({ removed: 0 });
    expect((await restarted.keptCopies()).toSorted()).toEqual(before.toSorted());
    expect(await standings(restarted.care.byHand)).toEqual({ sole: before.length });
    await expectRestorable(history, kept);
  });
});
