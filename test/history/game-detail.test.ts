import { expect, test, vi } from "vitest";
import { appId, expectOk } from "../world/engine/deck.ts";
import { choose, setupConflict, setupFetched } from "./undo/undo-world.ts";

test("a game's page is told without asking RomM: its place, who has it, and what happened, with what can be undone", async () => {
  const { world, a, b } = await setupFetched();
  await b.sync();
  world.requests();
  const game = expectOk(await b.api.getGame({ appId }));
  expect(world.requests()).toEqual([]);
  expect(game).toMatchObject({
    place: b.savePath,
    isProvenInRomm: true,
    shortcut: { appId, status: { kind: "synced" } },
    activity: [
      { decision: "download", deviceName: "Deck A", undo: { kind: "can" } },
      { decision: "download" },
      { act: "added" },
    ],
    holders: [
      { deviceName: "Deck B", isThis: true, state: "newest", savesBehind: 0 },
      { deviceName: "Deck A", isThis: false, state: "newest", savesBehind: 0 },
    ],
  });
  world.time.advance(60_000);
  await a.play("A3");
  expect(await a.sync()).toMatchObject({ decision: "upload", outcome: "done" });
  expectOk(await b.api.look({ appId }));
  const { holders } = expectOk(await b.api.getGame({ appId }));
  expect(holders).toMatchObject([{ isThis: true, state: "behind", savesBehind: 1 }, { state: "newest" }]);
});

test("the newest act of a day can be undone from the first page, and after one session a choice is asked about, once", async () => {
  const p = await setupConflict();
  await choose("take-remote")(p);
  const { b, world } = p;
  const hints = async () => {
    const { undoable, afterChoice } = await b.api.getOverview({});
    return { undoable: undoable?.choice ?? null, afterChoice: afterChoice?.id ?? null };
  };
  await vi.waitFor(async () => expect(await hints()).toEqual({ undoable: "take-remote", afterChoice: null }));
  await b.play("B3");
  world.time.advance(60_000);
  await b.exit();
  await vi.waitFor(async () => expect((await hints()).afterChoice).not.toBeNull());
  const { afterChoice } = await hints();
  await b.api.confirmChoice({ activityId: afterChoice ?? "" });
  expect(await hints()).toEqual({ undoable: "take-remote", afterChoice: null });
  // Over a restart too; and it can still be undone.
  const again = await b.restart();
  again.start();
  await vi.waitFor(async () =>
    expect((await again.api.getOverview({})).undoable?.choice).toBe("take-remote"),
  );
  expect((await again.api.getOverview({})).afterChoice).toBeNull();
});
