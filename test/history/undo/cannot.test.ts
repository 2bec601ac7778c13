import { describe, expect, test } from "vitest";
import type { WhyNoUndo } from "../../../backend/contract/saves/activity.ts";
import type { Slot } from "../../../backend/core/vocabulary.ts";
import { forEachLimited } from "../../../backend/work/queues.ts";
import { rowsBySlot, select } from "../../sync/slots/slot-world.ts";
import { callerOf } from "../../world/engine/caller.ts";
import { appId, type EngineDeck, expectOk } from "../../world/engine/deck.ts";
import {
  choose,
  newestUndoable,
  setupConflict,
  setupFetched,
  twoRounds,
  type UndoWorld,
  undoNewest,
} from "./undo-world.ts";

/* What stands in the way of taking something back is said before it is tried, and when it is; nothing is changed by that. */

async function setupTaken(): Promise<UndoWorld & { id: string }> {
  const p = await setupConflict();
  await choose("take-remote")(p);
  const { id } = await newestUndoable(p.b);
  p.world.time.advance(5000);
  return { ...p, id };
}

async function expectCannot({ api }: EngineDeck, id: string, why: WhyNoUndo): Promise<void> {
  const lines = expectOk(await api.listActivity({ limit: 200 }));
  expect(lines.find((line) => line.id === id)?.undo).toEqual({ kind: "cannot", why });
  expect(await api.undo({ activityId: id })).toEqual({ ok: false, error: { kind: "cannot-undo", why } });
}

async function forgetAllCopies({ api }: EngineDeck): Promise<void> {
  const { versions } = expectOk(await api.listVersions({ appId }));
  for (const { versionId, otherIds, isHere, isNow } of versions) {
    const copy = [versionId, ...otherIds].find((one) => one.startsWith("copy:"));
    if (isHere && !isNow && copy) await api.forgetCopy({ appId, versionId: copy });
  }
}

describe("it cannot be taken back, and says why", () => {
  test("where nobody has the bytes any more, since the player let the copy go", async () => {
    const { b, id } = await setupTaken();
    await forgetAllCopies(b);
    await expectCannot(b, id, "bytes-gone");
    expect(await b.save()).toBe("A1\nA2\n");
  });

  test("where the game was removed since; registered again, it can", async () => {
    const { b, id } = await setupTaken();
    expectOk(await b.api.unregisterShortcuts({ appIds: [appId] }));
    await expectCannot(b, id, "removed");
    expect(await undoNewest(b)).toMatchObject({ ok: true });
    expectOk(await b.api.undo({ activityId: id }));
    expect(await b.save()).toBe("A1\nB2\n");
  });

  test("where another playthrough is played since; back in its own, it can", async () => {
    const { b, id, world } = await setupTaken();
    expectOk(await select(b, "second", { startFresh: true }));
    await expectCannot(b, id, "other-playthrough");
    world.time.advance(5000);
    expectOk(await select(b, "autosave"));
    expectOk(await b.api.undo({ activityId: id }));
    expect(await b.save()).toBe("A1\nB2\n");
  });

  test("where somebody else signed in since", async () => {
    const { b, id, world } = await setupTaken();
    const { admin } = world.romm.rules;
    const token = admin.addToken({ userId: admin.addUser({ username: "ben" }).id }).raw;
    const { origin } = world.romm;
    expectOk(await b.api.connect({ origin, credentials: { kind: "token", token } }));
    await expectCannot(b, id, "other-account");
  });

  test("where it is no line at all", async () => {
    const { b } = await setupTaken();
    const error = { kind: "unknown-activity" };
    expect(await b.api.undo({ activityId: "no such line" })).toEqual({ ok: false, error });
  });
});

test("where this Deck's copy went and RomM has the save, it comes from there; without RomM, that is said", async () => {
  const p = await setupFetched();
  const { id } = await newestUndoable(p.b);
  await forgetAllCopies(p.b);
  expect(await p.b.keptCopies()).not.toContain("A1\n");
  await p.world.romm.faults.set("502-html", { route: "* /**" });
  expect(await p.b.api.undo({ activityId: id })).toMatchObject({ ok: false, error: { kind: "romm" } });
  expect(await p.b.save()).toBe("A1\nA2\n");
  await p.world.romm.faults.clear();
  p.world.time.advance(60_000);
  expectOk(await p.b.api.undo({ activityId: id }));
  expect(await p.b.save()).toBe("A1\n");
  await twoRounds(p);
  expect(await p.a.save()).toBe("A1\n");
});

