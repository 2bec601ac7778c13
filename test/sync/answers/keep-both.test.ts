import { describe, expect, test } from "vitest";
import { forEachLimited } from "../../../backend/work/queues.ts";
import { setupConflict, twoRounds, type UndoWorld, undoNewest } from "../../history/undo/undo-world.ts";
import { unitOf } from "../../world/engine/account.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { conflictIdOf } from "../../world/engine/conflict.ts";
import { type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import { setupWorld } from "../../world/engine/world.ts";

/*
 * Scenario 19: keep-both killed at each step: one branch, and the newest row of any slot is the head.
 */

const [here, there] = ["A1\nB2\n", "A1\nA2\n"];

/** Rows as RomM has them, oldest first, each with its slot and text. */
function rowsOf({ world }: UndoWorld): { slot: string; text: string }[] {
  const caller = callerOf(world);
  const listed = world.romm.rules.saves.list(caller, { romId: world.romId });
  if (!listed.ok) throw new Error("The listing was refused.");
  return [...listed.value]
    .sort((a, b) => a.id - b.id)
    .map((row) => {
      const content = world.romm.rules.saves.readContent(caller, row.id, {});
      return { slot: row.slot ?? "", text: content.ok ? new TextDecoder().decode(content.value.bytes) : "" };
    });
}

async function keepBoth(p: UndoWorld) {
  p.world.time.advance(5000);
  const conflictId = await conflictIdOf(p.b);
  return await p.b.api.resolveConflicts({ choices: [{ conflictId, choice: "keep-both" }] });
}

/** What must stand when all is done. */
async function expectBoth(p: UndoWorld): Promise<void> {
  const rows = rowsOf(p);
  const branches = rows.filter(({ slot }) => slot !== "autosave");
  expect(branches).toEqual([
    { slot: expect.stringMatching(/^Deck B 20\d\d-\d\d-\d\d \d\d\.\d\d$/), text: here },
  ]);
  expect(rows.at(-1)).toEqual({ slot: "autosave", text: there });
  expect(await p.b.save()).toBe(there);
  expect(await p.a.save()).toBe(there);
  expect(await p.b.api.listConflicts({})).toEqual([]);
}

describe("keeping both", () => {
  test("gives this Deck's save a slot of its own, and the newest row of any slot is the one that goes on", async () => {
    const p = await setupConflict();
    expect(expectOk(await keepBoth(p)).lines).toMatchObject([{ outcome: "done", direction: "down" }]);
    expect(unitOf(p.b).owed.branch).toBeUndefined();
    p.world.requests();
    await p.a.sync();
    // The other Deck has those bytes already: it adopts the row, and moves none.
    expect(p.world.requests().filter((line) => line.includes("content"))).toEqual([]);
    await twoRounds(p);
    await expectBoth(p);
  });

  test("undone, this Deck's save is played again everywhere, and undone again, RomM's", async () => {
    const p = await setupConflict();
    expectOk(await keepBoth(p));
    p.world.time.advance(5000);
    expect(await undoNewest(p.b)).toMatchObject({ ok: true });
    await twoRounds(p);
    expect([await p.b.save(), await p.a.save()]).toEqual([here, here]);
    p.world.time.advance(5000);
    expect(await undoNewest(p.b)).toMatchObject({ ok: true });
    await twoRounds(p);
    expect([await p.b.save(), await p.a.save()]).toEqual([there, there]);
  });

  test("cut short by a lost network at any request, is finished by the next look, and asked about no more", async () => {
    const p = await setupConflict();
    for (const route of ["POST /api/saves", "GET /api/saves/*/content"]) {
      const one = await setupConflict();
      await one.world.romm.faults.set("500", { route });
      await keepBoth(one);
      expect(await one.b.api.listConflicts({})).toEqual([]);
      await one.world.romm.faults.clear();
      await twoRounds(one);
      await expectBoth(one);
    }
    await keepBoth(p);
  });

  test("offline, says so, and nothing is decided", async () => {
    const p = await setupConflict();
    await p.world.romm.faults.set("500", { route: "* /**" });
    const [line] = expectOk(await keepBoth(p)).lines;
    expect(line).toMatchObject({ outcome: "failed" });
    expect(await p.b.save()).toBe(here);
    await p.world.romm.faults.clear();
    await p.b.sync();
    expect(await p.b.api.listConflicts({})).toHaveLength(1);
  });

  test("played on before it was finished: what was played is kept, and asked about", async () => {
    const p = await setupConflict();
    await p.world.romm.faults.set("500", { route: "GET /api/saves/*/content" });
    await keepBoth(p);
    await p.world.romm.faults.clear();
    await p.b.play("B3");
    p.world.time.advance(5000);
    expect(await p.b.sync()).toMatchObject({ decision: "conflict" });
    expect(await p.b.save()).toBe(`${here}B3\n`);
    expect(rowsOf(p).filter(({ slot }) => slot !== "autosave")).toHaveLength(1);
  });
});

test("RomM's word that it took this Deck's save is lost: it is not sent a second time, where RomM would make two rows of it", async () => {
  const p = await setupConflict(await setupWorld({ version: "4.8.0" }));
  await p.world.romm.faults.set("cut-mid-body", { route: "POST /api/saves" });
  await keepBoth(p);
  await p.world.romm.faults.clear();
  expect(rowsOf(p).filter(({ slot }) => slot !== "autosave")).toHaveLength(1);
  await twoRounds(p);
  expect(rowsOf(p).filter(({ slot }) => slot !== "autosave")).toHaveLength(1);
  expect(await p.b.save()).toBe(there);
});

test("scenario 19: killed before any step, there is one branch, and the newest row of any slot is the head", async () => {
  const counted = await setupConflict();
  const before = counted.b.disk.steps();
  expectOk(await keepBoth(counted));
  const steps = Array.from({ length: counted.b.disk.steps() - before }, (_, step) => step);
  expect(steps.length).toBeGreaterThan(20);
  const ends = new Map<string, number>();
  await forEachLimited(steps, { limit: 4, isStopped: () => false }, async (step) => {
    const p = await setupConflict();
    p.b.disk.dieAt(step);
    await keepBoth(p).catch(() => null);
    expect(p.b.disk.isDead()).toBe(true);
    const after: EngineDeck = await p.b.restart();
    const then = { ...p, b: after };
    await twoRounds(then);
    const isAsked = (await after.api.listConflicts({})).length > 0;
    const end = isAsked ? "asked again" : "finished";
    ends.set(end, (ends.get(end) ?? 0) + 1);
    // Before the mark stands, nothing was decided.
    if (isAsked) {
      expect(await after.save()).toBe(here);
      expect(rowsOf(then).filter(({ slot }) => slot !== "autosave")).toEqual([]);
    } else await expectBoth(then);
  });
  expect(ends.get("finished") ?? 0).toBeGreaterThan(ends.get("asked again") ?? 0);
}, 120_000);
