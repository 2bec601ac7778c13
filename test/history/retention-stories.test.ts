import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CopiesByHand } from "../../backend/history/by-hand.ts";
import { createServerDate } from "../../backend/history/server-date.ts";
import { createCopyOrder } from "../../backend/history/stored/copy-order.ts";
import type { KeepRequest } from "../../backend/sync/deps.ts";
import { type EngineDeck, expectOk } from "../world/engine/deck.ts";
import { createWorldTime } from "../world/engine/time.ts";
import { setupWorld, type World } from "../world/engine/world.ts";
import { dayMs, place, sha256Of } from "./copies.ts";

const historyOf = (deck: EngineDeck) => join(dirname(deck.savePath), "..", "data", "history");
const yearMs = 365 * dayMs;

async function playRounds(world: World, deck: EngineDeck, sessions: string[]): Promise<void> {
  for (const session of sessions) {
    await deck.play(session);
    expect((await deck.sync()).outcome).toBe("done");
    world.time.advance(dayMs + 3_600_000);
    await deck.sync();
    await deck.care.prune();
  }
}

function callerOf({ romm }: World) {
  const caller = romm.rules.authenticate(`Bearer ${romm.token}`);
  return caller.ok ? caller.value : expect.fail("The token is not known.");
}

/** The bytes of the slot's first row are replaced in place, by as many others. */
function playInBrowser(world: World, text: string): void {
  const updated = world.romm.rules.saves.update(callerOf(world), 1, {
    bytes: new TextEncoder().encode(text),
  });
  expect(updated.ok).toBe(true);
}

const named = (count: number, name = "S") => Array.from({ length: count }, (_, index) => `${name}${index}`);

async function standings(byHand: CopiesByHand): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { standing } of (await byHand.list()).copies) counts[standing] = (counts[standing] ?? 0) + 1;
  return counts;
}

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
  const [conflict] = await loser.api.listConflicts({});
  const conflictId = conflict?.conflictId ?? expect.fail("no conflict");
  expectOk(await loser.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] }));
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
      const moved = row.file_path.replace("/saves/gba/", "/saves/snes/");
      world.romm.rules.files.write(`${moved}/${row.file_name}`, bytes);
      row.file_path = moved;
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
      world.time.advance(5000);
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
    const [conflict] = await a.api.listConflicts({});
    const conflictId = conflict?.conflictId ?? expect.fail("no conflict");
    expectOk(await a.api.resolveConflicts({ choices: [{ conflictId, choice: "take-remote" }] }));
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

describe("by the player's hand", () => {
  test("a pinned copy stays through everything, and goes when it is removed", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    await playRounds(world, a, named(3));
    const oldest = (await a.care.byHand.list()).copies.at(-1) ?? expect.fail("no copy");
    expect(await a.care.byHand.setPinned(oldest.id, true)).toBe(true);
    await playRounds(world, a, named(40, "T"));
    world.time.advance(yearMs);
    await a.sync();
    expect((await a.care.prune()).removed).toBeGreaterThan(0);
    const list = await a.care.byHand.list();
    expect(list.copies.find(({ id }) => id === oldest.id)).toMatchObject({ standing: "pinned" });
    expect(list.soleBytes).toBe(oldest.sizeBytes);
    expect(list.totalBytes).toBe((await a.keptCopies()).join("").length);
    expect(await a.care.byHand.remove(oldest.id)).toBe(true);
    expect(await a.care.byHand.remove(oldest.id)).toBe(false);
    expect((await readdir(historyOf(a))).filter((name) => name.startsWith(oldest.sha256))).toEqual([]);
  });
});

describe("when it runs", () => {
  test("a minute after a copy was kept, without anybody asking", async () => {
    const world = await setupWorld();
    const a = await world.deck("A");
    const stray = "no label\n";
    await a.play("S0");
    await a.sync();
    await writeFile(join(historyOf(a), `${sha256Of(stray)}.save`), stray);
    const hasLabel = async () =>
      (await readdir(historyOf(a))).some(
        (name) => name.startsWith(sha256Of(stray)) && name.endsWith(".json"),
      );
    expect(await hasLabel()).toBe(false);
    world.time.elapse(60_000);
    await expect.poll(hasLabel, { timeout: 10_000 }).toBe(true);
  });

  test("not for a content while it is kept, and only for that content", async () => {
    const clock = createWorldTime().clock();
    const done: string[] = [];
    let end = () => {};
    const keptCopies = {
      pathOf: (sha256: string) => sha256,
      keep: async ({ expected }: KeepRequest) => {
        await new Promise<void>((resolve) => {
          end = resolve;
        });
        done.push("kept");
        return { sha256: expected, sizeBytes: 0, path: "" };
      },
    };
    const order = createCopyOrder({ clock, onKept: () => {} }, keptCopies);
    const request = { path: place.kind, expected: sha256Of("A") } as KeepRequest;
    const keeping = order.keptCopies.keep(request);
    const same = order.alone(sha256Of("A"), async () => void done.push("same"));
    await order.alone(sha256Of("B"), async () => void done.push("other"));
    expect(order.isInUse(sha256Of("A"))).toBe(true);
    expect(order.isInUse(sha256Of("B"))).toBe(false);
    end();
    await Promise.all([keeping, same]);
    expect(done).toEqual(["other", "kept", "same"]);
  });
});

test("a date is believed while it moves with the server's, and not before a server told its own", () => {
  const time = createWorldTime();
  const [right, wrong] = [time.clock(), time.clock(-2 * dayMs)];
  const date = createServerDate(right);
  expect(date.isClockTrusted()).toBe(false);
  date.note(time.now() + dayMs / 2);
  expect(date.isClockTrusted()).toBe(true);
  time.advance(100 * dayMs);
  expect(date.isClockTrusted()).toBe(true);
  const off = createServerDate(wrong);
  off.note(time.now());
  expect(off.isClockTrusted()).toBe(false);
});

test("a date that jumps after the server told its own is not believed", () => {
  let jumpMs = 0;
  const date = createServerDate({ now: () => 1000 + jumpMs, monotonic: () => 0 });
  date.note(0);
  expect(date.isClockTrusted()).toBe(true);
  jumpMs = 15 * yearMs;
  expect(date.isClockTrusted()).toBe(false);
});