test("a version that only RomM has cannot be gone back to without it, and says so", async () => {
  const { b, world } = await setupFetched();
  await forgetAllCopies(b);
  const { versions } = expectOk(await b.api.listVersions({ appId }));
  const older = versions.find(({ isHere }) => !isHere) ?? expect.fail("All versions are here.");
  await world.romm.faults.set("502-html", { route: "* /**" });
  const refused = await b.api.restoreVersion({ appId, versionId: older.versionId });
  expect(refused).toMatchObject({ ok: false, error: { kind: "romm" } });
  expect(await b.save()).toBe("A1\nA2\n");
});

const killed = [
  {
    name: "an answer",
    setup: setupTaken,
    states: ["A1\nB2\n", "A1\nA2\n"],
  },
  {
    name: "a switch of playthroughs",
    setup: async () => {
      const p = await setupFetched();
      expectOk(await select(p.b, "second", { startFresh: true }));
      p.world.time.advance(5000);
      return { ...p, id: (await newestUndoable(p.b)).id };
    },
    states: ["A1\nA2\n", null],
  },
];

test.each(killed)(
  "$name taken back, killed before every step: the one save stands or the other, and it can be taken back still",
  async ({ setup, states }) => {
    const counted = await setup();
    const before = counted.b.disk.steps();
    expectOk(await counted.b.api.undo({ activityId: counted.id }));
    const steps = Array.from({ length: counted.b.disk.steps() - before }, (_, step) => step);
    expect(steps.length).toBeGreaterThan(8);
    const found = new Set<string | null>();
    await forEachLimited(steps, { limit: 4, isStopped: () => false }, async (step) => {
      const { world, b, a, id } = await setup();
      b.disk.dieAt(step);
      await b.api.undo({ activityId: id }).catch(() => null);
      expect(b.disk.isDead()).toBe(true);
      const after = await b.restart();
      after.start();
      world.time.advance(60_000);
      await after.sync();
      const save = await after.save();
      expect(states).toContain(save);
      found.add(save);
      expect(await after.api.listConflicts({})).toEqual([]);
      // Whether it was done or not, the same press brings it about, or says that it is done.
      world.time.advance(60_000);
      const again = await after.api.undo({ activityId: id });
      if (save === states[1]) expect(again).toMatchObject({ ok: true });
      expect(await after.save()).toBe(states[0]);
      await twoRounds({ world, a, b: after });
      expect(await after.api.listConflicts({})).toEqual([]);
      expect(await after.save()).toBe(states[0]);
    });
    expect(found.size).toBe(2);
  },
  120_000,
);

test("a playthrough of another client is played under its own spelling, and left it is listed once", async () => {
  const { b, world } = await setupFetched();
  for (const slot of ["Armadaos", "armadaos"]) {
    world.time.advance(5000);
    const upload = { romId: world.romId, slot, fileName: "Game.srm", bytes: Buffer.from(`${slot}\n`) };
    expect(world.romm.rules.saves.upload(callerOf(world), upload).ok).toBe(true);
  }
  world.time.advance(120_000);
  expectOk(await select(b, "ARMADAOS "));
  expect(await b.save()).toBe("armadaos\n");
  await b.play("B5");
  world.time.advance(60_000);
  expect(await b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
  expect(rowsBySlot(world)).toMatchObject({ Armadaos: ["Armadaos\n", "armadaos\nB5\n"] });
  world.time.advance(120_000);
  const { playthroughs } = expectOk(await b.api.listSlots({ appId }));
  const named = playthroughs.filter(({ slot }) => (slot as Slot).toLowerCase().startsWith("armada"));
  expect(named).toMatchObject([{ slot: "Armadaos", saveCount: 3, spellings: ["Armadaos", "armadaos"] }]);
  expect(await undoNewest(b)).toMatchObject({ ok: true });
  expect(await b.save()).toBe("A1\nA2\n");
});
