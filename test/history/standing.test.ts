import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { callerOf } from "../world/engine/caller.ts";
import { answer } from "../world/engine/conflict.ts";
import { expectOk } from "../world/engine/deck.ts";
import { untilStored } from "../world/engine/until-stored.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { dayMs, sha256Of } from "./copies.ts";
import { historyOf, named, playRounds, standings, yearMs } from "./rounds.ts";

/** The bytes of the slot's first row are replaced in place, by as many others. */
function playInBrowser(world: World, text: string): void {
  const updated = world.romm.rules.saves.update(callerOf(world), 1, {
    bytes: new TextEncoder().encode(text),
  });
  expect(updated.ok).toBe(true);
}

describe("RomM's own clean-up", () => {
  test("does not make every session sole: 40 rounds at a limit of 10 leave a bounded number of copies", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await playRounds(world, a, named(40));
    expect(world.rows()).toHaveLength(10);
    expect(await standings(a.care.byHand)).toEqual({ redundant: 10, cleaned: expect.any(Number) });
    expect((await a.keptCopies()).length).toBeLessThanOrEqual(31);
    world.time.advance(40 * dayMs);
    await a.sync();
    await a.care.prune();
    // The newest 5, and of the newest 20 those that RomM has no more.
    expect(await standings(a.care.byHand)).toEqual({ redundant: 5, cleaned: 10 });
  });

  test("a wiped server makes all of them sole, and nothing leaves", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await playRounds(world, a, named(24));
    const before = await a.keptCopies();
    const caller = callerOf(world);
    const listed = world.romm.rules.saves.list(caller, { romId: world.romId });
    if (!listed.ok) throw new Error("The listing was refused.");
    world.romm.rules.saves.remove(
      caller,
      listed.value.map(({ id }) => id),
    );
    world.time.advance(yearMs);
    await a.sync();
    expect(await a.care.prune()).toEqual({ removed: 0 });
    expect((await a.keptCopies()).toSorted()).toEqual(before.toSorted());
  });

  test("after a restart without the server, nothing is known to stand there, and nothing leaves", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await playRounds(world, a, named(24));
    await world.romm.faults.set("refused");
    const restarted = await a.restart();
    world.time.advance(yearMs);
    await restarted.sync();
    expect(await restarted.care.prune()).toEqual({ removed: 0 });
    // All but what the save file holds.
    const others = (await restarted.keptCopies()).length - 1;
    expect(await standings(restarted.care.byHand)).toEqual({ redundant: 1, sole: others });
    await restarted.write("played on\n");
    expect(await standings(restarted.care.byHand)).toEqual({ sole: others + 1 });
  });
});

