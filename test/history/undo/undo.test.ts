import { describe, expect, test } from "vitest";
import type { RomId } from "../../../backend/core/vocabulary.ts";
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

/** A game that is registered with a save of RomM's to come over its own: B has `A1 B2` at first, and RomM nothing of it. */
const registryActs: UndoableAct[] = [
  {
    name: "removing the game",
    setup: setupFetched,
    act: async ({ b }) => void expectOk(await b.api.unregisterShortcuts({ appIds: [appId] })),
    ...{ before: there, after: there, reachesOthers: true },
  },
  {
    name: "emptying the list of games",
    setup: setupFetched,
    act: async ({ b }) => void expectOk(await b.api.clearRegistry({})),
    ...{ before: there, after: there, reachesOthers: true },
  },
  {
    name: "not following it any more",
    setup: setupFetched,
    act: async ({ b }) => void expectOk(await b.api.setTracking({ appId, tracked: false })),
    ...{ before: there, after: there, reachesOthers: true },
  },
  {
    name: "another of RomM's games",
    setup: setupFetched,
    act: async ({ b, world }) => {
      const { id } = world.romm.addRom({ platform: "gba", fsName: "Other.gba" });
      expectOk(await b.api.changeRom({ appId, romId: id as RomId }));
    },
    ...{ before: there, after: there, reachesOthers: true },
  },
  {
    name: "another place of the save",
    setup: setupFetched,
    act: async ({ b }) => {
      const path = b.savePath.replace("Game.srm", "Elsewhere.srm");
      expectOk(await b.api.setSaveLocation({ appId, save: { kind: "file", path, emulator: "retroarch" } }));
    },
    ...{ before: there, after: there, reachesOthers: true },
  },
];

describe.each(registryActs)("$name", ({ setup, act, before }) => {
  test("undone, is as if it had not been: the next session goes up without a question", async () => {
    const p = await setup();
    const [shortcut] = await p.b.api.listShortcuts({});
    await act(p);
    p.world.time.advance(5000);
    expect(await undoNewest(p.b)).toMatchObject({ ok: true });
    expect(await p.b.api.listShortcuts({})).toMatchObject([
      {
        romId: shortcut?.romId,
        save: shortcut?.save,
        isTracked: true,
        lastSyncedAtMs: shortcut?.lastSyncedAtMs,
      },
    ]);
    expect(await p.b.save()).toBe(before);
    p.world.time.advance(60_000);
    await p.b.play("B9");
    expect(await p.b.exit()).toMatchObject({ decision: "upload", outcome: "done" });
    await p.a.sync();
    expect(await p.a.save()).toBe(`${before}B9\n`);
  });

  test("undone, and that undone, and undone again", async () => {
    const p = await setup();
    await act(p);
    const done = await p.b.api.listShortcuts({});
    for (const isUndone of [true, false, true]) {
      p.world.time.advance(5000);
      expect(await undoNewest(p.b)).toMatchObject({ ok: true });
      const now = await p.b.api.listShortcuts({});
      const ties = (list: typeof done) =>
        list.map(({ romId, save, isTracked }) => ({ romId, save, isTracked }));
      if (isUndone) expect(ties(now)).not.toEqual(ties(done));
      else expect(ties(now)).toEqual(ties(done));
    }
  });

  test("undone offline", async () => {
    const p = await setup();
    await act(p);
    await p.world.romm.faults.set("502-html", { route: "* /**" });
    expect(await undoNewest(p.b)).toMatchObject({ ok: true });
    expect(await p.b.save()).toBe(before);
    await p.world.romm.faults.clear();
    await twoRounds(p);
    expect(await p.a.save()).toBe(before);
  });
});

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
