import { describe, expect, test } from "vitest";
import { appId, expectOk } from "../../world/engine/deck.ts";
import {
  choose,
  newestUndoable,
  setupConflict,
  setupFetched,
  twoRounds,
  type UndoableAct,
  undoNewest,
} from "./undo-world.ts";

/*
 * Law d: undo right after an act gives back the bytes that were played, here and after two rounds everywhere. Undoing is
 * itself a line that can be undone; what was played since stays as a version.
 */

const [here, there] = ["A1\nB2\n", "A1\nA2\n"];

const acts: UndoableAct[] = [
  {
    name: "taking RomM's",
    setup: setupConflict,
    act: choose("take-remote"),
    ...{ before: here, after: there, reachesOthers: true },
  },
  {
    name: "keeping this Deck's",
    setup: setupConflict,
    act: choose("keep-local"),
    ...{ before: there, after: here, reachesOthers: true },
  },
  {
    name: "what Savepoint fetched by itself",
    setup: setupFetched,
    act: async () => {},
    ...{ before: "A1\n", after: there, reachesOthers: true },
  },
  {
    name: "going back to an older version",
    setup: setupFetched,
    act: async ({ b, world }) => {
      world.time.advance(5000);
      const { versions } = expectOk(await b.api.listVersions({ appId }));
      const older = versions.find(({ isNow }) => !isNow) ?? expect.fail("There is no other version.");
      expectOk(await b.api.restoreVersion({ appId, versionId: older.versionId }));
    },
    ...{ before: there, after: "A1\n", reachesOthers: true },
  },
];

describe.each(acts)("$name", ({ setup, act, before, after, reachesOthers }) => {
  test("undone at once, gives back what was played, here and everywhere", async () => {
    const p = await setup();
    await act(p);
    expect(await p.b.save()).toBe(after);
    p.world.time.advance(5000);
    expect(await undoNewest(p.b)).toMatchObject({ ok: true });
    expect(await p.b.save()).toBe(before);
    await twoRounds(p);
    expect(await p.b.save()).toBe(before);
    if (reachesOthers) expect(await p.a.save()).toBe(before);
    expect(await p.b.api.listConflicts({})).toEqual([]);
  });

  test("undone and then that undone, is done again", async () => {
    const p = await setup();
    await act(p);
    for (const expected of [before, after, before]) {
      p.world.time.advance(5000);
      expect(await undoNewest(p.b)).toMatchObject({ ok: true });
      expect(await p.b.save()).toBe(expected);
    }
    await twoRounds(p);
    expect(await p.a.save()).toBe(reachesOthers ? before : await p.a.save());
  });

  test("undone, cannot be undone a second time, and says why", async () => {
    const p = await setup();
    await act(p);
    const { id } = await newestUndoable(p.b);
    p.world.time.advance(5000);
    expectOk(await p.b.api.undo({ activityId: id }));
    const again = await p.b.api.undo({ activityId: id });
    expect(again).toEqual({ ok: false, error: { kind: "cannot-undo", why: "undone" } });
  });

  test("undone after a session, keeps both lines", async () => {
    const p = await setup();
    await act(p);
    const { id } = await newestUndoable(p.b);
    p.world.time.advance(60_000);
    await p.b.play("B9");
    await p.b.exit();
    p.world.time.advance(60_000);
    expectOk(await p.b.api.undo({ activityId: id }));
    expect(await p.b.save()).toBe(before);
    await twoRounds(p);
    expect(await p.a.save()).toBe(before);
    expect(p.world.rows()).toContain(`${after}B9\n`);
  });
});