describe("what stands in RomM by its listing alone", () => {
  test.each([
    { version: "4.8", rounds: 25, limit: null },
    { version: "4.8", rounds: 40, limit: 10 },
    { version: "5.2", rounds: 25, limit: null },
  ])(
    "what the web player replaced in place stays, being nowhere else ($version, limit $limit)",
    async ({ version, rounds, limit }) => {
      const world = await setupWorld({ version });
      const a = await world.deck("A");
      const autocleanup = { isOn: limit !== null, limit: limit ?? 10 };
      expectOk(await a.api.updateSettings({ autocleanup }));
      await a.write("S00\n");
      await a.sync();
      await a.sync();
      await untilStored(world, a);
      world.time.advance(60_000);
      playInBrowser(world, "W00\n");
      expect(await a.sync()).toMatchObject({ decision: "download" });
      for (let round = 10; round < 10 + rounds; round++) {
        world.time.advance(dayMs);
        await a.write(`S${round}\n`);
        expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
        await a.sync();
        await a.care.prune();
      }
      expect(world.rows()).not.toContain("S00\n");
      expect(await a.keptCopies()).not.toHaveLength(rounds + 2);
      expect(await a.keptCopies()).toContain("S00\n");
    },
  );

  test("is no proof: what RomM never handed out stays, however many came after it", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    for (const session of named(25)) {
      await a.write(`${session}\n`);
      expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
      world.time.advance(dayMs);
      await a.sync();
    }
    world.time.advance(yearMs);
    expect(await a.care.prune()).toEqual({ removed: 0 });
    await untilStored(world, a);
    await a.sync();
    expect((await a.care.prune()).removed).toBeGreaterThan(0);
  });

  test.each([
    { meanwhile: "RomM was wiped", offline: false },
    { meanwhile: "RomM cannot be reached", offline: true },
  ])("is old after a month of sleep: nothing leaves by it where $meanwhile", async ({ offline }) => {
    const world = await setupWorld();
    const a = await world.deck("A");
    for (const session of named(25)) {
      await a.write(`${session}\n`);
      expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
      world.time.advance(5000);
      await a.sync();
    }
    await untilStored(world, a);
    const before = await a.keptCopies();
    if (offline) await world.romm.faults.set("refused");
    else world.romm.rules.database.saves.splice(0);
    world.time.advance(40 * dayMs);
    expect(await a.care.prune()).toEqual({ removed: 0 });
    expect((await a.keptCopies()).toSorted()).toEqual(before.toSorted());
  });

  test("proves nothing while the rom may be another one: nothing leaves", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    expectOk(await a.api.updateSettings({ autocleanup: { isOn: false, limit: 10 } }));
    await a.play("S0");
    await a.sync();
    const { saves } = world.romm.rules.database;
    for (const session of named(24)) {
      await a.play(session);
      expect((await a.sync()).outcome).toBe("done");
      world.time.advance(5000);
      await a.sync();
    }
    const before = await a.keptCopies();
    for (const row of saves) {
      const bytes = world.romm.rules.files.read(`${row.file_path}/${row.file_name}`) ?? new Uint8Array();
      const moved = row.file_path.replace(`/${world.romId}`, `/${world.romId + 1}`);
      world.romm.rules.files.write(`${moved}/${row.file_name}`, bytes);
      // Rows that were never seen, of another platform's rom.
      Object.assign(row, { id: row.id + 1000, file_path: moved });
    }
    world.time.advance(40 * dayMs);
    expect(await a.sync()).toMatchObject({ reason: "unlinked" });
    expect(await a.care.prune()).toEqual({ removed: 0 });
    expect((await a.keptCopies()).toSorted()).toEqual(before.toSorted());
    expect(await standings(a.care.byHand)).toEqual({ redundant: 1, sole: before.length - 1 });
  });
});

describe("a content that is kept once more", () => {
  test("stands anew: it does not leave with what was learnt of its older copy, nor by its age", async () => {
    const world = await setupWorld();
    const [a, b] = [await world.deck("A"), await world.deck("B")];
    for (const deck of [a, b]) {
      expectOk(await deck.api.updateSettings({ autocleanup: { isOn: true, limit: 3 } }));
    }
    for (const session of named(25)) {
      await a.write(`${session} of its own\n`);
      expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
      await untilStored(world, a);
      await a.sync();
      await a.care.prune();
      world.time.advance(dayMs);
    }
    await b.sync();
    await b.write("played on B meanwhile\n");
    expect(await b.sync()).toMatchObject({ decision: "upload" });
    world.time.advance(5000);
    const first = "S0 of its own\n";
    await a.write(first);
    expect(await a.sync()).toMatchObject({ decision: "conflict" });
    await answer(a, "take-remote");
    for (let day = 0; day < 6; day++) {
      world.time.advance(dayMs + 60_000);
      await a.sync();
      await a.care.prune();
    }
    expect(world.rows()).not.toContain(first);
    expect(await a.keptCopies()).toContain(first);
    const labels = (await readdir(historyOf(a))).filter(
      (name) => name.startsWith(sha256Of(first)) && name.endsWith(".json"),
    );
    expect(labels).toHaveLength(1);
  });
});
